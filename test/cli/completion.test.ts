/** Completion in the shells themselves. zsh and fish are skipped, and say so, where they are missing. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeProject, runCli } from './run-cli.ts';

async function project(shell: string): Promise<string> {
  const cwd = makeProject({ 'app.py': '', 'sub folder/x.py': '' });
  const { stdout, code } = await runCli(['completion', shell], { cwd });
  expect(code).toBe(0);
  writeFileSync(join(cwd, 'script'), stdout);
  return cwd;
}

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

/** What is completed at the end of each command line. */
const CASES: readonly (readonly [line: string, expected: readonly string[], unexpected: readonly string[]])[] = [
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

describe('bash', () => {
  const complete = (cwd: string, words: readonly string[]): string[] => {
    const script =
      'source ./script; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _auditlint; printf "%s\\n" "${COMPREPLY[@]}"';
    return execFileSync('bash', ['-c', script, 'bash', ...words], { cwd, encoding: 'utf8' })
      .split('\n')
      .filter(Boolean);
  };

  it('completes commands, options, their values, and files', async () => {
    const cwd = await project('bash');
    for (const [line, expected, unexpected] of CASES) {
      const found = complete(cwd, line.split(' '));
      expect(found, line).toEqual(expect.arrayContaining([...expected]));
      for (const word of unexpected) expect(found, line).not.toContain(word);
    }
    // As bash parts `--profile=st`.
    expect(complete(cwd, ['auditlint', '--profile', '=', 'st'])).toEqual(['strict']);
    expect(complete(cwd, ['auditlint', '--profile', '='])).toEqual(['default', 'strict']);
    expect(complete(cwd, ['auditlint', 'sub'])).toEqual(['sub folder']);
    // The value of an option that takes any file is left to the shell.
    expect(complete(cwd, ['auditlint', '--baseline', 'a'])).toEqual([]);
  });

  it('runs nothing that stands on the line, and may be read twice', async () => {
    const cwd = await project('bash');
    expect(complete(cwd, ['auditlint', '$(touch ran)', '`touch ran`'])).toEqual([]);
    execFileSync('bash', ['-c', 'set -eu; source ./script; source ./script; test ! -e ran'], { cwd });
  });
});

describe.skipIf(!has('fish'))('fish', () => {
  it('completes commands, options, their values, and files', async () => {
    const cwd = await project('fish');
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

describe.skipIf(!has('zsh'))('zsh', () => {
  it('completes commands, options, their values, and files', async () => {
    const cwd = await project('zsh');
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
