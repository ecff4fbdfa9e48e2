import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { endGroup } from '../../src/cli/fleet/end-group.ts';
import { scanClone } from '../../src/fleet/scan-clone.ts';
import { makeProject } from '../cli/run-cli.ts';

/** What the user wants of scans by hand. */
const THEIRS = { AUDITLINT_JOBS: '16', AUDITLINT_NO_CACHE: '' };

/** A scan by a program of one line. */
function scanBy(script: string, setting: { readonly timeLimitSeconds?: number; readonly signal?: AbortSignal } = {}) {
  const folder = makeProject({ 'scan.mjs': script });
  mkdirSync(join(folder, 'clone'));
  return scanClone(
    join(folder, 'clone'),
    { profile: 'strict', select: ['security', 'P0'] },
    {
      program: [process.execPath, join(folder, 'scan.mjs')],
      environment: { PATH: process.env.PATH, AUDITLINT_STORE: 'postgres://secret', ...THEIRS },
      timeLimitSeconds: 30,
      signal: new AbortController().signal,
      endGroup,
      ...setting,
    },
  );
}

const HANG = 'setInterval(() => undefined, 1000);';

describe('the scan of a clone', () => {
  it('reads the report of the program, which learns nothing of the store, has one core and keeps nothing', async () => {
    const scan = await scanBy(`
      import { writeFileSync } from 'node:fs';
      const files = process.argv.filter((word) => /^(json|sarif)=/.test(word)).map((word) => word.split('='));
      const place = { severity: 'P1', path: 'a.py', line: 1, fingerprint: 'f:1' };
      const findings = [{ ...place, rule: process.argv.slice(-7).join(' '), places: [{ ...place, line: 2, rule: 'other' }] }];
      findings.push({ ...place, rule: String(process.env.AUDITLINT_STORE) });
      const { AUDITLINT_JOBS, AUDITLINT_NO_CACHE } = process.env;
      findings.push({ ...place, rule: AUDITLINT_JOBS + AUDITLINT_NO_CACHE });
      for (const [, file] of files) writeFileSync(file, JSON.stringify({ findings }));
      process.exitCode = 3;`);
    expect(scan.isComplete).toBe(false);
    expect(scan.places.map(({ finding, place, rule, line }) => [finding, place, rule, line])).toEqual([
      [0, 0, expect.stringMatching(/^--format sarif=.+ --profile strict --select security,P0 clone$/), 1],
      [0, 1, 'other', 2],
      [1, 0, 'undefined', 1],
      [2, 0, '11', 1],
    ]);
  });

  it.each([
    ['crashes', 'process.kill(process.pid, "SIGSEGV");', 'its scan ended with SIGSEGV', false],
    ['aborts', 'process.abort();', 'its scan ended with SIGABRT', false],
    [
      'has no memory left',
      'console.error("FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory"); process.abort();',
      'its scan ended with SIGABRT: it ran out of memory',
      false,
    ],
    [
      'refuses the configuration',
      'console.error("auditlint: clone/auditlint.toml:1:1: what is it"); process.exitCode = 2;',
      'its scan ended with exit code 2: auditlint.toml:1:1: what is it',
      true,
    ],
    [
      'tells a secret',
      'console.error("auditlint: cannot read ghp_16C7e42F292c6912E7710c838347Ae178B4a"); process.exitCode = 4;',
      `its scan ended with exit code 4: cannot read ghp_${'*'.repeat(36)}`,
      false,
    ],
  ])('that %s is a failure of this repository alone', async (_, script, message, isFinal) => {
    await expect(scanBy(script)).rejects.toMatchObject({ message, isFinal });
  });

  it('ends after its time with all that it started, and when it is told to', async () => {
    const withChild = `import { spawn } from 'node:child_process';
      spawn(process.execPath, ['-e', ${JSON.stringify(HANG)}], { stdio: 'inherit' }); ${HANG}`;
    await expect(scanBy(withChild, { timeLimitSeconds: 1 })).rejects.toMatchObject({
      message: 'its scan took more than 1 s',
      isFinal: true,
    });
    const controller = new AbortController();
    const stopped = scanBy(HANG, { signal: controller.signal });
    controller.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
  });
});
