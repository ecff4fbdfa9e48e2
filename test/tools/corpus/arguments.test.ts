import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../tools/corpus/arguments.ts';
import { normalName, readPackages } from '../../../tools/corpus/packages.ts';
import { splitWords } from '../../../tools/corpus/select-rules.ts';
import { projectRoot } from '../../../tools/project-root.ts';

describe('arguments', () => {
  it('are folders by their name or by one given', () => {
    const { folders, packages } = parseArguments(['/corpus/scikit_learn-1.9.1', 'cpython-3.11=/usr/lib/python3.11']);
    expect(folders).toEqual([
      { package: 'scikit_learn', version: '1.9.1', path: '/corpus/scikit_learn-1.9.1' },
      { package: 'cpython', version: '3.11', path: '/usr/lib/python3.11' },
    ]);
    expect(packages).toEqual([]);
  });

  it('mean every pinned package unless packages or folders are named', () => {
    expect(parseArguments([]).packages).toBeUndefined();
    expect(parseArguments(['--package', 'all', '/corpus/orders-1.0']).packages).toBeUndefined();
    expect(parseArguments(['--package', 'django,rq', '--package', 'arq']).packages).toEqual(['django', 'rq', 'arq']);
  });

  it.each([
    [['nameless'], 'names no package and version'],
    [['--write', 'orders-1.0'], '--date'],
    [['--date', 'today', 'orders-1.0'], '--date'],
    [['--write', '--date', '2026-11-20', '--select', 'errors'], '--write needs every rule'],
    [['--write', '--date', '2026-11-20', '--package', 'rq'], '--write needs every rule'],
    [['--unheard-of'], 'Unknown option'],
  ])('refuse %j', (args, problem) => {
    expect(() => parseArguments(args)).toThrow(problem);
    expect(() => parseArguments(args)).toThrow('npm run measure -- corpus ');
  });

  it('may join words by commas', () => {
    expect(splitWords(['a,b', 'c', ''])).toEqual(['a', 'b', 'c']);
  });
});

describe('pinned packages', () => {
  const pins = readPackages(join(projectRoot, 'measurements/corpus/packages.txt'));

  it('are the sdists that the corpus needs, each once', () => {
    const names = pins.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining(['django', 'scikit-learn', 'ansible-core', 'transformers', 'prefect']),
    );
  });

  it('have names as PyPI compares them', () => {
    expect(normalName('Scikit_Learn')).toBe('scikit-learn');
    expect(pins.map(({ name }) => normalName(name))).toEqual(pins.map(({ name }) => name));
  });
});
