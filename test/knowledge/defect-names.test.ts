import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { DEFECT_NAMES, equivalentsOf, namesOfDefect } from '../../src/knowledge/defect-names.ts';

it('every rule has a common name, in lower case, and no other name has one', () => {
  expect(DEFECT_NAMES.map(({ rule }) => rule)).toEqual(rules.map(({ name }) => name).sort());
  expect(DEFECT_NAMES.filter(({ names }) => names.some((each) => each === '' || each !== each.toLowerCase()))).toEqual(
    [],
  );
});

it('ids have the form of their tool', () => {
  const ids = DEFECT_NAMES.flatMap(({ pylint, codeql }) => [...pylint, ...codeql]);
  expect(ids.filter((id) => !/^(?:[CERW]\d{4}|py(?:\/[a-z-]+)+)$/.test(id))).toEqual([]);
});

it('names and similar checks of a rule are told together', () => {
  expect(namesOfDefect('sql-string-formatting')).toContain('sql injection');
  expect(equivalentsOf('sql-string-formatting')).toEqual(['ruff S608', 'bandit B608', 'CodeQL py/sql-injection']);
  expect(equivalentsOf('of-a-plug-in')).toEqual([]);
});
