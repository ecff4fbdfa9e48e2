/** Results that may be `None` and are used without a check. */
import { type Call, keptLocal, lastName, nodesOf } from '#ast';
import { type DoubtId, type FactsContext, type PackedPlace, packPlace } from '#kit';
import { emptyResultOf, whyRowIsThere } from '#kit/calls';
import type { EmptyResult } from '#knowledge/optional-results';
import type { ProjectModel } from '#project';
import { givenBy, orNone } from '#semantics/values/awaited-value';
import { mayBeUsed } from './breaking-uses.ts';
import { checksOf, lateCheckOf } from './late-checks.ts';
import { misorderedTestsIn } from './misordered-tests.ts';
import { answersIn } from './model-answers.ts';
import { attributesTested, type GiverFact, giverFactsIn, type LocatedGiver } from './none-givers.ts';
import { type RelationFact, type RelationsFact, relationFactsIn } from './nullable-relations.ts';
import { type FieldFact, optionalFieldFactsIn } from './optional-fields.ts';
import { optionalReadsIn } from './optional-reads.ts';
import { unguardedParameters } from './unguarded-parameters.ts';
import { type UnguardedUse, unguardedUseInFunctions, unguardedUseOf } from './unguarded-uses.ts';

export interface Use {
  readonly says: string;
  readonly callee: string;
  readonly place: PackedPlace;
  readonly within: string;
  readonly doubt?: DoubtId;
  /** The callee is the constant of the module that keeps what was read. */
  readonly isKept?: true;
}

export type Fact =
  | GiverFact
  | ({ readonly kind: 'library'; readonly failsAnyway?: true; readonly table?: string } & EmptyResult & Use)
  | ({
      readonly kind: 'project';
      readonly path: string;
      /** Undefined: a framework awaits what has to be. */
      readonly isAwaited: boolean | undefined;
      readonly tests: readonly string[];
    } & Use)
  | ({ readonly kind: 'late'; readonly check: PackedPlace; readonly isSameTest?: true } & Use)
  | ({ readonly kind: 'parameter'; readonly name: string } & Use)
  | RelationsFact
  | RelationFact
  | FieldFact;

const OF_CALLS = [giverFactsIn, usesIn, answersIn, parametersIn, misorderedTestsIn];
export const FACTS = [...OF_CALLS, relationFactsIn, optionalFieldFactsIn, optionalReadsIn];

function usesIn(file: FactsContext): Fact[] {
  return nodesOf(file.module, 'Call').flatMap((call): Fact[] => {
    const awaited = givenBy(call, file);
    const given = orNone(awaited);
    if (!mayBeUsed(given)) return [];
    const empty = emptyResultOf(call, file);
    const path = empty === undefined ? file.effects.projectPath(call) : undefined;
    const local = keptLocal(given);
    const checks = local === undefined || empty !== undefined ? [] : checksOf(local, file);
    if (empty === undefined && path === undefined && checks.length === 0) return [];
    const own = unguardedUseOf(given, file);
    const use = own ?? (empty?.source === 'environment' ? unguardedUseInFunctions(given, file) : undefined);
    if (use === undefined || file.flow.isUnreachable(use.node)) return [];
    const kept = own === undefined && { callee: local?.id ?? '', isKept: true as const };
    const fact = { ...describe(call, use, file), ...kept, place: packPlace(file, use.node) };
    if (empty !== undefined)
      return [{ ...fromLibrary(call, empty, fact, file), ...(failsAnyway(empty, use) && { failsAnyway: true }) }];
    const late = local === undefined ? undefined : lateCheckOf(local, use.node, checks, file);
    if (late !== undefined && file.types.classOf(given) === undefined)
      return [{ kind: 'late', check: packPlace(file, late), ...fact }];
    return path === undefined
      ? []
      : [{ kind: 'project', path, isAwaited: awaited !== call, tests: attributesTested(use.node, file), ...fact }];
  });
}

function fromLibrary(call: Call, empty: EmptyResult, use: Use, file: FactsContext): Fact {
  const doubt = use.doubt ?? (empty.source === 'rows' ? whyRowIsThere(call, file) : undefined);
  const table = empty.source === 'table' &&
    call.func.kind === 'Attribute' && { table: lastName(call.func.value) ?? 'dict' };
  return { kind: 'library', ...empty, ...use, ...table, ...(doubt !== undefined && { doubt }) };
}

/** A dependency is a function of the project, or a default is `None`: callers that the file does not show may give it each time. */
function parametersIn(file: FactsContext): Fact[] {
  return unguardedParameters(file).map(({ fn, name, use, dependency, isLeftOut }): Fact => {
    const { says, doubt = isLeftOut ? undefined : 'caller-precondition' } = use;
    const fact = { says, callee: name, within: file.names.qualnameOf(fn), place: packPlace(file, use.node) };
    if (dependency === undefined) return { kind: 'parameter', name, ...fact, ...(doubt !== undefined && { doubt }) };
    return {
      kind: 'project',
      path: dependency,
      isAwaited: undefined,
      tests: [],
      ...fact,
      callee: dependency.slice(dependency.lastIndexOf('.') + 1),
    };
  });
}

/** What is no number is refused all the same. */
const failsAnyway = ({ source, isOfFile }: EmptyResult, { node }: UnguardedUse): boolean =>
  isOfFile === true || (node.kind === 'Call' && (source === 'environment' || source === 'request'));

/** What speaks for a result that is there whenever the program runs as it is meant to. */
export function doubtOf({ source, variable }: EmptyResult, { artifacts }: ProjectModel): DoubtId | undefined {
  if (source === 'table' || source === 'page' || source === 'text') return 'value-always-present';
  const isWritten = artifacts
    .of('env-file')
    .find(({ model }) => model.variables.some(({ name, value }) => name.value === variable && value !== 'empty'));
  return variable === undefined || isWritten === undefined ? undefined : 'value-always-present';
}

/**
 * `if self.mode == "remote"` around both: who calls it there knows which path it takes. Where neither a failure nor a missing row
 * leads there, and the author does not say that it may be `None`, the path may be one that no call takes.
 */
export function doubtAbout(use: { readonly tests: readonly string[] }, giver: LocatedGiver): DoubtId | undefined {
  if (giver.isByArgument) return 'value-always-present';
  if (giver.isAfterFailure) return undefined;
  const shared = use.tests.find((name) => giver.tests.includes(name));
  if (shared !== undefined) return 'infeasible-path';
  return giver.when !== undefined || giver.isDeclared ? undefined : 'value-always-present';
}

function describe(call: Call, { says, doubt }: UnguardedUse, file: FactsContext): Omit<Use, 'place'> {
  const fn = file.context.defAround(call);
  const within = fn === undefined ? '' : file.names.qualnameOf(fn);
  const callee = lastName(call.func) ?? 'the call';
  return { says, callee, within, ...(doubt !== undefined && { doubt }) };
}
