/** Distributions of others that a repository carries along: a folder on the path of its program that holds `requests/`, `six.py`, … */
import { groupBy } from '../../collections/index.ts';
import { EVERYDAY_NAMES } from '../../knowledge/everyday-names.ts';
import { distributionsOf, importNamesOf, NAMESPACES } from '../../knowledge/import-names.ts';
import { WELL_KNOWN_PACKAGES } from '../../knowledge/well-known-packages.ts';
import type { ModuleSummary } from '../../semantics/index.ts';
import type { Project } from '../build.ts';
import { distributionsAround } from '../packaging.ts';
import type { ImportEdge } from '../project-model.ts';

/** A package or module at the top of a folder. */
interface Entry {
  readonly folder: string;
  readonly name: string;
  /** Its folder, or its file. */
  readonly place: string;
}

/** So many well-known names beside one another are no chance, where they are a third of what the folder holds. */
const SEVERAL = 5;
const SHARE = 3;

/** Whether a path lies in a package or module that is among the distributions which a repository carries along. */
export function carriedBy(project: Project): (path: string) => boolean {
  const isOwn = publishedBy(project);
  const isDistribution = knownTo(project);
  const suspects = [...entriesByFolder(project).values()].flatMap((entries) => {
    const named = entries.filter((entry) => isDistribution(entry) && !isOwn(entry));
    const wellKnown = named.filter(({ name }) => isWellKnown(name));
    const isSuspect = wellKnown.length >= SEVERAL && wellKnown.length * SHARE >= entries.length;
    return isSuspect ? [{ others: entries.filter((entry) => !isOwn(entry)), named }] : [];
  });
  const places = new Set([
    ...suspects.flatMap(({ others, named }) => carriedAmong(others, named, project)),
    ...carriedInside(project, (entry) => isDistribution(entry) && !isOwn(entry)),
  ]);
  return (path) => places.size > 0 && [path, ...foldersAbove(path)].some((each) => places.has(each));
}

/** Places of what others wrote; of nothing, unless enough of it is imported by bare names: the folder is on the path then. */
function carriedAmong(entries: readonly Entry[], named: readonly Entry[], project: Project): readonly string[] {
  const byPlace = new Map(entries.map((entry) => [entry.place, entry]));
  const entryOf = (path: string): Entry | undefined =>
    [path, ...foldersAbove(path)].map((each) => byPlace.get(each)).find((entry) => entry !== undefined);
  const uses = project.importEdges.flatMap(({ from, to, imported }) => {
    const entry = entryOf(to.path);
    const importer = entryOf(from.path);
    return entry === undefined || entry === importer ? [] : [{ entry, importer, isBare: isBare(imported, entry) }];
  });
  // Anyone who writes `connectors.redis` has made a package of the folder, and of what is in it a part of the project.
  const parts = new Set(uses.filter((use) => !use.isBare).map(({ entry }) => entry));
  const imported = new Set(uses.map(({ entry }) => entry).filter((entry) => !parts.has(entry)));
  const evidence = named.filter(({ name }) => isWellKnown(name) && !EVERYDAY_NAMES.has(name));
  if (evidence.filter((entry) => imported.has(entry)).length < SEVERAL) return [];
  const carried = new Set(named.filter((entry) => !parts.has(entry)));
  // Code of others imports nothing of the project. A set gives what is added while it is walked.
  for (const each of carried)
    for (const { entry, importer } of uses) if (importer === each && imported.has(entry)) carried.add(entry);
  return [...carried].map(({ place }) => place);
}

/**
 * Below a package of the project, what bears the name of a distribution and a version of its own, and imports nothing around it. Two of them
 * that are half of what a package holds make all of it one of others, where that imports nothing around it.
 */
function carriedInside(project: Project, isOthers: (entry: Entry) => boolean): readonly string[] {
  const isVersioned = ({ place }: Entry): boolean =>
    (project.moduleByPath(place) ?? project.moduleByPath(`${place}/__init__.py`))?.names.__version__ !== undefined;
  const isAmong = ({ path }: ModuleSummary, places: readonly string[]) => places.some((place) => isIn(path, place));
  const leaves = (...places: string[]): boolean =>
    project.importEdges.some(({ from, to }) => isAmong(from, places) && !isAmong(to, places));
  return [...entriesByFolder(project, true)].flatMap(([folder, entries]) => {
    const copies = entries
      .filter((entry) => !EVERYDAY_NAMES.has(entry.name) && isOthers(entry) && isVersioned(entry))
      .map(({ place }) => place);
    if (copies.length > 1 && copies.length * 2 >= entries.length && !leaves(folder)) return folder;
    return copies.length > 0 && !leaves(...copies) ? copies : [];
  });
}

const isIn = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

const isBare = ({ module, relativeLevel }: ImportEdge['imported'], { name }: Entry): boolean =>
  relativeLevel === 0 && module.split('.', 1)[0] === name;

/** What is at the top of each folder that is no package; what has no `__init__` is one of a known namespace, or the project's. */
function entriesByFolder({ modules, tree }: Project, isPackage = false): ReadonlyMap<string, readonly Entry[]> {
  const entries = new Map<string, Entry>();
  for (const { path } of modules) {
    if (!path.endsWith('.py')) continue;
    const folders = foldersAbove(path);
    for (const [index, folder] of folders.entries()) {
      const place = index === 0 ? path : (folders[index - 1] ?? path);
      const name = place.slice(folder.length + 1).replace(/\.py$/, '');
      if (name !== '__init__' && tree.isFile(`${folder}/__init__.py`) === isPackage)
        entries.set(place, { folder, name, place });
    }
  }
  return groupBy(entries.values(), ({ folder }) => folder);
}

/** `a/b/c.py` → `a/b`, `a` */
function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) folders.push(path.slice(0, end));
  return folders;
}

const isWellKnown = (name: string): boolean =>
  distributionsOf(name) !== undefined || WELL_KNOWN_PACKAGES.has(name) || NAMESPACES.has(name);

/** Whether a thing that can be imported bears the name of a distribution, one that is well-known or that the project requires. */
function knownTo({ requirements, tree }: Project): (entry: Entry) => boolean {
  const required = importedAs(requirements.map(({ distribution }) => distribution));
  return ({ name, place }) => {
    if (!place.endsWith('.py') && !tree.isFile(`${place}/__init__.py`)) return NAMESPACES.has(name);
    return isWellKnown(name) || required.has(name.toLowerCase());
  };
}

/** Whether a thing belongs to a distribution that the project builds. */
function publishedBy({ artifacts, distributions }: Project): (entry: Entry) => boolean {
  const named = [
    ...distributions.map(({ name }) => name),
    ...artifacts.of('pyproject').map(({ model }) => model.project?.name?.value),
  ];
  const published = importedAs(named.flatMap((name) => name?.toLowerCase() ?? []));
  return ({ name, place }) => {
    const file = place.endsWith('.py') ? place : `${place}/__init__.py`;
    return (
      published.has(name.toLowerCase()) ||
      distributionsAround(distributions, file).some((each) => each.includes(file) === true)
    );
  };
}

/** Import names of distributions, in small letters; of those that no table holds, what they are most likely called. */
const importedAs = (distributions: readonly string[]): ReadonlySet<string> =>
  new Set(
    distributions.flatMap((each) =>
      [...(importNamesOf(each) ?? []), each.replace(/[-.]+/g, '_')].map((name) => name.toLowerCase()),
    ),
  );
