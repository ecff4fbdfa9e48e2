/** How a coroutine goes on once it is started, as far as its own code shows. */
import {
  type AsyncFor,
  type AsyncFunctionDef,
  type Await,
  ancestors,
  holds,
  isEndless,
  isSuspension,
  isWithin,
  type Node,
  type While,
} from '../../ast/index.ts';
import { holdsInOwnCode, walkOwnCode } from '../effects/calls-within.ts';
import { definitionCalled } from '../effects/definition-called.ts';
import type { SemanticModel } from '../model.ts';
import type { CoroutineTrait } from '../summary.ts';

export function coroutineTraits(fn: AsyncFunctionDef, model: SemanticModel): readonly CoroutineTrait[] {
  if (!holdsInOwnCode(fn.body, isSuspension)) return [];
  const traits: CoroutineTrait[] = ['suspends'];
  const loops = loopsThatWait(fn);
  if (loops.length > 0) traits.push('runs-on');
  if (loops.length > 0 && loops.every(asksItsObject) && isCaught(fn, model)) traits.push('ends-with-object');
  if (endsFailures(fn, model)) traits.push('ends-failures');
  return traits;
}

const MAX_DEPTH = 2;

/** Whatever in it may fail stands in a `try` that takes every exception, or is a coroutine of this file of which that is so. */
function endsFailures(fn: AsyncFunctionDef, model: SemanticModel, depth = 0): boolean {
  const isOpen = holdsInOwnCode(fn.body, (node) => {
    if (node.kind === 'Await') return !isHarmless(node, model) && !isEnded(node, fn, model) && !isOwnEnd(node);
    return (node.kind === 'Raise' || isSuspension(node)) && !isEnded(node, fn, model);
  });
  // Most have shown by now that they let failures out; what its calls may do takes longer to ask.
  if (isOpen) return false;
  return model.effects.newsworthy(fn.body).every((call) => call.parent?.kind === 'Await' || isEnded(call, fn, model));

  function isOwnEnd({ value }: Await): boolean {
    const called = value.kind === 'Call' && depth < MAX_DEPTH ? definitionCalled(model, value) : undefined;
    return called?.kind === 'AsyncFunctionDef' && endsFailures(called, model, depth + 1);
  }
}

/** A handler of the function ends every error that is raised there; what stands in a handler is outside of its `try`. */
function isEnded(node: Node, fn: AsyncFunctionDef, { handlers }: SemanticModel): boolean {
  for (const around of ancestors(node)) {
    if (around === fn) return false;
    if (around.kind !== 'Try' || !around.body.some((statement) => isWithin(node, statement))) continue;
    const broad = around.handlers.map((handler) => handlers.describe(handler)).find(({ isBroad }) => isBroad);
    if (broad !== undefined && !broad.mayRaise) return true;
  }
  return false;
}

/** `while` loops that wait in each turn and count nothing; `async for` over what somebody else sends. */
function loopsThatWait(fn: AsyncFunctionDef): readonly (While | AsyncFor)[] {
  const loops: (While | AsyncFor)[] = [];
  walkOwnCode(fn.body, (node) => {
    if (node.kind === 'AsyncFor') loops.push(node);
    if (node.kind === 'While' && holdsInOwnCode(node.body, isSuspension) && (isEndless(node) || !counts(node)))
      loops.push(node);
    return undefined;
  });
  return loops;
}

/** `while attempt < 3:`, `while time() < deadline:`, `while rest:` come to an end by themselves. */
function counts({ test }: While): boolean {
  const isBound = (node: Node) => node.kind === 'Compare' && node.ops.some((op) => BOUNDS.has(op));
  const isLocal = test.kind === 'Name' || (test.kind === 'NamedExpr' && test.value.kind !== 'Await');
  return isLocal || holds(test, isBound);
}

const BOUNDS: ReadonlySet<string> = new Set(['Lt', 'LtE', 'Gt', 'GtE', 'Eq', 'NotEq']);

/** `while not self._finished.done():` */
function asksItsObject(loop: While | AsyncFor): boolean {
  if (loop.kind !== 'While') return false;
  return holds(
    loop.test,
    (node) => node.kind === 'Attribute' && node.value.kind === 'Name' && node.value.id === 'self',
  );
}

/** Whatever it waits for stands in a `try` whose handlers do not raise, or is a wait that does not fail. */
function isCaught(fn: AsyncFunctionDef, model: SemanticModel): boolean {
  const waits: Await[] = [];
  const others: Node[] = [];
  walkOwnCode(fn.body, (node) => {
    if (node.kind === 'Await') waits.push(node);
    else if (isSuspension(node)) others.push(node);
    return undefined;
  });
  return others.length === 0 && waits.every((wait) => isHarmless(wait, model) || hasHandler(wait, fn, model));
}

function isHarmless({ value }: Await, { names }: SemanticModel): boolean {
  return value.kind === 'Call' && HARMLESS.has(names.qualifiedName(value.func) ?? '');
}

const HARMLESS: ReadonlySet<string> = new Set(['asyncio.sleep', 'asyncio.wait']);

function hasHandler(wait: Await, fn: AsyncFunctionDef, { flow }: SemanticModel): boolean {
  for (const around of ancestors(wait)) {
    if (around === fn) return false;
    if (around.kind !== 'Try' || !around.body.some((statement) => isWithin(wait, statement))) continue;
    if (around.handlers.length > 0 && around.handlers.every(({ body }) => !flow.exits(body).raises)) return true;
  }
  return false;
}
