import { expect, test } from 'vitest';
import { readPyproject } from '../../src/artifacts/pyproject/pyproject.ts';
import { SourceText } from '../../src/text/index.ts';

const read = (content: string): string[] => {
  const text = new SourceText(content);
  const entryPoints = readPyproject(text).artifact?.entryPoints ?? [];
  return entryPoints.map(({ value, span }) => {
    expect(text.slice(span)).toBe(value.reference);
    return `${text.lineAt(span.start)} ${value.reference}`;
  });
};

test('scripts, plug-ins and their Poetry twins are entry points, in the order of the file', () => {
  const content = [
    '[tool.poetry.scripts]',
    'serve = "depot.web:serve"',
    '[project.scripts]',
    'depot = "depot.cli:main"',
    '[project.entry-points."depot.channels"]',
    'mail = "depot.channels.mail"',
  ].join('\n');
  expect(read(content)).toEqual(['2 depot.web:serve', '4 depot.cli:main', '6 depot.channels.mail']);
});

test('a reference stands where it is written, not where its text comes first', () => {
  const content = [
    '# depot.cli:main starts it',
    '[tool.depot]',
    'default = "depot.cli:main"',
    '[project]',
    'scripts = { depot = \'depot.cli:main\', \'depot.old\' = """depot.cli:main""" }',
    '[project.gui-scripts]',
    'depot.window = "lost"',
    '"depot-window" = "depot.cli:main"',
  ].join('\n');
  expect(read(content)).toEqual(['5 depot.cli:main', '5 depot.cli:main', '8 depot.cli:main']);
});

test('what is no table, no text or no TOML declares nothing', () => {
  expect(read('[project]\nscripts = 3\n')).toEqual([]);
  expect(read('[project.scripts]\na = 1\n')).toEqual([]);
  expect(read('[project')).toEqual([]);
});
