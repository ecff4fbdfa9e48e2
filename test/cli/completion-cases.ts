import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { makeProject, runCli } from './run-cli.ts';

/** A folder with the completion of a shell as `script`. */
export async function completing(shell: string): Promise<string> {
  const cwd = makeProject({ 'app.py': '', 'sub folder/x.py': '' });
  const { stdout, code } = await runCli(['completion', shell], { cwd });
  expect(code).toBe(0);
  writeFileSync(join(cwd, 'script'), stdout);
  return cwd;
}

/** What is completed at the end of each command line. */
export const CASES: readonly (readonly [line: string, expected: readonly string[], unexpected: readonly string[]])[] = [
  ['auditlint basel', ['baseline'], ['app.py']],
  ['auditlint a', ['app.py'], ['baseline']],
  ['auditlint --fail', ['--fail-on'], ['--format']],
  ['auditlint --fail-on P', ['P0', 'P3'], ['never']],
  ['auditlint check --profile ', ['default', 'strict'], ['app.py']],
  ['auditlint --select bare-e', ['bare-except'], []],
  ['auditlint --select P0,bare-e', ['P0,bare-except'], []],
  ['auditlint explain dangling', ['dangling-task'], []],
  ['auditlint report --format ht', ['html'], []],
  ['auditlint fleet wo', ['work'], ['why']],
  ['auditlint fleet work --que', ['--queue'], []],
];
