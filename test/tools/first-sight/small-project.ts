import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Drawing } from '../../../tools/first-sight/draw.ts';
import { ONLY_BARE_EXCEPT } from '../bare-except.ts';
import { SmallHistory } from '../git/small-history.ts';

/** A project that keeps rounds, in a folder of its own. */
export class SmallProject {
  readonly root = mkdtempSync(join(tmpdir(), 'auditlint-first-sight-'));

  write(path: string, text: string): string {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  drawing(folders: readonly string[], more: Partial<Drawing> = {}): Drawing {
    return {
      project: this.root,
      folders,
      round: 1,
      seed: 7,
      size: 250,
      choices: undefined,
      beside: [],
      output: join(this.root, 'sheets'),
      auditlint: 'abc',
      rules: ONLY_BARE_EXCEPT,
      profile: 'default',
      today: '2026-11-21',
      ...more,
    };
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}

/** No two alike: copies are one finding. */
const defect = (index: number): string => `try:\n    load()\nexcept:\n    tries = ${index}\n`;

/** A repository with a remote and so many files that the rule finds something in. */
export function repositoryOf(remote: string, files: number): SmallHistory {
  const repository = new SmallHistory();
  const names = Array.from({ length: files }, (_, index) => `part${index}.py`);
  repository.commit(
    Object.fromEntries(names.map((name, index) => [name, `# of ${remote}, ${name}\n${defect(index)}`])),
  );
  repository.git('remote', 'add', 'origin', remote);
  return repository;
}
