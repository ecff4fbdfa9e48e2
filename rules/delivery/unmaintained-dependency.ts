import { type DoubtId, defineProjectRule, groupBy } from '#kit';
import {
  allowsBelow,
  excludesFrom,
  importedNames,
  importNamesOf,
  isBroughtBy,
  isFrozen,
  isImported,
  isListForOthers,
  requirementText,
  UNMAINTAINED_PACKAGES,
  type UnmaintainedPackage,
} from '#kit/artifacts';
import { type ModuleSummary, moduleTexts, type ProjectModel, type Requirement } from '#kit/project';

export default defineProjectRule({
  docs: {
    summary: 'dependency that is abandoned, renamed or replaced',
    why: 'Security holes that are found in it may never be fixed, and a later version of Python may not run it.',
    remedy: 'Replace it with its successor, or with a package that is maintained.',
    harm: 'drifts',
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
  needs: ['texts'],
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
      if (isUnused && isBroughtBy(list, requirement)) continue;
      reported.add(key);
      ctx.report({
        at: requirement.place,
        key,
        // Whoever replaces it does so in all lists.
        cause: requirement.distribution,
        ...describe(requirement, known),
        // What nothing imports is one line too many; what is imported is there when its next hole is found.
        ...((isAlias(requirement, known) || !isCalled(requirement, project) || isHarmless(known, project)) && {
          kind: 'alias, or package whose vulnerable part is unused',
        }),
        doubt:
          isUnused && isFrozen(list, imported)
            ? 'transitive-dependency'
            : doubtAbout(requirement, known, project.requirements),
      });
    }
  },
});

/** Code that the list is for takes more of it than the names of its failures: `from jose import JWTError` verifies nothing. */
function isCalled(requirement: Requirement, project: ProjectModel): boolean {
  const names = importNamesOf(requirement.distribution) ?? [];
  return project.modules.some((each) =>
    each.imports.some(({ module, name = '', relativeLevel }) => {
      // `from google import generativeai`.
      const taken = `${module}.${name}.`;
      const isOfIt = relativeLevel === 0 && names.some((own) => taken.startsWith(`${own}.`));
      return isOfIt && !/(?:Error|Exception)$/.test(name) && !hasOtherList(each, requirement, project);
    }),
  );
}

/** Another list of it stands above the module, and the code around this one does not import that. */
function hasOtherList(module: ModuleSummary, { path, distribution }: Requirement, project: ProjectModel): boolean {
  const isBeside = (list: string, each: ModuleSummary): boolean =>
    each.path.startsWith(list.slice(0, list.lastIndexOf('/') + 1));
  return (
    !isBeside(path, module) &&
    project.modules.some((each) => isBeside(path, each)) &&
    project.requirementsOn(distribution).some((other) => isBeside(other.path, module)) &&
    !project.importersOf(module).some(({ from }) => isBeside(path, from))
  );
}

/** What the advisories warn of does not happen by what the code names. */
function isHarmless({ harmless }: UnmaintainedPackage, { modules }: ProjectModel): boolean {
  if (harmless === undefined) return false;
  const { among, are, besides } = harmless;
  if (modules.some(({ imports }) => imports.some(({ module, name }) => `${module}.${name}`.startsWith(besides))))
    return false;
  const named = modules.flatMap((module) => moduleTexts(module).words.filter((word) => among.test(word)));
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
  requirements: readonly Requirement[],
): DoubtId | undefined {
  if (marker?.includes('python_') === true) return 'unknown-version';
  if (fixedIn === undefined || excludesFrom(specifier, fixedIn) !== undefined) return undefined;
  const isHeldBelow = requirements.some(
    (each) =>
      each.isLocked && each.distribution === distribution && excludesFrom(each.specifier, fixedIn) !== undefined,
  );
  return isHeldBelow ? undefined : 'unknown-version';
}

/** It brings what is meant, in a version that nobody sees. */
const isAlias = ({ specifier }: Requirement, { aliasAt }: UnmaintainedPackage): boolean =>
  aliasAt === '*' || (aliasAt !== undefined && specifier === `==${aliasAt}`);

function describe(requirement: Requirement, known: UnmaintainedPackage) {
  const { advisories, fixedIn, replacement } = known;
  const reason = isAlias(requirement, known)
    ? 'is only an alias of another package, whose version stays open'
    : known.reason;
  const written = `\`${requirementText(requirement)}\``;
  const open = advisories.length === 0 ? '' : ` (${advisories.join(', ')})`;
  const floor = fixedIn === undefined ? '' : `, and versions below ${fixedIn} are allowed here`;
  return {
    message: `${written} ${reason}${open}${floor}`,
    remedy:
      replacement === 'nothing'
        ? `Remove \`${requirement.distribution}\`: nothing has to take its place`
        : `Replace \`${requirement.distribution}\` with ${replacement}${fixedIn === undefined ? '' : `, or require at least ${fixedIn}`}`,
  };
}
