import { expect, test } from 'vitest';
import { readPyprojectEntryPoints } from '../../src/artifacts/pyproject/entry-points.ts';
import { SourceText } from '../../src/text/index.ts';

const read = (content: string): string[] => {
  const text = new SourceText(content);
  return readPyprojectEntryPoints(text).map(({ value, span }) => `${text.lineAt(span.start)} ${value}`);
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

test('what is no table, no text or no TOML declares nothing', () => {
  expect(read('[project]\nscripts = 3\n')).toEqual([]);
  expect(read('[project.scripts]\na = 1\n')).toEqual([]);
  expect(read('[project')).toEqual([]);
});
