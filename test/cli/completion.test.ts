/** Completion in bash; other shells are in `completion-shells.deep.test.ts`. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { CASES, completing } from './completion-cases.ts';

describe('bash', () => {
  const complete = (cwd: string, words: readonly string[]): string[] => {
    const script =
      'source ./script; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _auditlint; printf "%s\\n" "${COMPREPLY[@]}"';
    return execFileSync('bash', ['-c', script, 'bash', ...words], { cwd, encoding: 'utf8' })
      .split('\n')
      .filter(Boolean);
  };

  it('completes commands, options, their values, and files', async () => {
    const cwd = await completing('bash');
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
    const cwd = await completing('bash');
    expect(complete(cwd, ['auditlint', '$(touch ran)', '`touch ran`'])).toEqual([]);
    execFileSync('bash', ['-c', 'set -eu; source ./script; source ./script; test ! -e ran'], { cwd });
  });
});
