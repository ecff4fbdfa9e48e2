/** Classes that are asked for a yes or no which depends on what others tell them: breakers, switches, trackers. */
import { type Attribute, type ClassDef, type Def, type Expression, nodesOf, parametersOf } from '#ast';
import type { DoubtId } from '#findings';
import type { FactsContext } from '#kit';
import { isYesOrNo } from '#kit/checks';
import type { ProjectModel } from '#project';
import type { ModuleSummary, StateLife } from '#semantics';

/** A method or property whose answer stays what it is until one of the tellers is called. */
export interface StateQuery {
  readonly fn: string;
  readonly attribute: string;
  readonly tellers: readonly string[];
}

export function stateQueries(file: FactsContext): readonly StateQuery[] {
  return nodesOf(file.module, 'ClassDef').flatMap((owner) => {
    if (file.state.hasDynamicAttributes(owner) || owner.bases.length > 0) return [];
    return [...file.state.methodsOf(owner).values()].flatMap((fn) => stateQuery(fn, owner, file) ?? []);
  });
}

function stateQuery(fn: Def, owner: ClassDef, file: FactsContext): StateQuery | undefined {
  const values = file.flow.returnValues(fn);
  const answers = values.length > 0 && values.every((value) => value !== undefined && isYesOrNo(value, file));
  if (!answers || fn.name.startsWith('_')) return undefined;
  for (const attribute of new Set(readsOf(fn, file))) {
    const life = file.state.ofClass(owner).get(attribute);
    const tellers = life === undefined ? undefined : tellersOf(life, fn, file);
    if (tellers !== undefined && tellers.length > 0) return { fn: file.names.fullNameOf(fn), attribute, tellers };
  }
  return undefined;
}

function readsOf(fn: Def, file: FactsContext): string[] {
  const self = parametersOf(fn)[0]?.name;
  return file.context
    .nodesOfFunction(fn, 'Attribute')
    .filter(({ ctx, value }) => ctx === 'Load' && value.kind === 'Name' && value.id === self)
    .map(({ attr }) => attr);
}

/** The methods that make it anything else than what it begins as; undefined where others may, or where who asks changes it. */
function tellersOf(life: StateLife, query: Def, file: FactsContext): string[] | undefined {
  const beginnings = life.of('create').map(({ value }) => beginningOf(value, file));
  if (beginnings.length === 0 || beginnings.includes(undefined) || life.of('hand-out').length > 0) return undefined;
  const changes = (['rebind', 'update', 'grow', 'shrink'] as const)
    .flatMap((kind) => life.of(kind))
    .filter(({ value }) => value === undefined || !beginnings.includes(beginningOf(value, file)));
  const methods = changes.map(({ within }) => (within === undefined || within.kind === 'Lambda' ? undefined : within));
  const names = methods.map((fn) =>
    fn === undefined || fn === query || file.context.classOfMethod(fn) === undefined ? undefined : fn.name,
  );
  if (names.includes(undefined)) return undefined;
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** A constant, or something empty, in words. */
function beginningOf(value: Expression | undefined, { values }: FactsContext): string | undefined {
  const folded = value === undefined ? undefined : values.fold(value);
  return folded === undefined
    ? undefined
    : JSON.stringify(folded, (_, each) => (typeof each === 'bigint' ? `${each}` : each));
}

/** Where such a question is asked of an object: `if breaker.is_open:`, `if not self.breaker.allow():`. */
export interface StateQuestion {
  readonly path: string;
  readonly member: string;
  readonly at: Attribute;
}

export function stateQueriesInTests(file: FactsContext): readonly StateQuestion[] {
  const tests = [...nodesOf(file.module, 'If'), ...nodesOf(file.module, 'While'), ...nodesOf(file.module, 'IfExp')];
  return tests
    .flatMap(({ test }) => partsOf(test))
    .flatMap((part): StateQuestion[] => {
      const at = part.kind === 'Call' ? part.func : part;
      if (at.kind !== 'Attribute' || (at.value.kind === 'Name' && at.value.id === 'self')) return [];
      const path = file.types.pathOf(at.value);
      return path === undefined ? [] : [{ path, member: at.attr, at }];
    });
}

/** What a test is made of. */
function partsOf(test: Expression): readonly Expression[] {
  if (test.kind === 'UnaryOp') return partsOf(test.operand);
  if (test.kind === 'BoolOp') return test.values.flatMap(partsOf);
  return [test];
}

/** Another module sets an attribute of the name, maybe of such an object. */
export function setElsewhere(attribute: string, own: ModuleSummary, { modules }: ProjectModel): DoubtId | undefined {
  const others = modules.some(({ path, attributeStores }) => path !== own.path && attributeStores.includes(attribute));
  return others ? 'dynamic-binding' : undefined;
}
