import { realpathSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { compareText } from '../text/index.ts';
import type { DiscoveredFile, Discovery, DiscoveryRequest, FileKind, SkippedPath } from './discovery.ts';
import { DiskTree } from './disk-tree.ts';
import { Excludes } from './excludes.ts';
import { namedFileKindOf } from './file-kind.ts';
import type { FileTree } from './file-tree.ts';
import { foldersHidden, gitIgnoredIn, keptIn } from './git-ignored.ts';
import { leftOutNotices } from './left-out.ts';
import { isOneProject } from './one-project.ts';
import { Walk } from './walk.ts';

/**
 * Finds the files to scan. Where only a part of a project is asked for, the rest of it is found too, as files that are
 * not `requested`: what the rules ask about the project has the same answers then.
 */
export async function discover(request: DiscoveryRequest): Promise<Discovery> {
  const steps = discoverInSteps(request);
  for (let taken = 1; ; taken++) {
    const step = steps.next();
    if (step.done === true) return step.value;
    // Interrupts and the terminal get their turn.
    if (taken % FOLDERS_PER_TURN === 0) await setImmediate();
  }
}

const FOLDERS_PER_TURN = 64;

/** The same for someone who has others to serve: a step for each folder. */
export function* discoverInSteps(request: DiscoveryRequest): Generator<undefined, Discovery, undefined> {
  const tree = request.tree ?? new DiskTree(request.root);
  const excludes = new Excludes(realpathSync(request.root), request.exclude, request.settings);
  const named = resolveAll(request, tree, excludes);
  const walk = new Walk(tree, excludes, request);
  const requested = new Set([...named.folders, ...named.files.keys()]);
  const isInProject = (): boolean => request.isInProject === true || isOneProject(tree, requested);
  if (named.folders.has('') || (!excludes.leavesOutAll && isInProject())) yield* walk.from('');
  for (const folder of named.folders) if (!walk.folders.has(folder)) yield* walk.from(folder);
  for (const [path, kind] of named.files) {
    walk.files.set(path, kind);
    walk.paths.add(path);
  }
  const hidden = foldersHidden(walk.ignored, walk.paths);
  const isGitIgnored = gitIgnoredIn(tree);
  const isRequested = request.requests ?? ((path: string) => isAtOrBelow(path, named));
  const isScanned = (path: string): boolean => walk.files.has(path) || walk.folders.has(path);
  const isWanted = (path: string): boolean => isRequested(path) && !isScanned(path) && !excludes.leavesOut(path);
  return {
    root: request.root,
    files: sortByPath([...walk.files].map(([path, kind]) => ({ path, kind, requested: isRequested(path) }))),
    skipped: sortByPath([
      ...named.skipped,
      ...walk.skipped.filter(({ path }) => isRequested(path)),
      ...leftOutNotices(tree, walk.passedOver, isWanted),
      ...walk.unreadGit.values(),
    ]),
    allPaths: new Set([...walk.paths].sort(compareText)),
    ignored: walk.ignored,
    isGitIgnored: (path) => hidden.has(path) || isGitIgnored(path),
    isKept: keptIn(tree, walk.unrequested),
    isRequested,
    isLeftOut: (path) => excludes.leavesOut(path),
    missing: named.missing,
    outside: named.outside,
    excluded: named.excluded,
    settings: request.settings?.digest() ?? '',
  };
}

/** Named paths by what they turned out to be; paths relative to the root, the last three as they were given. */
interface NamedPaths {
  readonly folders: Set<string>;
  readonly files: Map<string, FileKind>;
  readonly skipped: SkippedPath[];
  readonly missing: string[];
  readonly outside: string[];
  readonly excluded: string[];
}

function resolveAll(request: DiscoveryRequest, tree: FileTree, excludes: Excludes): NamedPaths {
  const named: NamedPaths = {
    folders: new Set(),
    files: new Map(),
    skipped: [],
    missing: [],
    outside: [],
    excluded: [],
  };
  if (request.stdinPath !== undefined) {
    if (excludes.leavesOut(request.stdinPath)) named.excluded.push(request.stdinPath);
    else named.files.set(request.stdinPath, namedFileKindOf(request.stdinPath) ?? 'python');
    return named;
  }
  if (request.paths.length === 0 && excludes.leavesOutAll) named.excluded.push('.');
  else if (request.paths.length === 0) named.folders.add('');
  for (const given of request.paths) {
    const resolved = tree.resolve(given);
    if (resolved.kind === 'missing') named.missing.push(given);
    else if (resolved.kind === 'outside') named.outside.push(given);
    else if (resolved.kind === 'skipped') named.skipped.push(resolved.skipped);
    else if ((resolved.path !== '' || excludes.leavesOutAll) && excludes.leavesOut(resolved.path))
      named.excluded.push(given);
    else if (resolved.kind === 'folder') named.folders.add(resolved.path);
    else addNamedFile(named, resolved.path);
  }
  return named;
}

function addNamedFile(named: NamedPaths, path: string): void {
  const kind = namedFileKindOf(path);
  if (kind !== undefined) named.files.set(path, kind);
  else named.skipped.push({ kind: 'unknown-kind', path, message: 'no rule reads this kind of file' });
}

function isAtOrBelow(path: string, named: NamedPaths): boolean {
  if (named.folders.has('') || named.files.has(path) || named.folders.has(path)) return true;
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    if (named.folders.has(path.slice(0, end))) return true;
  }
  return false;
}

function sortByPath<T extends DiscoveredFile | SkippedPath>(entries: readonly T[]): T[] {
  return [...entries].sort((a, b) => compareText(a.path, b.path) || compareText(a.kind, b.kind));
}
