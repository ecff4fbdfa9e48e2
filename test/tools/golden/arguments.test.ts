import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPackages } from '../../../tools/corpus/packages.ts';
import { parseArguments } from '../../../tools/golden/arguments.ts';
import { PACKAGES } from '../../../tools/golden/scanned-repositories.ts';
import { projectRoot } from '../../../tools/project-root.ts';

describe('the packages', () => {
  it('are at least twelve, and pinned', () => {
    const pinned = readPackages(join(projectRoot, 'measurements/corpus/packages.txt')).map(({ name }) => name);
    expect(Object.keys(PACKAGES).length).toBeGreaterThanOrEqual(12);
    expect(Object.keys(PACKAGES).filter((name) => !pinned.includes(name))).toEqual([]);
  });
});

describe('the arguments of `npm run golden`', () => {
  const parse = (...args: readonly string[]) => parseArguments(args, ['leak', 'race']);

  it('ask for all, unless told otherwise', () => {
    expect(parse()).toMatchObject({ fixtures: true, packages: Object.keys(PACKAGES), diff: undefined, writes: false });
    expect(parse('--fixtures')).toMatchObject({ fixtures: true, packages: [] });
    expect(parse('--packages', 'RQ,flask')).toMatchObject({ fixtures: false, packages: ['rq', 'flask'] });
    expect(parse('--packages', 'all').packages).toEqual(Object.keys(PACKAGES));
    expect(parse('--diff', 'race').diff).toEqual(['race']);
    expect(parse('--diff').diff).toEqual([]);
  });

  it.each([
    [['race'], '`race` belongs to no option\nnpm run golden'],
    [['--diff', 'rave'], 'there is no rule `rave`'],
    [['--packages', 'django'], '`django` is not among bentoml'],
    [['--write', '--fixtures'], '--write needs fixtures and packages'],
    [['--write', '--diff'], 'only one of --write, --diff and --at'],
    [['--at', 'HEAD', '--packages', 'rq'], '--at computes all lines of a revision'],
    [['--jobs', '0'], '--jobs is no number of processes'],
    [['--selects', 'race'], "Unknown option '--selects'"],
  ])('say what is wrong with %j', (args, said) => {
    expect(() => parse(...args)).toThrow(said);
  });
});
