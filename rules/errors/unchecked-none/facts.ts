/** Results that may be `None` and are used without a check. */
import { type Call, keptLocal, lastName, nodesOf } from '#ast';
import { type DoubtId, type FactsContext, packPlace } from '#kit';
import { emptyResultOf, whyRowIsThere } from '#kit/calls';
import type { EmptyResult } from '#knowledge/optional-results';
import type { ProjectModel } from '#project';
import { givenBy, orNone } from '#semantics/values/awaited-value';
import { mayBeUsed } from './breaking-uses.ts';
import { checksOf, type LateCheck, lateCheckOf, misorderedTestsIn } from './late-checks.ts';
import { attributesTested, type GiverFact, giverFactsIn, type LocatedGiver } from './none-givers.ts';
import { type AttributeFact, attributeFactsIn } from './optional-attributes.ts';
import { optionalReadsIn } from './optional-reads.ts';
import { type ParameterUse, parametersIn } from './unguarded-parameters.ts';
import { packUse, type UnguardedUse, type Use, unguardedUseInFunctions, unguardedUseOf } from './unguarded-uses.ts';

export type Fact = GiverFact | LibraryUse | ProjectUse | LateCheck | ParameterUse | AttributeFact;

/** A use of what a library gives. */
export interface LibraryUse extends EmptyResult, Use {
  readonly kind: 'library';
  readonly failsAnyway?: boolean;
  readonly table?: string;
  /** The callee is no call, but the constant of the module or the attribute that keeps what was read. */
  readonly isKept?: true;
}

/** A use of what a function of the project gives. */
export interface ProjectUse extends Use {
  readonly kind: 'project';
  readonly path: string;
  /** Undefined: a framework awaits what has to be. */
  readonly isAwaited: boolean | undefined;
  readonly tests: readonly string[];
}

export const FACTS = [giverFactsIn, usesIn, parametersIn, misorderedTestsIn, attributeFactsIn, optionalReadsIn];

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
    if (use === undefined) return [];
    const fact = packUse(lastName(call.func) ?? 'the call', use, file);
    if (empty !== undefined) {
      const kept = own === undefined && { callee: local?.id ?? '', isKept: true as const };
      return [{ ...fromLibrary(call, empty, fact, file), failsAnyway: failsAnyway(empty, use), ...kept }];
    }
    const late = local === undefined ? undefined : lateCheckOf(local, use.node, checks, file);
    if (late !== undefined && file.types.classOf(given) === undefined)
      return [{ kind: 'late', check: packPlace(file, late), ...fact }];
    const tests = attributesTested(use.node, file);
    return path === undefined ? [] : [{ kind: 'project', path, isAwaited: awaited !== call, tests, ...fact }];
  });
}

function fromLibrary(call: Call, empty: EmptyResult, use: Use, file: FactsContext): LibraryUse {
  const doubt = use.doubt ?? (empty.source === 'rows' ? whyRowIsThere(call, file) : undefined);
  const table = empty.source === 'table' &&
    call.func.kind === 'Attribute' && { table: lastName(call.func.value) ?? 'dict' };
  return { kind: 'library', ...empty, ...use, ...table, ...(doubt !== undefined && { doubt }) };
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
