import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CLEAN, FAULTY, faulty, makeProject } from '../cli/run-cli.ts';
import { commandLine } from '../program/program.ts';

/** Where the key of this user is kept. */
const home = makeProject();
const env = { ...process.env, AUDITLINT_NO_CACHE: '', HOME: home, XDG_CACHE_HOME: join(home, 'cache') };

/** The report of a process of its own, and what it did for it. */
function scanned(cwd: string, ...argv: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [commandLine(), '--format', 'json', '--timing', ...argv],
    { cwd, encoding: 'utf8', env },
  );
  const did = { parses: /\bparse$/m.test(stderr), queriesProject: /\bproject$/m.test(stderr) };
  return { report: { status, stdout }, did };
}

it('a process goes by what another kept, and reports the same', () => {
  const cwd = makeProject({ 'app.py': FAULTY, 'b.py': CLEAN, 'setup.py': '' });
  const first = scanned(cwd);
  expect(first.report).toMatchObject({ status: 1, stdout: expect.stringContaining('"call-signature-mismatch"') });
  expect(first.did).toEqual({ parses: true, queriesProject: true });
  expect(existsSync(join(cwd, '.auditlint_cache'))).toBe(true);
  expect(scanned(cwd)).toEqual({ report: first.report, did: { parses: false, queriesProject: false } });

  writeFileSync(join(cwd, 'b.py'), faulty('load'));
  const cold = scanned(cwd, '--no-cache');
  expect(cold.report.stdout).not.toBe(first.report.stdout);
  expect(scanned(cwd).report).toEqual(cold.report);
  expect(scanned(cwd)).toEqual({ report: cold.report, did: { parses: false, queriesProject: false } });
});
