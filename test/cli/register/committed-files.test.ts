import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { committedFiles } from '../../../src/cli/register/committed-files.ts';

const root = mkdtempSync(join(tmpdir(), 'auditlint-committed-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function git(...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: root, stdio: 'ignore' });
}

it('knows what the commit holds as it is on the disk', () => {
  git('init', '-q');
  mkdirSync(join(root, 'service'));
  for (const name of ['kept', 'changed', 'removed', 'line-ends'])
    writeFileSync(join(root, 'service', `${name}.py`), 'x = 1\n');
  git('add', '.');
  git('commit', '-q', '-m', 'one');
  writeFileSync(join(root, 'service', 'changed.py'), 'x = 2\n');
  writeFileSync(join(root, 'service', 'line-ends.py'), 'x = 1\r\n');
  writeFileSync(join(root, 'service', 'new.py'), 'x = 1\n');
  rmSync(join(root, 'service', 'removed.py'));
  // The root that is scanned lies below that of the repository, the register in the root of the repository.
  const isCommitted = committedFiles(join(root, 'service'), root, process.env);
  const names = ['kept', 'line-ends', 'never-there', 'changed', 'new', 'removed'];
  expect(names.filter((name) => isCommitted(`service/${name}.py`))).toEqual(['kept', 'line-ends', 'never-there']);
});
