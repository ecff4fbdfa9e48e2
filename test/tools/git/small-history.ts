import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gitEnvironment } from '../../../tools/git/run-git.ts';

/** A git repository made for a test, in a folder of its own. */
export class SmallHistory {
  readonly root = mkdtempSync(join(tmpdir(), 'auditlint-history-'));

  constructor() {
    this.git('init', '--quiet', '--initial-branch=main', '--template=');
  }

  /** Writes files (`undefined` deletes one), commits everything; returns the commit, abbreviated as people do. */
  commit(files: Readonly<Record<string, string | undefined>>): string {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.root, path);
      mkdirSync(dirname(file), { recursive: true });
      if (content === undefined) rmSync(file);
      else writeFileSync(file, content);
    }
    this.git('add', '--all');
    const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
    this.git(...author, 'commit', '--quiet', '--message', 'a change');
    return this.git('rev-parse', '--short=10', 'HEAD').trim();
  }

  git(...args: readonly string[]): string {
    return execFileSync('git', ['-C', this.root, ...args], { encoding: 'utf8', env: gitEnvironment() });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
