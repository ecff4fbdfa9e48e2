/** Which command lines are answered without the configuration, the rules and the parser being loaded, and that the answer is right. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recallCheck } from '../../src/cli/recall-check.ts';
import { FAULTY, makeProject, runCli, WITH_CACHE } from '../cli/run-cli.ts';

/** Whether a second `auditlint` here is given what the first one found. */
async function isRecalled(cwd: string): Promise<boolean> {
  const stream = { write: () => undefined };
  const io = {
    stdout: stream,
    stderr: stream,
    stdin: (async function* () {})(),
    env: WITH_CACHE,
    cwd,
    self: [],
    today: '2026-11-20',
    onInterrupt: () => () => undefined,
    onEnd: () => () => undefined,
  };
  return (await recallCheck([], {}, io)).known !== undefined;
}

describe('the stored report', () => {
  it('is used where words of the configuration only look like a baseline or another folder', async () => {
    const cwd = makeProject({
      'app.py': FAULTY,
      'auditlint.toml': '# no baseline yet, and no cache-dir\nprofile = "strict"\n',
    });
    const first = await runCli([], { cwd, env: WITH_CACHE });
    expect(await isRecalled(cwd)).toBe(true);
    expect(await runCli([], { cwd, env: WITH_CACHE })).toEqual(first);
  });

  it.each(['baseline = "known.txt"\n', '"base\\u006cine" = "known.txt"\n'])(
    'does not take the place of what the baseline leaves: %s',
    async (line) => {
      const cwd = makeProject({ 'app.py': FAULTY });
      expect((await runCli(['baseline', '--baseline', 'known.txt'], { cwd })).code).toBe(0);
      writeFileSync(join(cwd, 'auditlint.toml'), line);
      const cold = await runCli([], { cwd });
      expect(cold.code).toBe(0);
      for (let run = 0; run < 3; run++) expect(await runCli([], { cwd, env: WITH_CACHE })).toEqual(cold);
      expect(await isRecalled(cwd)).toBe(false);
      const all = await runCli(['--no-baseline'], { cwd });
      for (let run = 0; run < 2; run++) expect(await runCli(['--no-baseline'], { cwd, env: WITH_CACHE })).toEqual(all);
      expect(await runCli([], { cwd, env: WITH_CACHE })).toEqual(cold);
    },
  );

  it('lies where the configuration says, which only a scan reads', async () => {
    const cwd = makeProject({ 'app.py': FAULTY, 'auditlint.toml': '"cache-\\u0064ir" = "kept"\n' });
    const cold = await runCli([], { cwd });
    for (let run = 0; run < 3; run++) expect(await runCli([], { cwd, env: WITH_CACHE })).toEqual(cold);
    writeFileSync(join(cwd, 'app.py'), '');
    const gone = await runCli([], { cwd });
    for (let run = 0; run < 2; run++) expect(await runCli([], { cwd, env: WITH_CACHE })).toEqual(gone);
  });
});
