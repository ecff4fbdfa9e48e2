import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { parse } from 'node:path';
import { GitError } from './git-error.ts';

/**
 * Runs git over a repository that others may have written. Only commands that read objects, refs and the index are meant
 * for it; what a configuration could make even those run is switched off: hooks, monitor, transports, external programs.
 */
export class GitProcess {
  readonly #place: readonly string[];
  readonly #environment: NodeJS.ProcessEnv;

  /** `at`: a folder in a work tree, or a git directory. `environment`: that of the user. */
  constructor(
    at: { readonly folder: string } | { readonly gitDirectory: string },
    environment: Readonly<Record<string, string | undefined>>,
    indexFile?: string,
  ) {
    this.#place = 'folder' in at ? ['-C', at.folder] : ['--git-dir', at.gitDirectory];
    this.#environment = gitEnvironment(environment, indexFile);
  }

  run(args: readonly string[], input?: string): GitResult {
    const { error, status, stdout, stderr } = spawnSync('git', [...OPTIONS, ...this.#place, ...args], {
      // Windows looks for programs in the current folder first, which may be the repository.
      cwd: parse(tmpdir()).root,
      env: this.#environment,
      maxBuffer: 1 << 30,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
      ...(input !== undefined && { input }),
    });
    if (error !== undefined) throw new GitError(reasonOf(error), { cause: error });
    return { status: status ?? -1, stdout, stderr: stderr.toString('utf8') };
  }

  /** The output of a command that must succeed. */
  read(args: readonly string[], input?: string): Buffer {
    const { status, stdout, stderr } = this.run(args, input);
    if (status === 0) return stdout;
    throw new GitError(`\`git ${args[0]}\` failed: ${firstLine(stderr) || `exit code ${status}`}`);
  }
}

export interface GitResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** The first line that git said, without the word that begins it. */
export function firstLine(stderr: string): string {
  return (stderr.split('\n')[0] ?? '').replace(/^(?:fatal|error): /, '').trim();
}

const SETTINGS = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=',
  'core.sshCommand=false',
  'core.askPass=',
  'core.pager=cat',
  'credential.helper=',
  'diff.external=',
  'diff.relative=false',
  'protocol.allow=never',
  'safe.bareRepository=explicit',
];

const OPTIONS = [
  '--no-pager',
  '--no-optional-locks',
  '--no-replace-objects',
  '--literal-pathspecs',
  ...SETTINGS.flatMap((setting) => ['-c', setting]),
];

/**
 * The environment without what names another repository or a program. What says where the user's own configuration is, and
 * what is in it, stays: containers tell git by it which repositories to trust.
 */
function gitEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  indexFile: string | undefined,
): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !/^GIT_/i.test(name) || KEPT.test(name));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
    GIT_PROTOCOL_FROM_USER: '0',
    GIT_TERMINAL_PROMPT: '0',
    ...(indexFile !== undefined && { GIT_INDEX_FILE: indexFile }),
  };
}

const KEPT =
  /^GIT_(?:CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM)$/;

/** Why git could not be started. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return `git cannot be run: ${error}`;
  const isMissing = 'code' in error && error.code === 'ENOENT';
  return isMissing ? 'git is not installed, or not on the PATH' : `git cannot be run: ${error.message}`;
}
