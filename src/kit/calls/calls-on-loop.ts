/** What a coroutine does on the event loop while the loop serves others. */
import { type AsyncFunctionDef, type Call, decoratorsOf } from '../../ast/index.ts';
import { walkOwnCode } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** Calls that the coroutine itself makes and does not await; those that run before anything is served are left out. */
export function callsOnLoop(fn: AsyncFunctionDef, model: SemanticModel): readonly Call[] {
  const calls: Call[] = [];
  let firstYield = fn.end;
  walkOwnCode(fn.body, (node) => {
    if (node.kind === 'Yield') firstYield = Math.min(firstYield, node.start);
    if (node.kind === 'Call' && node.parent?.kind !== 'Await') calls.push(node);
    return undefined;
  });
  return runsAtStartUp(fn, model) ? calls.filter(({ start }) => start > firstYield) : calls;
}

/** Up to its first `yield`, a lifespan runs before anything is served; a start-up hook has no `yield`. */
function runsAtStartUp(fn: AsyncFunctionDef, model: SemanticModel): boolean {
  if (/(^|_)(lifespan|startup)$/i.test(fn.name)) return true;
  return decoratorsOf(fn).some(({ callee, node }) => {
    if (callee.kind === 'Attribute' && callee.attr === 'on_event') {
      const event = node.kind === 'Call' ? node.args[0] : undefined;
      return event !== undefined && model.values.string(event) === 'startup';
    }
    return model.names.qualifiedName(callee) === 'contextlib.asynccontextmanager' && takesApplication(fn, model);
  });
}

function takesApplication({ args }: AsyncFunctionDef, model: SemanticModel): boolean {
  const [first] = args.args;
  if (first === undefined) return false;
  const type = first.annotation && model.types.annotatedClass(first.annotation);
  return /^_?app(lication)?$/.test(first.arg) || /\b(FastAPI|Starlette)$/.test(type ?? '');
}
