import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../tools/recall/arguments.ts';

const parse = (...args: readonly string[]) => parseArguments(['--repositories', 'clones', ...args], '2026-11-21');

describe('the arguments of `npm run recall`', () => {
  it('ask for the rows that are kept, unless told otherwise', () => {
    expect(parse()).toMatchObject({
      repositories: ['clones'],
      parts: ['kept'],
      select: [],
      tables: [],
      date: '2026-11-21',
    });
    expect(parse('--part', 'all').parts).toEqual(['kept', 'aside']);
    expect(parse('--select', 'race,leak', '--select', 'errors').select).toEqual(['race', 'leak', 'errors']);
  });

  it.each([
    [['--part', 'half'], 'there is no part `half`\nnpm run recall'],
    [['--date', 'today'], '--date is no YYYY-MM-DD'],
    [['--write', '--select', 'race'], '--write needs every rule'],
    [['hndsr.tsv'], '`hndsr.tsv` belongs to no option'],
    [['--tables', 'hndsr.tsv'], "Unknown option '--tables'"],
  ])('say what is wrong with %j', (args, said) => {
    expect(() => parse(...args)).toThrow(said);
  });

  it('name where the repositories are', () => {
    expect(() => parseArguments([], '2026-11-21')).toThrow('--repositories is needed');
  });
});
