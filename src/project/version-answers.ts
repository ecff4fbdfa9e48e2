/** Which versions of a distribution the lists of a project let in. */
import { archiveNamed } from '../artifacts/index.ts';
import type { RelatedLocation } from '../findings/index.ts';
import type { Project } from './build.ts';
import { nearestRequirements } from './declarations.ts';
import type { Requirement } from './project-model.ts';
import type { Answer, QuestionOf } from './question.ts';
import { allowsBelow, areDisjoint, excludesFrom, isAtLeast } from './specifier.ts';

type VersionQuestion = QuestionOf<'allows-version-below' | 'allows-version-from'>;

export function answerOnVersions(question: VersionQuestion, project: Project): Answer {
  switch (question.kind) {
    case 'allows-version-below':
      return allowsVersionBelow(question, project);
    case 'allows-version-from':
      return allowsVersionFrom(question, project);
  }
}

/**
 * No declaration of the distribution, where others are declared, or one without a lower bound allows every version. Of
 * several the nearest above the file count: the parts of a repository are installed each by its own.
 */
function allowsVersionBelow(
  { distribution, version, from, asLocked }: QuestionOf<'allows-version-below'>,
  project: Project,
): Answer {
  const locked = asLocked === true ? lockedVersions(distribution, from, project) : [];
  if (locked.length > 0) return answer(locked.every((each) => isAtLeast(each, version)) ? 'no' : 'yes');
  const declared = project.requirementsOn(distribution);
  if (declared.length === 0)
    return answer(project.requirements.some((each) => mayBeOf(each, from)) ? 'yes' : 'unknown');
  return answerOf(nearestRequirements(declared, from), (specifier) => allowsBelow(specifier, version));
}

/** One for each kind of machine, where they differ. */
function lockedVersions(distribution: string, from: string, { artifacts }: Project): readonly string[] {
  const above = artifacts
    .of('lock-file')
    .filter(({ folder }) => folder === '' || from.startsWith(`${folder}/`))
    .sort((a, b) => b.folder.length - a.folder.length);
  return above
    .filter(({ folder }) => folder === above[0]?.folder)
    .flatMap(({ model }) => model.packages)
    .flatMap((each) => (each.distribution === distribution && each.version !== undefined ? [each.version] : []));
}

/** As above, of versions from one on: what the lists together do not shut out. */
function allowsVersionFrom(
  { distribution, version, from, asLocked }: QuestionOf<'allows-version-from'>,
  project: Project,
): Answer {
  const locked = asLocked === true ? lockedVersions(distribution, from, project) : [];
  if (locked.length > 0) return answer(locked.some((each) => isAtLeast(each, version)) ? 'yes' : 'no');
  const counting = nearestRequirements(project.requirementsOn(distribution), from);
  return answerOf(counting, (specifier) => excludesFrom(specifier, version) === undefined);
}

/** Whether some list lets such versions in, with the line that does. */
function answerOf(counting: readonly Requirement[], allows: (specifier: string) => boolean): Answer {
  if (counting.length === 0) return answer('unknown');
  const open = openRequirement(counting, allows);
  if (open === undefined) return answer('no');
  const { path, line, distribution } = open;
  const specifier = specifierOf(open);
  const written = specifier === '' ? 'any version' : `\`${specifier}\``;
  return answer('yes', {
    path,
    ...{ line, column: 1, endLine: line, endColumn: 1 },
    message: `\`${distribution}\` is required here in ${written}`,
  });
}

const answer = (verdict: Answer['verdict'], ...evidence: readonly RelatedLocation[]): Answer => ({ verdict, evidence });

/**
 * A requirement that lets such versions in, with all others that are installed with it. What the project itself needs is
 * always installed: lists for developers, constraints and locks narrow it, extras are chosen by who installs it. Lists that no
 * version satisfies together stand each for itself.
 */
function openRequirement(
  counting: readonly Requirement[],
  allows: (specifier: string) => boolean,
): Requirement | undefined {
  const base = ['runtime', 'extra'].map((kind) => counting.filter(({ group }) => group.kind === kind));
  const needed = base.find((list) => list.length > 0) ?? counting;
  const others = counting.filter(({ group }) => group.kind !== 'runtime' && group.kind !== 'extra');
  return needed.find((requirement) =>
    [requirement, ...needed, ...others]
      .filter((other) => other === requirement || mayCoexist(other, requirement))
      .every((each) => allows(specifierOf(each))),
  );
}

/** Two extras of one project are as often chosen alone; two specifiers without a common version are never chosen together. */
function mayCoexist(other: Requirement, requirement: Requirement): boolean {
  if (other.group.kind === 'extra') return false;
  return !areDisjoint(specifierOf(other), specifierOf(requirement));
}

/** Of an archive that is named by its place the version in its name. */
function specifierOf({ specifier, url }: Requirement): string {
  const version = specifier === '' && url !== undefined ? archiveNamed(url)?.version : undefined;
  return version === undefined ? specifier : `==${version}`;
}

/** What a distribution declares is about the code below its folder; a list of requirements may be about any code. */
function mayBeOf({ source, path }: Requirement, from: string): boolean {
  const isOfDistribution = source === 'pyproject' || source === 'setup-cfg' || source === 'setup.py';
  return !isOfDistribution || from.startsWith(path.slice(0, path.lastIndexOf('/') + 1));
}
