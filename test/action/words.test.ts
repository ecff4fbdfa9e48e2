import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { splitWords } from '../../src/action/words.ts';

/** What bash makes of words in which it expands nothing. */
function bashWords(text: string): string[] {
  const script = `args=(${text}\n); for arg in "\${args[@]}"; do printf '%s\\0' "$arg"; done`;
  return execFileSync('bash', ['-fc', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('words of `args`', () => {
  it.each([
    '',
    '  ',
    'a b',
    '  a\tb\n c ',
    `'a b' "c d"`,
    `a'b c'd"e f"g`,
    String.raw`a\ b c\\d \'`,
    String.raw`"a \" b" "c \\ d" "e \n f"`,
    `'a \\ b' ''`,
    `"it's" 'say "x"'`,
    'a \\\n  b',
    '--exclude=**/x --select a,b',
  ])('are those of a shell: %j', (text) => {
    expect(splitWords(text)).toEqual(bashWords(text));
  });

  it('expand and run nothing', () => {
    expect(splitWords('$(id) `id` ${HOME} ; a&&b > c ~ *')).toEqual([
      ...['$(id)', '`id`', '${HOME}', ';', 'a&&b', '>', 'c', '~', '*'],
    ]);
  });

  it.each([`'a`, `a "b`, 'a \\', `"a\\"`])('are none where something is open: %j', (text) => {
    expect(splitWords(text)).toBeUndefined();
  });
});
