import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { pathUnder } from '../discover/index.ts';
import { BlobReader } from './blob-reader.ts';
import { GitError } from './git-error.ts';
import { firstLine, GitProcess } from './git-process.ts';
import { GitTree, type GitTreeEntry } from './git-tree.ts';

/** The repository around a folder: its commits and its index as trees of files that lie under the folder. */
export class GitRepository {
  readonly #blobs: BlobReader;

  private constructor(
    readonly git: GitProcess,
    /** The folder that the trees begin at. */
    readonly root: string,
    /** What leads from the root of the work tree to it: empty, or a path that ends in `/`. */
    readonly prefix: string,
    readonly hash: 'sha1' | 'sha256',
  ) {
    this.#blobs = new BlobReader(git);
  }

  /**
   * The repository whose work tree a folder lies in. `environment` is that of the user, `shownAs` what messages call the
   * folder. Throws `GitError`.
   */
  static open(root: string, environment: Environment, shownAs: string): GitRepository {
    const git = new GitProcess({ folder: root }, environment);
    const { prefix, gitDirectory, hash } = placeAtOnce(git) ?? placeByParts(git, shownAs);
    const index = indexOfHook(environment, gitDirectory, root);
    const reader = index === undefined ? git : new GitProcess({ folder: root }, environment, index);
    return new GitRepository(reader, root, prefix, hash);
  }

  /** A git directory without work tree; `root` is where its files would lie. */
  static ofGitDirectory(gitDirectory: string, root: string, environment: Environment): GitRepository {
    const git = new GitProcess({ gitDirectory }, environment);
    return new GitRepository(git, root, '', hashOf(git));
  }

  /** The full name of a commit; undefined where there is none of that name. */
  findCommit(name: string): string | undefined {
    // git would take it for an option.
    if (name === '' || name.startsWith('-')) return undefined;
    const { status, stdout } = this.git.run(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
    const found = withoutLineEnd(stdout);
    // Of `^HEAD`, which means "not what HEAD reaches", git gives the name with the mark.
    return status === 0 && /^[0-9a-f]+$/.test(found) ? found : undefined;
  }

  /** The best common ancestors of two commits, one unless branches were merged crosswise; empty where there is none. */
  mergeBases(one: string, other: string): string[] {
    const { status, stdout, stderr } = this.git.run(['merge-base', '--all', one, other]);
    if (status > 1) throw new GitError(`\`git merge-base\` failed: ${firstLine(stderr)}`);
    return stdout.toString('utf8').split('\n').filter(Boolean);
  }

  get isShallow(): boolean {
    return withoutLineEnd(this.git.read(['rev-parse', '--is-shallow-repository'])) === 'true';
  }

  /** The files of a commit under the root. */
  treeOf(commit: string): GitTree {
    const listing = this.git.read(['ls-tree', '-r', '-z', '--full-tree', commit]).toString('utf8');
    const entries: GitTreeEntry[] = [];
    for (const record of listing.split('\0')) {
      const [, mode = '', id = '', path = ''] = /^(\d+) \w+ (\w+)\t(.+)$/s.exec(record) ?? [];
      if (path.startsWith(this.prefix) && id !== '') entries.push({ path: path.slice(this.prefix.length), mode, id });
    }
    return new GitTree(this.root, entries, this.#blobs);
  }

  /** The files of the index under the root, as the next commit would have them. Throws `GitError` on a conflict. */
  indexTree(): GitTree {
    const listing = this.git.read(['ls-files', '--stage', '-z']).toString('utf8');
    const entries: GitTreeEntry[] = [];
    for (const record of listing.split('\0')) {
      const [, mode = '', id = '', stage, path = ''] = /^(\d+) (\w+) (\d)\t(.+)$/s.exec(record) ?? [];
      if (stage === undefined) continue;
      if (stage !== '0') throw new GitError(`\`${path}\` has a merge conflict; resolve it and \`git add\` it`);
      entries.push({ path, mode, id });
    }
    return new GitTree(this.root, entries, this.#blobs);
  }

  /** Submodules of the index, also while it has conflicts. */
  trackedSubmodules(): string[] {
    const listing = this.git.read(['ls-files', '--stage', '-z']).toString('utf8');
    return [...listing.matchAll(/(?:^|\0)160000 \w+ \d\t([^\0]+)/g)].map(([, path = '']) => path);
  }

  /** A tree without files: what is before the first commit. */
  emptyTree(): GitTree {
    return new GitTree(this.root, [], this.#blobs);
  }

  /** The name that git has for a file's content. */
  readonly contentIdOf = (bytes: Uint8Array): string =>
    createHash(this.hash).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

type Environment = Readonly<Record<string, string | undefined>>;

interface Place {
  readonly prefix: string;
  readonly gitDirectory: string;
  readonly hash: 'sha1' | 'sha256';
}

/** One call of git instead of four. Undefined where something is wrong, or a path of several lines is in the answer. */
function placeAtOnce(git: GitProcess): Place | undefined {
  const { status, stdout } = git.run(['rev-parse', '--is-inside-work-tree', ...PLACE_QUESTIONS]);
  const [inside, prefix, gitDirectory, hash, ...more] = withoutLineEnd(stdout).split(/\r?\n/);
  if (status !== 0 || inside !== 'true' || prefix === undefined || gitDirectory === undefined || hash === undefined)
    return undefined;
  return more.length === 0 ? { prefix, gitDirectory, hash: hashNamed(hash) } : undefined;
}

function placeByParts(git: GitProcess, shownAs: string): Place {
  checkWorkTree(git, shownAs);
  const [prefix = '', gitDirectory = '', hash = ''] = PLACE_QUESTIONS.map((question) =>
    withoutLineEnd(git.read(['rev-parse', question])),
  );
  return { prefix, gitDirectory, hash: hashNamed(hash) };
}

const PLACE_QUESTIONS = ['--show-prefix', '--absolute-git-dir', '--show-object-format'];

function checkWorkTree(git: GitProcess, shownAs: string): void {
  const { status, stdout, stderr } = git.run(['rev-parse', '--is-inside-work-tree']);
  if (status === 0 && withoutLineEnd(stdout) === 'true') return;
  if (status === 0 || stderr.includes('bare repository'))
    throw new GitError(`\`${shownAs}\` is in a git directory, not in a work tree`);
  if (stderr.includes('dubious ownership')) {
    throw new GitError(
      `another user owns the repository of \`${shownAs}\`; run \`git config --global --add safe.directory PATH\` to trust it`,
    );
  }
  if (/not a git repository|outside repository/i.test(stderr) || stderr === '') {
    throw new GitError(`\`${shownAs}\` is not in a git repository`);
  }
  throw new GitError(`git cannot read the repository of \`${shownAs}\`: ${firstLine(stderr)}`);
}

function hashOf(git: GitProcess): 'sha1' | 'sha256' {
  return hashNamed(withoutLineEnd(git.read(['rev-parse', '--show-object-format'])));
}

/** A version of git that does not know the question repeats it. */
const hashNamed = (name: string): 'sha1' | 'sha256' => (name === 'sha256' ? 'sha256' : 'sha1');

/** `git commit FILE` and `git commit -a` run their hooks over another index. One outside the repository is not believed. */
function indexOfHook({ GIT_INDEX_FILE: file }: Environment, gitDirectory: string, root: string): string | undefined {
  if (file === undefined || file === '') return undefined;
  const absolute = resolve(root, file);
  return pathUnder(gitDirectory, absolute) === undefined ? undefined : absolute;
}

function withoutLineEnd(output: Buffer): string {
  return output.toString('utf8').replace(/\r?\n$/, '');
}
