import { resolve } from 'node:path';
import { GitProcess, GitRepository, type GitTree } from '../../src/git/index.ts';
import { compareText } from '../../src/text/index.ts';
import { normalRemote } from './remote.ts';

/** A repository at the commit that is checked out, as git keeps it: what lies uncommitted in the work tree is not seen. */
export interface OpenRepository {
  readonly folder: string;
  /** Normalised: `github.com/owner/name`. */
  readonly remote: string;
  readonly commit: string;
  /** Empty where the history was not fetched whole. */
  readonly firstCommits: readonly string[];
  /** Names that git has for the contents of the largest Python files, shortened. */
  readonly content: readonly string[];
  /** Names of distributions that the repository builds, as its metadata says. */
  readonly distributions: readonly string[];
  readonly tree: GitTree;
}

/** Throws an Error with one sentence for a folder that is no repository with a remote. */
export function openRepository(folder: string): OpenRepository {
  const root = resolve(folder);
  const repository = GitRepository.open(root, process.env, folder);
  if (repository.prefix !== '') throw new Error(`\`${folder}\` is a folder of a repository, not its root`);
  const commit = repository.findCommit('HEAD');
  if (commit === undefined) throw new Error(`\`${folder}\` has no commit`);
  const tree = repository.treeOf(commit);
  const git = new GitProcess({ folder: root }, process.env);
  const files = listFiles(git, commit);
  return {
    folder: root,
    remote: remoteOf(git, folder),
    commit,
    firstCommits: repository.isShallow ? [] : linesOf(git.read(['rev-list', '--max-parents=0', commit])).sort(),
    content: largestPython(files),
    distributions: distributionsOf(files, tree),
    tree,
  };
}

function remoteOf(git: GitProcess, folder: string): string {
  const { status, stdout } = git.run(['config', '--local', '--get', 'remote.origin.url']);
  const remote = status === 0 ? normalRemote(stdout.toString('utf8')) : '';
  if (remote === '') throw new Error(`\`${folder}\` has no remote \`origin\` that would name the repository`);
  return remote;
}

interface TrackedFile {
  readonly path: string;
  readonly id: string;
  readonly bytes: number;
}

function listFiles(git: GitProcess, commit: string): TrackedFile[] {
  const listing = git.read(['ls-tree', '-r', '-l', '-z', '--full-tree', commit]).toString('utf8');
  return listing.split('\0').flatMap((record) => {
    const [, id = '', bytes = '', path = ''] = /^\d+ blob (\w+) +(\d+)\t(.+)$/s.exec(record) ?? [];
    return path === '' ? [] : [{ path, id, bytes: Number(bytes) }];
  });
}

const LARGEST = 10;
const SHORT_ID = 16;

function largestPython(files: readonly TrackedFile[]): string[] {
  const python = files.filter(({ path, bytes }) => path.endsWith('.py') && bytes > 0);
  python.sort((a, b) => b.bytes - a.bytes || compareText(a.path, b.path));
  return [...new Set(python.map(({ id }) => id.slice(0, SHORT_ID)))].slice(0, LARGEST);
}

/** Deeper ones belong to examples and tests. */
const METADATA = /^(?:[^/]+\/){0,2}(?:pyproject\.toml|setup\.cfg|setup\.py)$/;
const MOST_METADATA_BYTES = 1 << 20;

function distributionsOf(files: readonly TrackedFile[], tree: GitTree): string[] {
  return files.flatMap(({ path }) => {
    if (!METADATA.test(path)) return [];
    const content = tree.read(path, MOST_METADATA_BYTES);
    if (content.kind !== 'content') return [];
    const [, name] = /^[ \t]*name[ \t]*=[ \t]*["']?([\w.-]+)/m.exec(content.bytes.toString('utf8')) ?? [];
    return name === undefined ? [] : [name];
  });
}

const linesOf = (output: Buffer): string[] => output.toString('utf8').split('\n').filter(Boolean);
