import { describe, expect, it } from 'vitest';
import { FAULTY, makeProject, runCli } from './run-cli.ts';

const cwd = makeProject({ 'app.py': FAULTY });
const ESCAPE = '\u001b[';

describe('colour', () => {
  it.each<[string, boolean, Record<string, string>, boolean]>([
    ['a terminal', true, {}, true],
    ['no terminal', false, {}, false],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
    ['NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['FORCE_COLOR', false, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR beside NO_COLOR', false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
  ])('%s', async (_, isTTY, env, expected) => {
    const { stdout } = await runCli(['--select', 'bare-except'], { cwd, isTTY, env });
    expect(stdout.includes(ESCAPE)).toBe(expected);
  });

  it('never gets into JSON', async () => {
    const { stdout } = await runCli(['--format', 'json'], { cwd, isTTY: true, env: { FORCE_COLOR: '1' } });
    expect(stdout).not.toContain(ESCAPE);
  });
});
