/** Completion in shells that are not everywhere. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CASES, completing } from './completion-cases.ts';

function expectInstalled(shell: string): void {
  if (spawnSync(shell, ['-c', 'true']).status !== 0) throw new Error(`${shell} is not installed`);
}

describe('fish', () => {
  beforeAll(() => expectInstalled('fish'));

  it('completes commands, options, their values, and files', async () => {
    const cwd = await completing('fish');
    for (const [line, expected, unexpected] of CASES) {
      const script = `source ./script; complete -C '${line}'`;
      const env = { ...process.env, HOME: cwd };
      const out = execFileSync('fish', ['--no-config', '-c', script], { cwd, encoding: 'utf8', env });
      const found = out.split('\n').map((one) => one.split('\t')[0] ?? '');
      expect(found, line).toEqual(expect.arrayContaining([...expected]));
      for (const word of unexpected) expect(found, line).not.toContain(word);
    }
  });
});

describe('zsh', () => {
  beforeAll(() => expectInstalled('zsh'));

  it('completes commands, options, their values, and files', async () => {
    const cwd = await completing('zsh');
    mkdirSync(join(cwd, 'home'));
    // Lines with several answers, so that they are listed.
    const lines = [
      ['auditlint --fail-on P', 'P2'],
      ['auditlint check --profile ', 'strict'],
      ['auditlint --select P0,bare', 'bare-except'],
      ['auditlint sup', 'suppressions'],
    ];
    for (const [line, expected] of lines) {
      // The line editor of a zsh of its own, in a terminal of its own; reading ends when the answer has come.
      const script = `
        zmodload zsh/zpty
        zpty -b shell zsh -f -i
        zpty -w shell 'PS1=; autoload -Uz compinit; compinit -u -D; source ./script; LISTMAX=0; bindkey "^I" complete-word; stty -echo columns 200 rows 200; print REA""DY'
        zpty -r -m shell out '*READY*'
        zpty -w -n shell ${JSON.stringify(line)}$'\\t\\t'
        zpty -r -m shell out '*${expected}*'
        print -r -- "$out"
        zpty -d shell`;
      const env = { ...process.env, HOME: join(cwd, 'home'), TERM: 'dumb' };
      const out = execFileSync('zsh', ['-f', '-c', script], { cwd, encoding: 'utf8', env, timeout: 20_000 });
      expect(out, line).toContain(expected);
    }
  }, 60_000);
});
