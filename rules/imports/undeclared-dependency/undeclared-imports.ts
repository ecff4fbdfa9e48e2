/** Imports of distributions that no list declares. */
import { normalizeDistribution } from '#artifacts';
import { groupBy } from '#collections';
import type { DoubtId, ProjectProblem } from '#kit';
import { isDeclaredIn, providersOf } from '#kit/artifacts';
import { type Bringing, isRun, type ProjectModel } from '#project';
import { isInPackage } from '#project/package-files';
import { isOfPython2 } from '#project/python-versions';
import type { ModuleSummary } from '#semantics';
import { isBuiltOnOwnImage } from '../_shared/distributions-declared.ts';
import { isOfEnvironment, mayBeInstalledWith } from '../_shared/likely-names.ts';
import type { ForeignImport } from './foreign-imports.ts';

/** Code that is shown, copied or generated, and does not run with the project. */
const READ_ROLES: ReadonlySet<string> = new Set(['library', 'entry-point', 'script', 'test']);
export const ASIDE =
  /(^|\/)(docs?|doc|documentation|examples?|samples?|tutorials?|notebooks?|benchmarks?|bench|demos?|third_?party|vendor(ed)?|_vendor|contrib|templates?|skeletons?|cookiecutters?|scripts?|tools?|ci|\.github|recipes|playground|experiments?|research|setup|noxfile|tasks|fabfile|locustfile|docs_src|conf|testdata|labs?|cohorts?|homeworks?|exercises?|exercise_files|workshops?|lessons?|courses?|chapter\d+|\w*_guides?)(\.py$|\/)|(^|\/)(?=[^/]*(?:\.py$|\/))[^/]*notebook|\{\{/i;
export const MAX_REPORTED = 12;

/** What speaks for an import that nobody declares: who installs it may have it. */
export function doubts(project: ProjectModel, all: readonly ForeignImport[], likely: ReadonlySet<string>) {
  const isOnOwnImage = isBuiltOnOwnImage(project);
  const tried = new Set(all.flatMap(({ imported, name }) => (isOptional(imported) ? topOf(name) : [])));
  return (first: ForeignImport): DoubtId | undefined => {
    if (isOnOwnImage) return 'external-definition';
    return tried.has(topOf(first.name)) ? 'optional-dependency' : doubtByName(first, likely);
  };
}

/** What a file here is called, or a folder that holds one, and nobody knows to be a distribution, may be imported from there. */
export const moduleNames = ({ files }: ProjectModel): readonly string[] =>
  [...files].flatMap((path) => (path.endsWith('.py') ? path.slice(0, -'.py'.length).split('/') : []));

/**
 * What a declared distribution brings is there until that one needs it no more; what a lock or a tool of developers brings, for
 * some. Where it is not known what all of the declared ones bring, one of them may bring it, and mostly does.
 */
export function kindOf(bringing: Bringing): Pick<ProjectProblem, 'harm' | 'kind'> {
  if (bringing.kind === 'certain') return MILD;
  if (bringing.kind === 'never' && bringing.unknown === 'none') return {};
  return { harm: 'not-reproducible', kind: 'module that an optional group or a lock file may install' };
}

export const MILD = {
  harm: 'not-reproducible',
  kind: 'module that a declared dependency installs, or that only a script needs',
} as const;

export const doubtBy = (bringing: Bringing): DoubtId | undefined =>
  bringing.kind !== 'certain' && (bringing.kind !== 'never' || bringing.unknown === 'most')
    ? 'transitive-dependency'
    : undefined;

/** A script in no package, that nobody imports and no command of the project's entry points leads to: only who starts it misses the module. */
export const isStartedByHand = (module: ModuleSummary, project: ProjectModel): boolean =>
  isRun(module) &&
  !isInPackage(module.path, project) &&
  project.importersOf(module).length === 0 &&
  project.entryPoints.every(({ reference }) => reference.split(':')[0] !== project.importNameOf(module));

/** The first import of each file. */
export function onePerFile(imports: readonly ForeignImport[]): ForeignImport[] {
  const firsts = new Map(imports.toReversed().map((each) => [each.module, each] as const));
  return imports.filter((each) => firsts.get(each.module) === each);
}

export function describe(bringing: Bringing): string {
  if (bringing.kind === 'never') return '';
  const { by, lock } = bringing;
  const source = lock === undefined ? '' : ` by \`${lock}\``;
  if (bringing.kind === 'certain') return `: it is installed as a dependency of \`${by}\`${source}`;
  return by === undefined
    ? `: only \`${lock}\` contains it`
    : `: it comes with \`${by}\`${source}, which is not always installed`;
}

/** Production before tests, what runs at import before what may never run. */
export const rank = (each: ForeignImport): number =>
  (each.module.role === 'test' ? 2 : 0) + (isOnlyStrict(each) ? 1 : 0);

/** A test's needs may be installed by anyone who runs it; an import in a function is often of something optional. */
const isOnlyStrict = ({ module, imported }: ForeignImport): boolean =>
  module.role === 'test' || imported.when === 'lazy';

function doubtByName({ module, imported, name }: ForeignImport, likely: ReadonlySet<string>): DoubtId | undefined {
  if (module.role === 'test') return 'external-definition';
  if (providersOf(name).length === 0) return 'uncertain-identity';
  if (INTEGRATION.test(module.path) || imported.when === 'lazy') return 'optional-dependency';
  const mayBeTransitive =
    isOfEnvironment(topOf(name)) || mayBeInstalledWith(normalizeDistribution(topOf(name)), likely);
  return mayBeTransitive ? 'transitive-dependency' : undefined;
}

/** Nothing takes the name from the module, and it is no package, which offers what it imports. */
export const isOnlyHere = ({ module, imported }: ForeignImport, project: ProjectModel): boolean =>
  !module.path.endsWith('__init__.py') &&
  project.importersOf(module).every((edge) => edge.imported.name !== imported.boundAs && edge.imported.name !== '*');

/** Imports by the distribution that would answer them. */
export function undeclared(
  imports: readonly ForeignImport[],
  declared: ReadonlySet<string>,
  likely: ReadonlySet<string>,
): ReadonlyMap<string, readonly ForeignImport[]> {
  const declares = (distribution: string): boolean => declared.has(distribution);
  const needed = imports.flatMap((each) => {
    const { imported, module, name } = each;
    if (isOptional(imported) || imported.when === 'type-checking') return [];
    if (module.role === 'test' && imported.when === 'lazy') return [];
    if (!READ_ROLES.has(module.role) || ASIDE.test(module.path) || isDeclaredIn(name, declares)) return [];
    const [distribution = guessedFor(each, likely)] = providersOf(name);
    return distribution === undefined ? [] : [{ each, distribution }];
  });
  const groups = groupBy(needed, ({ distribution }) => distribution);
  return new Map([...groups].map(([distribution, of]) => [distribution, of.map(({ each }) => each)]));
}

/** Many distributions are called as what is imported; not where a part of a name that is declared says otherwise. */
function guessedFor({ name, module, imported }: ForeignImport, likely: ReadonlySet<string>): string | undefined {
  const isPlain =
    module.role !== 'test' && imported.when === 'import-time' && /^[a-z]\w{2,}$/.test(name) && !isOfPython2(name);
  return isPlain && !likely.has(normalizeDistribution(topOf(name))) ? normalizeDistribution(name) : undefined;
}

const isOptional = ({ guarded, expectedToFail, isConditional }: ForeignImport['imported']): boolean =>
  guarded || expectedToFail === true || isConditional === true;

/** `shop/integrations/stripe.py` is for those who have it; a service often is in a folder `backend`. */
const INTEGRATION =
  /(^|\/)(integrations?|plugins?|adapters?|backends|connectors?|providers?|extensions?|exporters?)(\/|\.py$)/;

export const topOf = (name: string): string => name.split('.')[0] ?? name;
