import { execFileSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeProject } from '../cli/run-cli.ts';
import { programFolder } from '../program/program.ts';

const STORE = ['--store', 'postgres://ada:hunter22@127.0.0.1:1/fleet'];
const QUEUE = ['--queue', 'redis://:hunter22@127.0.0.1:1'];

it('a fleet says which packages are missing, and how they are had', () => {
  // Where no package is: beside a copy of the program.
  const cwd = makeProject({ 'list.txt': '/nowhere\n' });
  cpSync(join(programFolder(), 'dist'), join(cwd, 'dist'), { recursive: true });
  const reported = (...args: string[]) => {
    try {
      execFileSync(process.execPath, [join(cwd, 'dist/cli.js'), 'fleet', ...args], { cwd, stdio: 'pipe' });
      return '';
    } catch (error) {
      return error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    }
  };
  expect(reported('cancel', ...QUEUE)).toBe(
    'auditlint: `--queue redis://…` needs packages that are not installed: run `npm install bullmq ioredis` where auditlint is installed\n',
  );
  expect(reported('report', ...STORE)).toBe(
    'auditlint: `--store postgres://…` needs a package that is not installed: run `npm install pg` where auditlint is installed\n',
  );
  if (process.getBuiltinModule('node:sqlite') === undefined) {
    expect(reported('list.txt')).toBe(
      'auditlint: a store in a file, on a Node without `node:sqlite` (before 22.13), needs a package that is not installed: run `npm install node-sqlite3-wasm` where auditlint is installed\n',
    );
  }
  expect(existsSync(join(cwd, 'auditlint-fleet.sqlite'))).toBe(false);
});
