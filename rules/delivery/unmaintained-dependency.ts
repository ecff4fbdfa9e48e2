import { requirementText } from '#artifacts';
import { groupBy, memoize } from '#collections';
import { type DoubtId, defineProjectRule } from '#kit';
import { importedNames, isFrozen, isImported, isTransitiveOf } from '#kit/artifacts';
import { importNamesOf } from '#knowledge/import-names';
import { UNMAINTAINED_PACKAGES, type UnmaintainedPackage } from '#knowledge/unmaintained-packages';
import type { ProjectModel, Requirement } from '#project';
import { allowsBelow, excludesFrom } from '#project/specifier';
import type { ModuleSummary } from '#semantics';
import { folderOf, foldersAround, pathAndFolders } from '#text';
import { isListForOthers } from './_shared/requirement-lists.ts';

export default defineProjectRule({
  docs: {
    summary: 'unmaintained dependency: abandoned, renamed or replaced',
    why: 'Vulnerabilities found in it may never be fixed, and a later Python version may not run it.',
    remedy: 'Replace it with its successor, or with a maintained package',
    harm: 'not-reproducible',
    severity: {
      'package that code uses': 'P2',
      'alias, or package whose vulnerable part is unused': 'P3',
    },
    precision: 'low',
    measured: { read: 13, right: 13, on: 'CTFd, Garag, asmr and 7 other repositories' },
    since: '0.1.0',
    cwe: [1104],
    origin: [{ document: 'TenSafe System Audit', finding: 'P2-11' }],
    bad: '# path: pyproject.toml\n[project]\nname = "shop"\ndependencies = ["pycrypto>=2.6"]\n',
    good: '# path: pyproject.toml\n[project]\nname = "shop"\ndependencies = ["cryptography>=42"]\n',
  },
  check(project, ctx) {
    const reported = new Set<string>();
    const imported = importedNames(project);
    const lists = groupBy(project.requirements, ({ path }) => path);
    for (const requirement of project.requirements) {
      const known = UNMAINTAINED_PACKAGES.get(requirement.distribution);
      const key = `${requirement.path} ${requirement.distribution}`;
      if (known === undefined || reported.has(key) || isListForOthers(requirement.path) || !isTaken(requirement, known))
        continue;
      const isUnused = isImported(requirement.distribution, imported) === false;
      const list = lists.get(requirement.path) ?? [];
      // It goes when the one goes that brings it.
      if (isUnused && isTransitiveOf(list, requirement)) continue;
      reported.add(key);
      ctx.report({
        at: requirement.place,
        key,
        // Anyone who replaces it does so in all lists.
        cause: requirement.distribution,
        ...describe(requirement, known),
        // What nothing imports is one line too many; what is imported is there when its next hole is found.
        ...((isAlias(requirement, known) || !isCalled(requirement, project) || isHarmless(known, project)) && {
          kind: 'alias, or package whose vulnerable part is unused',
        }),
        doubt: isUnused && isFrozen(list, imported) ? 'transitive-dependency' : doubtAbout(requirement, known, project),
      });
    }
  },
});

/** Code that the list is for takes more of it than the names of its failures: `from jose import JWTError` verifies nothing. */
function isCalled({ distribution, path }: Requirement, project: ProjectModel): boolean {
  const callers = callersOf(project);
  const known = callers.get(distribution) ?? findCallers(distribution, project);
  callers.set(distribution, known);
  const folder = folderOf(path);
  if (known.isAnywhere) return true;
  if (folder === '') return known.folders.size > 0;
  return known.folders.has(folder) || (known.folders.size > 0 && !foldersOfModules(project).has(folder));
}

/** Who takes something of a distribution. */
interface Callers {
  /** Also code that no list of the distribution is above: it may be any list's. */
  readonly isAnywhere: boolean;
  /** Around the others, and around what imports them; the root among them where there are any. */
  readonly folders: ReadonlySet<string>;
}

const callersOf = memoize((_: ProjectModel) => new Map<string, Callers>());

function findCallers(distribution: string, project: ProjectModel): Callers {
  const names = importNamesOf(distribution) ?? [];
  const callers = project.modules.filter((each) =>
    each.imports.some(({ module, name = '', relativeLevel }) => {
      // `from google import generativeai`.
      const taken = `${module}.${name}.`;
      const isOfIt = relativeLevel === 0 && names.some((own) => taken.startsWith(`${own}.`));
      return isOfIt && !/(?:Error|Exception)$/.test(name);
    }),
  );
  const listed = new Set(project.requirementsOn(distribution).map(({ path }) => folderOf(path)));
  const [own, open] = [[] as ModuleSummary[], [] as ModuleSummary[]];
  for (const each of callers)
    (['', ...pathAndFolders(each.path)].some((folder) => listed.has(folder)) ? own : open).push(each);
  const users = own.flatMap((each) => [each, ...project.importersOf(each).map(({ from }) => from)]);
  const folders = foldersAround(users.map(({ path }) => path));
  return { isAnywhere: open.length > 0, folders: users.length === 0 ? folders : folders.add('') };
}

const foldersOfModules = memoize(({ modules }: ProjectModel) => foldersAround(modules.map(({ path }) => path)));

/** What the advisories warn of does not happen by what the code names. */
function isHarmless(known: UnmaintainedPackage, project: ProjectModel): boolean {
  const notes = harmlessIn(project);
  const answer = notes.get(known) ?? findHarmless(known, project);
  notes.set(known, answer);
  return answer;
}

const harmlessIn = memoize((_: ProjectModel) => new Map<UnmaintainedPackage, boolean>());

function findHarmless({ harmless }: UnmaintainedPackage, { modules }: ProjectModel): boolean {
  if (harmless === undefined) return false;
  const { among, are, besides } = harmless;
  if (modules.some(({ imports }) => imports.some(({ module, name }) => `${module}.${name}`.startsWith(besides))))
    return false;
  const named = modules.flatMap((module) => module.texts.words.filter((word) => among.test(word)));
  return named.length > 0 && named.every((word) => are.test(word));
}

/** Tools that resolved a file took what others ask for. */
function isTaken(requirement: Requirement, { fixedIn, replacement, startsAt }: UnmaintainedPackage): boolean {
  const { group, isLocked, marker, specifier, url } = requirement;
  if (group.kind === 'constraint' || isLocked || url !== undefined) return false;
  // A backport of what Python has since, where it has not.
  if (replacement === 'nothing' && /python_(?:full_)?version ?</.test(marker ?? '')) return false;
  if (startsAt !== undefined && excludesFrom(specifier, startsAt) !== undefined) return false;
  return fixedIn === undefined || allowsBelow(specifier, fixedIn);
}

function doubtAbout(
  { marker, specifier, distribution }: Requirement,
  { fixedIn }: UnmaintainedPackage,
  project: ProjectModel,
): DoubtId | undefined {
  if (marker?.includes('python_') === true) return 'unknown-version';
  if (fixedIn === undefined || excludesFrom(specifier, fixedIn) !== undefined) return undefined;
  const locked = lockedByDistribution(project).get(distribution) ?? [];
  return locked.some((specifier) => excludesFrom(specifier, fixedIn) !== undefined) ? undefined : 'unknown-version';
}

/** What resolved files say of each distribution, each once. */
const lockedByDistribution = memoize(({ requirements }: ProjectModel): ReadonlyMap<string, readonly string[]> => {
  const locked = groupBy(
    requirements.filter(({ isLocked }) => isLocked),
    ({ distribution }) => distribution,
  );
  return new Map([...locked].map(([name, all]) => [name, [...new Set(all.map(({ specifier }) => specifier))]]));
});

/** It brings what is meant, in a version that nobody sees. */
const isAlias = ({ specifier }: Requirement, { aliasAt }: UnmaintainedPackage): boolean =>
  aliasAt === '*' || (aliasAt !== undefined && specifier === `==${aliasAt}`);

function describe(requirement: Requirement, known: UnmaintainedPackage) {
  const { advisories, fixedIn, replacement } = known;
  const reason = isAlias(requirement, known)
    ? 'is only an alias of another package, whose version is not pinned'
    : known.reason;
  const written = `\`${requirementText(requirement)}\``;
  const open = advisories.length === 0 ? '' : ` (${advisories.join(', ')})`;
  const floor = fixedIn === undefined ? '' : `, and versions below ${fixedIn} are allowed here`;
  return {
    message: `unmaintained dependency: ${written} ${reason}${open}${floor}`,
    remedy:
      replacement === 'nothing'
        ? `Remove \`${requirement.distribution}\`: it needs no replacement`
        : `Replace \`${requirement.distribution}\` with ${replacement}${fixedIn === undefined ? '' : `, or require at least ${fixedIn}`}`,
  };
}
