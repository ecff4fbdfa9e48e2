/** Where a result that may be `None` is used as if it never were. */
import {
  type Call,
  type ExceptHandler,
  type Expression,
  holds,
  isWithin,
  keptLocal,
  lastName,
  type Name,
  type Node,
  nodesOf,
  withoutAwait,
} from '#ast';
import type { DoubtId } from '#findings';
import type { Binding, Definition, SemanticModel } from '#semantics';
import { memoizeByFile } from '#semantics/by-file';
import { swallowingOf } from '#semantics/flow/swallowing';
import { raisesAgain } from '#semantics/handlers/answered-status';
import { type BreakingUse, breakingUse } from './breaking-uses.ts';

/** One use that fails where the value is `None`, and nothing on the way asks about. */
export interface UnguardedUse extends BreakingUse {
  /** Why it may never be `None` there. */
  readonly doubt?: DoubtId;
}

/** The first use of a result that nothing on the way asks about: right where it is given, or of the local that keeps it. */
export function unguardedUseOf(given: Expression, model: SemanticModel): UnguardedUse | undefined {
  if (breakingUse(given, model) !== undefined) return unguardedReadOf(given, model);
  const local = keptLocal(given);
  const binding = local === undefined ? undefined : model.names.resolve(local);
  const definition = binding?.definitions.find(({ node }) => node === local);
  if (binding === undefined || definition === undefined) return undefined;
  return unguardedUseOfBound(definition, binding, given, model);
}

/** The first use of what a definition binds; `given` is what it was bound to, where an expression of the file says it. */
export function unguardedUseOfBound(
  definition: Definition,
  binding: Binding,
  given: Expression | undefined,
  model: SemanticModel,
): UnguardedUse | undefined {
  // Whoever else is in the game may have asked.
  if (binding.definitions.some(({ remote }) => remote)) return undefined;
  for (const use of model.flow.usesOf(definition)) {
    const breaking = breakingUse(use, model);
    if (breaking === undefined) continue;
    if (!comesFrom(definition, use, model) || isTestedBefore(given, breaking, use, model)) return undefined;
    const doubt = whatMayRefuse(use, binding.references, model);
    return { ...breaking, ...(doubt !== undefined && { doubt }) };
  }
  return undefined;
}

/** `TOKEN = os.getenv("TOKEN")` of a module, used in a function of the file, which asks for it nowhere. */
export function unguardedUseInFunctions(given: Expression, model: SemanticModel): UnguardedUse | undefined {
  const local = keptLocal(given);
  const binding = local === undefined ? undefined : model.names.resolve(local);
  if (binding?.definitions.length !== 1 || given.parent?.parent?.kind !== 'Module') return undefined;
  const isOfIt = (each: Node): boolean => each.kind === 'Name' && model.names.resolve(each) === binding;
  if ([...testsByFunction(model).values()].flat().some((test) => holds(test, isOfIt))) return undefined;
  for (const use of binding.references) {
    const breaking = model.context.functionAround(use) && unguardedReadOf(use, model);
    if (!breaking) continue;
    const doubt = whatMayRefuse(use, binding.references, model);
    return { ...breaking, ...(doubt !== undefined && { doubt }) };
  }
  return undefined;
}

/** No other value may be meant. */
function comesFrom(definition: Definition, use: Name, { flow, context }: SemanticModel): boolean {
  const reaching = flow.reachingDefinitions(use);
  return (
    reaching.length === 1 &&
    reaching[0] === definition &&
    context.functionAround(use) ===
      (definition.kind === 'parameter' ? definition.statement : context.functionAround(definition.node))
  );
}

/** What fails right where an expression stands, and nothing on the way there asks about. */
export function unguardedReadOf(read: Expression, model: SemanticModel): UnguardedUse | undefined {
  const own = breakingUse(read, model);
  return own === undefined || isTestedBefore(read, own, undefined, model) ? undefined : own;
}

/**
 * A test around the use, or one that came before it, asks for the value: its local, or the same expression once more, or the key that
 * it was looked up by; or a handler takes the error that it would be.
 */
function isTestedBefore(
  given: Expression | undefined,
  { node, error }: UnguardedUse,
  use: Name | undefined,
  model: SemanticModel,
): boolean {
  const { context, handlers, names } = model;
  const isTaken = (handler: ExceptHandler) => handlers.describe(handler).takes(error) && !raisesAgain(handler);
  if (context.triesAround(node).some((each) => each.handlers.some(isTaken))) return true;
  if (context.managersAround(node).some((manager) => swallowingOf(manager, model) !== 'nothing')) return true;
  const binding = use === undefined ? undefined : names.resolve(use);
  return testsOn(node, model).some(
    (test) =>
      (binding !== undefined && holds(test, (each) => each !== use && testsFor(each, binding, use, model))) ||
      (given !== undefined && testsAgain(test, given, model)),
  );
}

function testsAgain(test: Node, given: Expression, model: SemanticModel): boolean {
  const key = keyOf(given, model);
  const written = textOf(test, model);
  return (
    written.includes(textOf(given, model)) ||
    (key !== undefined && written.includes(key)) ||
    testsSame(test, given, model) ||
    testsForAny(test, given, model) ||
    testsForKey(test, given, model)
  );
}

/** The local itself, or a truth that was made of it: `has_path = path is not None`. */
function testsFor(test: Node, binding: Binding, use: Name | undefined, { names, flow }: SemanticModel): boolean {
  const other = test.kind === 'Name' ? names.resolve(test) : undefined;
  if (test.kind !== 'Name' || other === undefined) return false;
  if (other === binding) {
    // What the name held before is another value; who asked what the same call gave knew of it.
    const [before, now] = [test, use].map((each) => each && flow.reachingDefinitions(each));
    return !before?.length || !now?.length || before.some((each) => now.some((other) => isSameCall(each, other)));
  }
  return other.definitions.some(
    ({ value }) =>
      (value?.kind === 'Compare' || value?.kind === 'BoolOp' || value?.kind === 'UnaryOp') &&
      holds(value, (each) => each.kind === 'Name' && names.resolve(each) === binding),
  );
}

const isSameCall = (one: Definition, other: Definition): boolean =>
  one === other || (calleeOf(one) !== undefined && calleeOf(one) === calleeOf(other));

function calleeOf({ value }: Definition): string | undefined {
  const call = value && withoutAwait(value);
  return call?.kind === 'Call' ? lastName(call.func) : undefined;
}

/** `if PATTERN.search(title)` before `re.search(pattern, title)`: the same is asked of the same, whatever the rest is called. */
function testsSame(test: Node, given: Expression, model: SemanticModel): boolean {
  const call = withoutAwait(given);
  const subject = call.kind === 'Call' ? call.args.at(-1) : undefined;
  if (call.kind !== 'Call' || subject?.kind !== 'Name') return false;
  return holds(test, (each) => {
    const other = each.kind === 'Call' && lastName(each.func) === lastName(call.func) ? each.args.at(-1) : undefined;
    return other !== undefined && textOf(other, model) === subject.id;
  });
}

/** `if late.exists():` before `late.first()`: whether there is any row of the same. */
function testsForAny(test: Node, given: Expression, model: SemanticModel): boolean {
  const call = withoutAwait(given);
  if (call.kind !== 'Call' || call.func.kind !== 'Attribute' || !ONE_OF.has(call.func.attr)) return false;
  const rows = textOf(call.func.value, model);
  return holds(
    test,
    (each) =>
      each.kind === 'Attribute' &&
      ANY.has(each.attr) &&
      each.parent?.kind === 'Call' &&
      textOf(each.value, model) === rows,
  );
}

const ONE_OF: ReadonlySet<string> = new Set(['first', 'afirst', 'last', 'alast']);
const ANY: ReadonlySet<string> = new Set(['exists', 'aexists', 'count', 'acount']);

/** `name in TABLE` before `TABLE.get(name)`. */
function testsForKey(test: Node, given: Expression, model: SemanticModel): boolean {
  const call = withoutAwait(given);
  if (call.kind !== 'Call' || call.func.kind !== 'Attribute') return false;
  const table = textOf(call.func.value, model);
  const key = call.args[0] === undefined ? undefined : textOf(call.args[0], model);
  return holds(
    test,
    (each) =>
      each.kind === 'Compare' &&
      (each.ops[0] === 'In' || each.ops[0] === 'NotIn') &&
      (textOf(each.comparators[0] ?? each, model) === table || textOf(each.left, model) === key),
  );
}

/** Every test of the same function that is made before the use, or that has a branch around it. */
function testsOn(node: Node, model: SemanticModel): readonly Node[] {
  const { context, source, flow } = model;
  const tests = [...(testsByFunction(model).get(context.functionAround(node)) ?? [])];
  // What a comprehension leaves out never comes to what it makes, which stands before its tests.
  const filters = new Set<Node>();
  for (const each of nodesOf(source.module, 'comprehension')) {
    if (each.ifs.length === 0 || context.functionAround(each) !== context.functionAround(node)) continue;
    tests.push(...each.ifs);
    if (each.parent !== undefined && isWithin(node, each.parent) && !isWithin(node, each))
      for (const test of each.ifs) filters.add(test);
  }
  return tests.filter(
    (test) =>
      !isWithin(node, test) &&
      (filters.has(test) || test.start < node.start || context.testsAround(node).some((around) => around === test)) &&
      (test.start > node.start || flow.mayComeTo(test, node)),
  );
}

/** The tests of a file by the function that makes them, those of comprehensions left out. */
const testsByFunction = memoizeByFile((model: SemanticModel) => {
  const { module } = model.source;
  const found = new Map<Node | undefined, Node[]>();
  const add = (at: Node, ...tests: readonly Node[]): void => {
    const fn = model.context.functionAround(at);
    const known = found.get(fn);
    if (known === undefined) found.set(fn, [...tests]);
    else known.push(...tests);
  };
  for (const kind of ['If', 'IfExp', 'While', 'Assert'] as const)
    for (const each of nodesOf(module, kind)) add(each, each.test);
  for (const each of refusalsOf(model)) add(each, ...each.args);
  for (const each of nodesOf(module, 'Match')) add(each, each.subject);
  for (const each of nodesOf(module, 'BoolOp')) add(each, ...each.values);
  return found;
});

/** `self.assertIsNotNone(order)` */
const refusalsOf = memoizeByFile(({ source }: SemanticModel) =>
  nodesOf(source.module, 'Call').filter(
    ({ func, parent }) => parent?.kind === 'Expr' && REFUSING.test(lastName(func) ?? ''),
  ),
);

/** Of `unittest`: what is none of it ends the test. */
const REFUSING = /^assert(?:IsNotNone|IsInstance|True)$/;

/** The text by which something was looked up: `"name"` of `form.get("name")`. */
function keyOf(given: Expression, model: SemanticModel): string | undefined {
  const call = given.kind === 'Await' ? given.value : given;
  const [first] = call.kind === 'Call' ? call.args : [];
  return first?.kind === 'Constant' && first.value.kind === 'str' ? textOf(first, model) : undefined;
}

/** A call between that is given the value, and may raise or end the program: `require(found)`. */
function whatMayRefuse(use: Name, references: readonly Name[], model: SemanticModel): DoubtId | undefined {
  const before = references.find(
    (other) => other.start < use.start && other.parent?.kind === 'Call' && other.parent.args.includes(other),
  );
  const call = before?.parent as Call | undefined;
  return call === undefined ? undefined : 'value-always-present';
}

const textOf = ({ start, end }: Node, { source }: SemanticModel): string => source.text.content.slice(start, end);
