import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withoutGit } from '../../tools/git/run-git.ts';
import { temporaryFolder } from '../temporary-folders.ts';

/** A folder of its own, removed when the test file is done. */
export const makeFolder = (): string => temporaryFolder('auditlint-git-');

/** What the program sees of the environment in these tests. */
export const ENVIRONMENT = { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: '/nonexistent' };

/** A real repository in a folder of its own. */
export class TestRepository {
  /** The moment of the next commits; now where it is not set. */
  #moment: string | undefined;

  constructor(readonly folder: string = makeFolder()) {}

  at(moment: string): this {
    this.#moment = moment;
    return this;
  }

  /** A repository with one commit. */
  static with(files: Readonly<Record<string, string | Uint8Array | undefined>>, ...init: readonly string[]) {
    const repository = new TestRepository();
    repository.git('init', '--quiet', '--initial-branch=main', ...init);
    return repository.commit(files);
  }

  git(...args: readonly string[]): string {
    const settings = [
      'user.name=Ada',
      'user.email=ada@example.org',
      'protocol.file.allow=always',
      'commit.gpgsign=false',
    ];
    return execFileSync('git', [...settings.flatMap((setting) => ['-c', setting]), ...args], {
      cwd: this.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...withoutGit(process.env), GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', ...this.#dated },
    });
  }

  get #dated(): Readonly<Record<string, string>> {
    return this.#moment === undefined ? {} : { GIT_AUTHOR_DATE: this.#moment, GIT_COMMITTER_DATE: this.#moment };
  }

  /** Writes files; undefined removes one. */
  write(files: Readonly<Record<string, string | Uint8Array | undefined>>): this {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.folder, path);
      if (content === undefined) rmSync(file);
      else {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
    }
    return this;
  }

  /** Writes files and commits everything. */
  commit(files: Readonly<Record<string, string | Uint8Array | undefined>> = {}): this {
    this.write(files);
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message=work');
    return this;
  }
}
