/** Uses of a distribution, other than an import, that keep it in the list. */
import { memoize } from '#collections';
import { hasAdapter, isImported, isTransitiveOf } from '#kit/artifacts';
import { isPromised, isTakenBy, mayBeFor } from '#knowledge/companions';
import { ASYNC_DRIVERS, ASYNC_ENGINES, isUsedImplicitly } from '#knowledge/implicit-packages';
import { importNamesOf } from '#knowledge/import-names';
import type { ProjectModel, Requirement } from '#project';
import { folderOf } from '#text';

/** Lists that are not for what the project itself runs. */
const ASIDE =
  /(^|\/)(docs?|examples?|samples?|tutorials?|tests?|benchmarks?|notebooks?|tools?|scripts?|\.github|\.devcontainer|ansible|dockerfiles|templates?|fixtures?)\/|no[-_]deps|\{\{/;

export interface Used {
  readonly adapters: ReadonlySet<string>;
  readonly imported: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
  /** What code loads by names made at run time. */
  readonly loaded: readonly string[];
}

export const isRuntime = ({ group, isLocked, path, source }: Requirement): boolean =>
  group.kind === 'runtime' && !isLocked && source !== 'tox' && !ASIDE.test(path);

/** Beside the file that says what the project itself wants: what `pip freeze` wrote there is no wish. */
export const isBesideDeclaration = (path: string, runtime: Pick<ReadonlyMap<string, unknown>, 'has'>): boolean =>
  DECLARING.map((name) => path.replace(/[^/]*$/, name)).some((beside) => beside !== path && runtime.has(beside));
const DECLARING = ['pyproject.toml', 'Pipfile', 'setup.cfg', 'setup.py'];

/** Markers and URLs say that it is not for this project's own imports alone. */
export function isUnused(
  requirement: Requirement,
  { adapters, imported, words, loaded }: Used,
  project: ProjectModel,
): boolean {
  const { distribution, marker, url } = requirement;
  if (marker !== undefined || url !== undefined) return false;
  const isIdleDriver = ASYNC_DRIVERS.has(distribution) && !hasAsyncEngine(project);
  if ((isUsedImplicitly(distribution) && !isIdleDriver) || isImported(distribution, imported) !== false) return false;
  const isRead = (name: string): boolean => project.modules.some(({ attributeReads }) => attributeReads.includes(name));
  if (isTakenBy(distribution, isRead)) return false;
  // `mlflow.transformers.load_model` loads with it.
  if (imported.has('mlflow') && importNamesOf(distribution)?.some(isRead) === true) return false;
  if (isForFetchedCode(requirement, project)) return false;
  const names = [distribution, ...(importNamesOf(distribution) ?? [])].map((name) =>
    name.toLowerCase().replaceAll('_', '-'),
  );
  if (names.some((name) => words.has(name)) || hasAdapter(distribution, adapters)) return false;
  // Code that is loaded by a name made at run time may be of anything.
  return !loaded.some((each) => names.some((name) => each.startsWith(name) || each === `/${name}`));
}

const hasAsyncEngine = memoize(({ modules }: ProjectModel): boolean =>
  modules.some(({ imports }) =>
    imports.some(
      ({ module, name }) => ASYNC_ENGINES.test(name ?? '') || ASYNC_ENGINES.test(module.split('.', 1)[0] ?? ''),
    ),
  ),
);

/** A build or a script in the same folder fetches the code of someone else, which runs with what is listed here. */
const isForFetchedCode = ({ path }: Requirement, project: ProjectModel): boolean =>
  path.includes('/') && foldersFetching(project).has(folderOf(path));

const foldersFetching = memoize(
  ({ commands }: ProjectModel): ReadonlySet<string> =>
    new Set(
      commands.flatMap(({ command: { words }, kind, path }) => {
        const isFetching =
          kind !== 'markdown' && words[0]?.text === 'git' && words.some(({ text }) => text === 'clone');
        return isFetching ? folderOf(path) : [];
      }),
    ),
);

/** One exact version among ranges or of what another brings, or a part of another: it keeps what others bring at a version that works. */
export function isHeldForOthers(
  requirement: Requirement,
  declared: readonly Requirement[],
  { imported }: Used,
  project: ProjectModel,
): boolean {
  const { distribution } = requirement;
  if (isTransitiveOf(declared, requirement)) return true;
  // Spark comes with the image that it runs in.
  const declares = (other: string): boolean =>
    project.requirementsOn(other).length > 0 || (other === 'pyspark' && imported.has(other));
  const names = importNamesOf(distribution) ?? [];
  return mayBeFor(distribution, declares) || names.some((name) => isPromised(name, declares));
}

/** A heading of one or two words explains nothing; the number of an advisory does. */
export const isExplained = (comment: string | undefined): boolean =>
  (comment?.split(/\s+/).length ?? 0) > 2 || /\b(?:CVE|GHSA)-/i.test(comment ?? '');

export const isAllExact = (declared: readonly Requirement[]): boolean =>
  declared.filter(({ specifier }) => specifier.startsWith('==')).length >= declared.length * 0.8;
