import { type Call, keptLocal, lastName, nodesOf } from '#ast';
import {
  type DoubtId,
  defineProjectRule,
  type FactsContext,
  NOT_PRODUCTION,
  type PackedPlace,
  type Problem,
  type ProjectProblem,
  packPlace,
  unpackPlace,
} from '#kit';
import { emptyResultOf, whyRowIsThere } from '#kit/calls';
import type { EmptyResult } from '#knowledge/optional-results';
import type { ProjectModel } from '#project';
import { givenBy, orNone } from '#semantics/values/awaited-value';
import { mayBeUsed } from './breaking-uses.ts';
import { checksOf, lateCheckOf } from './late-checks.ts';
import { misorderedTestsIn } from './misordered-tests.ts';
import { answersIn } from './model-answers.ts';
import { attributesAsked, type GiverFact, giverFactsIn, type LocatedGiver, NoneGivers } from './none-givers.ts';
import { lostRelation, type RelationFact, type RelationsFact, relationFactsIn } from './nullable-relations.ts';
import { type FieldFact, knownFields, lostField, optionalFieldFactsIn } from './optional-fields.ts';
import { optionalReadsIn } from './optional-reads.ts';
import { unguardedParameters } from './unguarded-parameters.ts';
import { type UnguardedUse, unguardedUseInFunctions, unguardedUseOf } from './unguarded-uses.ts';

interface Use {
  readonly says: string;
  readonly callee: string;
  readonly place: PackedPlace;
  readonly within: string;
  readonly doubt?: DoubtId;
  /** The callee is the constant of the module that keeps what was read. */
  readonly isKept?: true;
}

type Fact =
  | GiverFact
  | ({ readonly kind: 'library'; readonly failsAnyway?: true; readonly table?: string } & EmptyResult & Use)
  | ({
      readonly kind: 'project';
      readonly path: string;
      /** Undefined: a framework awaits what has to be. */
      readonly isAwaited: boolean | undefined;
      readonly asks: readonly string[];
    } & Use)
  | ({ readonly kind: 'late'; readonly check: PackedPlace; readonly isSameTest?: true } & Use)
  | ({ readonly kind: 'parameter'; readonly name: string } & Use)
  | RelationsFact
  | RelationFact
  | FieldFact;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'result that may be `None`, used without a look',
    why: 'On the path where there is nothing to give, the next line raises an AttributeError or TypeError that says nothing of what was missing.',
    remedy: 'Ask whether there is a result first, and say what is missing where there is none.',
    harm: 'breaks',
    severity: {
      'unexpected failure': 'P2',
      'fails either way': 'P3',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [476],
    origin: [
      {
        document: 'Audits of six systems before a scan',
        finding: 'six rows in four systems: a result that can be None',
      },
    ],
    bad: 'def owner(cursor, number):\n    cursor.execute("SELECT owner FROM boxes WHERE number = ?", (number,))\n    return cursor.fetchone()[0]\n',
    good: 'def owner(cursor, number):\n    cursor.execute("SELECT owner FROM boxes WHERE number = ?", (number,))\n    row = cursor.fetchone()\n    return None if row is None else row[0]\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  needs: ['artifacts'],
  facts: (file) => (file.context.isPython2 ? [] : TOLD.flatMap((factsOf): readonly Fact[] => factsOf(file))),
  check(project, ctx) {
    const givers = new NoneGivers(ctx.facts, project);
    const relations = new Map(
      ctx.facts.flatMap(({ path, fact }) => (fact.kind === 'relations' ? [[fact.owner, { path, fact }] as const] : [])),
    );
    const fields = knownFields(ctx.facts);
    for (const { path, fact } of ctx.facts) {
      if (!('says' in fact)) continue;
      const at = { path, ...unpackPlace(fact.place) };
      const problem = { at, doubt: fact.doubt, key: `${fact.within} ${fact.callee}` };
      const from = project.moduleByPath(path);
      if (fact.kind !== 'project') {
        const told =
          fact.kind === 'relation'
            ? from && lostRelation(fact, from, relations, project)
            : fact.kind === 'field-use'
              ? from && lostField(fact, from, fields, project)
              : toldOf(fact, path, project);
        if (told !== undefined) ctx.report({ ...problem, ...told });
        continue;
      }
      const target = from === undefined ? undefined : project.follow(fact.path, from);
      if (target?.kind !== 'function' || (fact.isAwaited ?? target.function.isAsync) !== target.function.isAsync)
        continue;
      const giver = givers.of(target);
      if (giver === undefined || !givers.holds(target)) continue;
      const when = giver.when ?? (giver.isAfterFailure ? 'after a failure' : 'on one of its paths');
      ctx.report({
        ...problem,
        doubt: fact.doubt ?? doubtAbout(fact, giver),
        message: `\`${fact.callee}\` gives \`None\` ${when}, and ${fact.says}`,
        cause: `${path} ${target.function.qualifiedName}`,
        related: [{ path: giver.path, ...unpackPlace(giver.place), message: 'it gives `None` here' }],
      });
    }
  },
});

const OF_CALLS = [giverFactsIn, usesIn, answersIn, parametersIn, misorderedTestsIn];
const TOLD = [...OF_CALLS, relationFactsIn, optionalFieldFactsIn, optionalReadsIn];

/** What the file tells by itself. */
function toldOf(
  fact: Extract<Fact, { readonly kind: 'library' | 'late' | 'parameter' }>,
  path: string,
  project: ProjectModel,
): (Pick<Problem, 'message' | 'cause' | 'kind' | 'doubt'> & Pick<ProjectProblem, 'related'>) | undefined {
  if (fact.kind === 'late') {
    const late = `${fact.says}, and only afterwards it is asked whether \`${fact.callee}\` gave anything`;
    const related = [{ path, ...unpackPlace(fact.check), message: 'it is asked here' }];
    return { message: fact.isSameTest ? fact.says : late, related };
  }
  if (fact.kind === 'parameter')
    return { message: `\`${fact.name}\` is \`None\` where it is not given, and ${fact.says}` };
  const from = fact.unless === undefined ? undefined : project.moduleByPath(path);
  if (from !== undefined && project.follow(fact.unless ?? '', from).kind === 'function') return undefined;
  return {
    doubt: fact.doubt ?? doubtOf(fact, project),
    kind: fact.failsAnyway ? 'fails either way' : undefined,
    message: `\`${fact.callee}\` ${fact.isKept ? 'is' : 'gives'} \`None\` ${fact.when}, and ${fact.says}`,
    // Whoever takes one element of a page, or one variable, for granted takes all of them so.
    cause: fact.table === undefined ? `${path} ${fact.source}` : `table ${fact.table}`,
  };
}

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
    const told = { ...describe(call, use, file), ...kept, place: packPlace(file, use.node) };
    if (empty !== undefined)
      return [{ ...fromLibrary(call, empty, told, file), ...(failsAnyway(empty, use) && { failsAnyway: true }) }];
    const late = local === undefined ? undefined : lateCheckOf(local, use.node, checks, file);
    if (late !== undefined && file.types.classOf(given) === undefined)
      return [{ kind: 'late', check: packPlace(file, late), ...told }];
    return path === undefined
      ? []
      : [{ kind: 'project', path, isAwaited: awaited !== call, asks: attributesAsked(use.node, file), ...told }];
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
    const told = { says, callee: name, within: file.names.qualnameOf(fn), place: packPlace(file, use.node) };
    if (dependency === undefined) return { kind: 'parameter', name, ...told, ...(doubt !== undefined && { doubt }) };
    return {
      kind: 'project',
      path: dependency,
      isAwaited: undefined,
      asks: [],
      ...told,
      callee: dependency.slice(dependency.lastIndexOf('.') + 1),
    };
  });
}

/** What is no number is refused all the same. */
const failsAnyway = ({ source, isOfFile }: EmptyResult, { node }: UnguardedUse): boolean =>
  isOfFile === true || (node.kind === 'Call' && (source === 'environment' || source === 'request'));

/** What speaks for a result that is there whenever the program runs as it is meant to. */
function doubtOf({ source, variable }: EmptyResult, { artifacts }: ProjectModel): DoubtId | undefined {
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
function doubtAbout(use: { readonly asks: readonly string[] }, giver: LocatedGiver): DoubtId | undefined {
  if (giver.isByArgument) return 'value-always-present';
  if (giver.isAfterFailure) return undefined;
  const shared = use.asks.find((name) => giver.asks.includes(name));
  if (shared !== undefined) return 'infeasible-path';
  return giver.when !== undefined || giver.isDeclared ? undefined : 'value-always-present';
}

function describe(call: Call, { says, doubt }: UnguardedUse, file: FactsContext): Omit<Use, 'place'> {
  const fn = file.context.defAround(call);
  const within = fn === undefined ? '' : file.names.qualnameOf(fn);
  const callee = lastName(call.func) ?? 'the call';
  return { says, callee, within, ...(doubt !== undefined && { doubt }) };
}
