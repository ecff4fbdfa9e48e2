/** Where a result that may be `None` is used as if it never were. */
import {
  type ExceptHandler,
  type Expression,
  holds,
  isPresenceTested,
  keptLocal,
  lastName,
  type Name,
  withoutAwait,
} from '#ast';
import type { DoubtId } from '#findings';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import type { Binding, Definition, Fact, SemanticModel } from '#semantics';
import { swallowingOf } from '#semantics/flow/swallowing';
import { raisesAgain } from '#semantics/handlers/answered-status';
import { type BreakingUse, breakingUse } from './breaking-uses.ts';

/** One use that fails where the value is `None`, and nothing on the way asks about. */
export interface UnguardedUse extends BreakingUse {
  /** Why it may never be `None` there. */
  readonly doubt?: DoubtId;
}

/** A use as other files are told of it. */
export interface Use {
  readonly says: string;
  readonly callee: string;
  readonly place: PackedPlace;
  readonly within: string;
  readonly doubt?: DoubtId;
}

export const packUse = (callee: string, { node, says, doubt }: UnguardedUse, file: FactsContext): Use => ({
  says,
  callee,
  place: packPlace(file, node),
  within: file.names.qualnameOf(node),
  ...(doubt !== undefined && { doubt }),
});

/** The first use of a result that nothing on the way asks about: right where it is given, or of the local that keeps it. */
export function unguardedUseOf(given: Expression, model: SemanticModel): UnguardedUse | undefined {
  if (breakingUse(given, model) !== undefined) return unguardedReadOf(given, model);
  const local = keptLocal(given);
  const binding = local === undefined ? undefined : model.names.resolve(local);
  const definition = binding?.definitions.find(({ node }) => node === local);
  if (binding === undefined || definition === undefined) return undefined;
  return isLookedFor(given, model) ? undefined : unguardedUseOfBound(definition, binding, model);
}

/** The first use of what a definition binds. */
export function unguardedUseOfBound(
  definition: Definition,
  binding: Binding,
  model: SemanticModel,
): UnguardedUse | undefined {
  // Whoever else is in the game may have asked.
  if (binding.definitions.some(({ remote }) => remote)) return undefined;
  for (const use of model.flow.usesOf(definition)) {
    const breaking = breakingUse(use, model);
    if (breaking === undefined) continue;
    if (model.flow.isUnreachable(use)) return undefined;
    if (!comesFrom(definition, use, model) || isAsked(use, model) || isTaken(breaking, model)) return undefined;
    return isRefused(use, definition, binding, model) ? undefined : withDoubt(breaking, use, binding, model);
  }
  return undefined;
}

/** `TOKEN = os.getenv("TOKEN")` of a module, used in a function of the file, which asks for it nowhere. */
export function unguardedUseInFunctions(given: Expression, model: SemanticModel): UnguardedUse | undefined {
  const local = keptLocal(given);
  const binding = local === undefined ? undefined : model.names.resolve(local);
  if (binding?.definitions.length !== 1 || given.parent?.parent?.kind !== 'Module') return undefined;
  if (binding.references.some(isPresenceTested)) return undefined;
  for (const use of binding.references) {
    const breaking = model.context.functionAround(use) && unguardedReadOf(use, model);
    if (breaking) return withDoubt(breaking, use, binding, model);
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
  if (own === undefined || model.flow.isUnreachable(read) || isAsked(read, model)) return undefined;
  return isLookedFor(read, model) || isTaken(own, model) ? undefined : own;
}

/** A handler or a context manager takes the error. */
function isTaken({ node, error }: BreakingUse, model: SemanticModel): boolean {
  const { context, handlers } = model;
  const takes = (handler: ExceptHandler) => handlers.describe(handler).takes(error) && !raisesAgain(handler);
  return (
    context.triesAround(node).some((each) => each.handlers.some(takes)) ||
    context.managersAround(node).some((manager) => swallowingOf(manager, model) !== 'nothing')
  );
}

/** A test on every way asks about it, and does not answer that it is missing. */
const isAsked = (value: Expression, { flow }: SemanticModel): boolean =>
  flow.factsAbout(value).some((fact) => !saysMissing(fact));

const saysMissing = ({ kind, isTrue }: Fact): boolean => (kind === 'none' ? isTrue : kind === 'truth' && !isTrue);

/** What it is looked up by was asked for before: `name in TABLE`, `"name" in form`, `rows.exists()`, another search of the same text. */
function isLookedFor(given: Expression, model: SemanticModel): boolean {
  const { flow } = model;
  const call = withoutAwait(given);
  if (call.kind !== 'Call') return false;
  const [key, last] = [call.args[0], call.args.at(-1)];
  const isSearch = ({ condition }: Fact): boolean =>
    holds(condition.test, (each) => each.kind === 'Call' && lastName(each.func) === lastName(call.func));
  return (
    flow.factsAbout(call).some((fact) => !saysMissing(fact)) ||
    (key !== undefined &&
      factsOfKey(key, model).some(({ kind }) => kind === 'membership' || key.kind === 'Constant')) ||
    (last !== undefined && flow.factsAbout(last).some(isSearch)) ||
    (call.func.kind === 'Attribute' && ONE_OF.has(call.func.attr) && flow.factsAbout(call.func.value).length > 0)
  );
}

const ONE_OF: ReadonlySet<string> = new Set(['first', 'afirst', 'last', 'alast']);

/** A key that comes out of a comprehension has passed its filters. */
function factsOfKey(key: Expression, { flow }: SemanticModel): readonly Fact[] {
  const [only] = key.kind === 'Name' ? flow.reachingDefinitions(key) : [];
  const from = only?.partOf && flow.whole(only.partOf);
  const isFiltered = from?.kind === 'ListComp' || from?.kind === 'SetComp' || from?.kind === 'GeneratorExp';
  return [...flow.factsAbout(key), ...(isFiltered ? flow.factsAbout(from.elt) : [])];
}

/** `self.assertIsNotNone(order)`; or what the same call gave before was asked about: the author knows, and means this one to be there. */
function isRefused(use: Name, definition: Definition, { references }: Binding, { flow }: SemanticModel): boolean {
  const callee = calleeOf(definition);
  const isLike = (each: Definition) => each !== definition && callee !== undefined && calleeOf(each) === callee;
  return references.some((other) => {
    if (other.start >= use.start || !flow.mayComeTo(other, use)) return false;
    if (other.parent?.kind === 'Call') return REFUSING.test(lastName(other.parent.func) ?? '');
    return isPresenceTested(other) && flow.reachingDefinitions(other).some(isLike);
  });
}

function calleeOf({ value }: Definition): string | undefined {
  const call = value && withoutAwait(value);
  return call?.kind === 'Call' ? lastName(call.func) : undefined;
}

/** Of `unittest`: what is none of it ends the test. */
const REFUSING = /^assert(?:IsNotNone|IsInstance|True)$/;

/** A call between that is given the value may raise or end the program: `require(found)`; so may a branch for what is missing. */
function withDoubt(breaking: BreakingUse, use: Name, { references }: Binding, model: SemanticModel): UnguardedUse {
  const before = references.filter(({ start }) => start < use.start);
  const isGiven = before.some((each) => each.parent?.kind === 'Call' && each.parent.args.includes(each));
  if (isGiven) return { ...breaking, doubt: 'value-always-present' };
  return before.some((other) => isPresenceTested(other) && mayHaveLeft(other, use, model))
    ? { ...breaking, doubt: 'infeasible-path' }
    : breaking;
}

/** A test of the same value that not every path has passed, or some later test may stand for its outcome. */
function mayHaveLeft(test: Name, use: Name, { flow }: SemanticModel): boolean {
  if (flow.factsAbout(use).some(saysMissing) || !flow.mayComeTo(test, use)) return false;
  const known = new Set(flow.conditionsAt(test).map((each) => each.test));
  return !flow.hasRunBy(test, use) || flow.conditionsAt(use).some((each) => !known.has(each.test));
}
