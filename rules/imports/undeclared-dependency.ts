import { defineProjectRule, folderOf, groupBy, heldBackBy, type ProjectProblem } from '#kit';
import {
  bringingOf,
  deployedModules,
  distributionsDeclared,
  type ForeignImport,
  foreignImports,
  hasOwnList,
  idleImports,
  isBegunBy,
  isBuiltOnOwnImage,
  isDeclaredIn,
  isOfEnvironment,
  isOfPython2,
  likelyNames,
  type MissingInImage,
  mayComeWith,
  missingInImages,
  nearestLists,
  normalizeDistribution,
  providersOf,
  strangersAmong,
} from '#kit/artifacts';
import { type Bringing, isRun, type ModuleSummary, type ProjectModel } from '#kit/project';

/** Code that is shown, copied or generated, and does not run with the project. */
const READ_ROLES: ReadonlySet<string> = new Set(['library', 'entry-point', 'script', 'test']);
const ASIDE =
  /(^|\/)(docs?|doc|documentation|examples?|samples?|tutorials?|notebooks?|benchmarks?|bench|demos?|third_?party|vendor(ed)?|_vendor|contrib|templates?|skeletons?|cookiecutters?|scripts?|tools?|ci|\.github|recipes|playground|experiments?|research|setup|noxfile|tasks|fabfile|locustfile|docs_src|conf|testdata|labs?|cohorts?|homeworks?|exercises?|exercise_files|workshops?|lessons?|courses?|chapter\d+|\w*_guides?)(\.py$|\/)|(^|\/)(?=[^/]*(?:\.py$|\/))[^/]*notebook|\{\{/i;

export default defineProjectRule({
  docs: {
    summary: 'third-party module that is imported and declared nowhere',
    why: 'It is there by accident, as something else brought it or somebody installed it by hand: the next clean install fails with `ModuleNotFoundError`.',
    remedy: 'Declare the distribution that provides the module.',
    harm: 'breaks',
    ceiling: 'P1',
    precision: 'medium',
    measured: {
      read: 156,
      right: 152,
      on: 'FastChat, LLaVA, kotaemon, Langchain-Chatchat, openai/evals, IntelOwl and 59 other repositories',
    },
    since: '0.1.0',
    cwe: [1164],
    origin: [{ document: 'TenSafe Issue Register', finding: 'TEST-01' }],
    bad: '# path: pyproject.toml\n[project]\nname = "shop"\ndependencies = ["fastapi"]\n\n# path: shop/__init__.py\n\n# path: shop/mail.py\nimport yaml\n\nSETTINGS = yaml.safe_load("{}")\n',
    good: '# path: pyproject.toml\n[project]\nname = "shop"\ndependencies = ["fastapi", "PyYAML"]\n\n# path: shop/__init__.py\n\n# path: shop/mail.py\nimport yaml\n\nSETTINGS = yaml.safe_load("{}")\n',
  },
  needs: ['artifacts', 'texts'],
  facts: (file) => [{ idle: idleImports(file), declaresItself: hasOwnList(file.source) }],
  check(project, ctx) {
    const declared = distributionsDeclared(project, (path) => ASIDE.test(`${folderOf(path)}/`));
    const likely = likelyNames(declared ?? new Set());
    const scripts = new Set(ctx.facts.flatMap(({ path, fact }) => (fact.declaresItself ? [path] : [])));
    const imports = foreignImports(project).filter(({ module }) => !scripts.has(module.path));
    const mayBeOwn = new Set(moduleNames(project));
    const missing = declared === undefined ? new Map<string, never>() : undeclared(imports, declared, likely);
    for (const each of missingInImages(project))
      if (!ASIDE.test(each.dockerfile.path) && !missing.has(each.distribution)) ctx.report(problemInImage(each));
    if (declared === undefined) return;
    const idle = new Set(ctx.facts.flatMap(({ path, fact }) => fact.idle.map((name) => `${path} ${name}`)));
    const isIdle = (each: ForeignImport) =>
      idle.has(`${each.module.path} ${each.imported.boundAs}`) && isOnlyHere(each, project);
    const deployed = deployedModules(project);
    const standsAlone = ({ module }: ForeignImport) => isStartedByHand(module, project) && !deployed.has(module);
    const listFor = nearestLists(project);
    const guessAbout = guesses(project, imports, missing, likely);
    for (const [distribution, imports] of missing) {
      const [first, ...others] = onePerFile([...imports].sort((a, b) => rank(a) - rank(b)));
      if (first === undefined || (mayBeOwn.has(topOf(first.name)) && providersOf(first.name).length === 0)) continue;
      const { module, imported, name } = first;
      const bringing = bringingOf(name, distribution, project);
      const guess = guessAbout(first, imports);
      ctx.report({
        at: { path: module.path, ...imported.place },
        cause: `the list ${listFor(module)}`,
        ...severityOf(bringing),
        ...(guess === BEGUN && { harm: 'drifts' as const, ceiling: 'P3' as const }),
        ...(imports.every(standsAlone) && { harm: 'drifts' as const }),
        message: `\`${imported.module}\` is imported, and no list of dependencies declares \`${distribution}\`${describe(
          bringing,
        )}${isIdle(first) ? '; nothing in the module uses the import' : ''}`,
        remedy: `Declare \`${distribution}\`${module.role === 'test' ? ' in the group of the tests' : ''}`,
        ...heldBackBy(guess),
        related: others.slice(0, MOST_TOLD).map(alsoHere),
        key: name.split('.')[0] ?? name,
      });
    }
  },
});

const alsoHere = ({ module: { path }, imported }: ForeignImport) => ({ path, ...imported.place, message: 'here too' });
const MOST_TOLD = 12;
const TOLD_BY_NAME = 'which distribution provides it is told by its name alone';
const BEGUN = 'the name of a declared distribution begins with its name, and likely brings it';
const TRIED = 'another module tries it first';
const STRANGER = 'most of what its file imports is declared nowhere, so that it may run where all that is installed';
const UNSTARTED: ReadonlySet<string> = new Set(['loose', 'aside']);

/** What speaks for an import that nobody declares: who installs it may have it. */
function guesses(
  project: ProjectModel,
  all: readonly ForeignImport[],
  missing: ReadonlyMap<string, readonly ForeignImport[]>,
  likely: ReadonlySet<string>,
) {
  const isOnOwnImage = isBuiltOnOwnImage(project);
  const tried = new Set(all.flatMap(({ imported, name }) => (isOptional(imported) ? topOf(name) : [])));
  const strangers = strangersAmong(all, [...missing.values()].flat());
  return (first: ForeignImport, imports: readonly ForeignImport[]): string | undefined => {
    if (isOnOwnImage) return 'an image of their own, on which they build, may hold it';
    if (tried.has(topOf(first.name))) return TRIED;
    const byName = guessByName(first, likely);
    if (byName !== undefined) return byName;
    if (imports.every(({ module }) => strangers.has(module))) return STRANGER;
    const { reach } = project.standingAt(first.module.path, 1);
    return UNSTARTED.has(reach) ? 'nothing is seen to start or import the file' : undefined;
  };
}

/** What a file here is called, or a folder that holds one, and nobody knows to be a distribution, may be imported from there. */
const moduleNames = ({ files }: ProjectModel): readonly string[] =>
  [...files].flatMap((path) => (path.endsWith('.py') ? path.slice(0, -'.py'.length).split('/') : []));

/** Another list has it, which this image does not install. */
function problemInImage({ dockerfile, distribution, found, installs, bringing }: MissingInImage): ProjectProblem {
  const { module, imported } = found;
  const lists = installs.lists.map(({ path }) => `\`${path}\``).join(' and ');
  const last = installs.requirements.at(-1);
  return {
    at: { path: module.path, ...imported.place },
    cause: `the list ${last?.path}`,
    ...severityOf(bringing),
    message: `\`${imported.module}\` is imported when a container of \`${dockerfile.path}\` starts, and what it installs (${lists}) does not have \`${distribution}\`${describe(bringing)}`,
    remedy: `Declare \`${distribution}\` in what the image installs`,
    related: last === undefined ? [] : [{ ...last.place, message: 'the list of the image ends here' }],
    key: `${distribution} ${dockerfile.path}`,
  };
}

/**
 * What a declared distribution brings is there until that one needs it no more; what a lock or a tool of developers brings, for
 * some. Where it is not known what all of the declared ones bring, one of them may bring it, and mostly does.
 */
function severityOf(bringing: Bringing): Pick<ProjectProblem, 'harm' | 'ceiling' | 'heldBack'> {
  if (bringing.kind === 'certain')
    return { harm: 'drifts', ceiling: 'P3', heldBack: 'what is declared brings it, as long as it needs it' };
  if (bringing.kind === 'sometimes')
    return { harm: 'drifts', ceiling: 'P2', heldBack: 'where all groups are installed, one of them brings it' };
  if (bringing.unknown === 'none') return {};
  const guess =
    bringing.unknown === 'most' ? 'what is declared may bring it: it is not known what all of it brings' : undefined;
  return { harm: 'drifts', ceiling: 'P2', ...heldBackBy(guess) };
}

/** A script that nobody imports and no command of the project's entry points leads to: only who starts it misses the module. */
const isStartedByHand = (module: ModuleSummary, project: ProjectModel): boolean =>
  isRun(module) &&
  project.importersOf(module).length === 0 &&
  project.entryPoints.every(({ reference }) => reference.split(':')[0] !== project.importNameOf(module));

/** The first import of each file. */
function onePerFile(imports: readonly ForeignImport[]): ForeignImport[] {
  const firsts = new Map(imports.toReversed().map((each) => [each.module, each] as const));
  return imports.filter((each) => firsts.get(each.module) === each);
}

function describe(bringing: Bringing): string {
  if (bringing.kind === 'never') return '';
  const { by, lock } = bringing;
  const source = lock === undefined ? '' : ` by \`${lock}\``;
  if (bringing.kind === 'certain') return `: it comes with \`${by}\`${source}`;
  return by === undefined
    ? `: only \`${lock}\` holds it`
    : `: it comes with \`${by}\`${source}, which is not always installed`;
}

/** Production before tests, what runs at import before what may never run. */
const rank = (each: ForeignImport): number => (each.module.role === 'test' ? 2 : 0) + (isOnlyStrict(each) ? 1 : 0);

/** A test's needs may be installed by whoever runs it; an import in a function is often of something optional. */
const isOnlyStrict = ({ module, imported }: ForeignImport): boolean =>
  module.role === 'test' || imported.when === 'lazy';

function guessByName(each: ForeignImport, likely: ReadonlySet<string>): string | undefined {
  const { module, imported, name } = each;
  if (providersOf(name).length === 0) return isBegunBy(normalizeDistribution(name), likely) ? BEGUN : TOLD_BY_NAME;
  if (module.role === 'test') return 'whoever runs the tests may install it';
  if (isIntegration(each)) return 'by its path the module may be for those who have it';
  if (imported.when === 'lazy') return 'an import in a function may be of something optional';
  if (isOfEnvironment(topOf(name))) return 'whatever makes environments mostly brings it';
  const isPart = mayComeWith(normalizeDistribution(topOf(name)), likely);
  return isPart ? 'a declared distribution has its name in its own, and may bring it' : undefined;
}

/** Nothing takes the name from the module, and it is no package, which offers what it imports. */
const isOnlyHere = ({ module, imported }: ForeignImport, project: ProjectModel): boolean =>
  !module.path.endsWith('__init__.py') &&
  project.importersOf(module).every((edge) => edge.imported.name !== imported.boundAs && edge.imported.name !== '*');

/** Imports by the distribution that would answer them. */
function undeclared(
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

/** `shop/integrations/stripe.py` is for those who have it; a service often stands in a folder `backend`. */
function isIntegration({ module, name }: ForeignImport): boolean {
  return INTEGRATION.test(module.path);
}

const INTEGRATION =
  /(^|\/)(integrations?|plugins?|adapters?|backends|connectors?|providers?|extensions?|exporters?)(\/|\.py$)/;

const topOf = (name: string): string => name.split('.')[0] ?? name;
