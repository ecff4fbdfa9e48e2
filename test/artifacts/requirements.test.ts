import { describe, expect, test } from 'vitest';
import { readPyproject } from '../../src/artifacts/pyproject/pyproject.ts';
import { parseRequirement } from '../../src/artifacts/requirements/requirement.ts';
import { readRequirementsFile } from '../../src/artifacts/requirements/requirements-file.ts';
import { allowsBelow } from '../../src/project/specifier.ts';
import { SourceText } from '../../src/text/index.ts';

describe('parseRequirement', () => {
  test.each([
    ['torch>=2.1,<3', 'torch', '>=2.1,<3'],
    ['Torch_Vision[extra] >= 0.15 ; python_version > "3.8"', 'torch-vision', '>=0.15'],
    ['numpy', 'numpy', ''],
    ['pkg (>=1.0)', 'pkg', '>=1.0'],
    ['model @ https://example.com/model.whl', 'model', ''],
    ['torch==2.6.0 --hash=sha256:abcd', 'torch', '==2.6.0'],
    ['zope.interface~=5.0', 'zope-interface', '~=5.0'],
  ])('%s', (text, distribution, specifier) => {
    expect(parseRequirement(text)).toEqual({ distribution, specifier });
  });

  test.each(['', '-r base.txt', 'two words here', '=1.0'])('%j is none', (text) => {
    expect(parseRequirement(text)).toBeUndefined();
  });
});

test('a requirements file: comments, options, paths and URLs are passed over, lines are kept', () => {
  const text = new SourceText('# base\n-r other.txt\ntorch>=2.0  # for the encoder\n./local\ngit+https://x/y\nrich\n');
  expect(
    readRequirementsFile(text).artifact?.requirements.map(({ value, span }) => [
      value.distribution,
      value.specifier,
      text.lineAt(span.start),
    ]),
  ).toEqual([
    ['torch', '>=2.0', 3],
    ['rich', '', 6],
  ]);
});

test('pyproject: project, extras, groups and Poetry', () => {
  const text = new SourceText(
    [
      '[project]',
      'dependencies = ["torch>=2.6", "rich"]',
      '[project.optional-dependencies]',
      'gpu = ["triton==3.0"]',
      '[dependency-groups]',
      'dev = ["pytest>=8", {include-group = "lint"}]',
      '[tool.poetry.dependencies]',
      'python = "^3.10"',
      'scipy = "^1.11"',
      'pandas = { version = "2.2.0", optional = true }',
    ].join('\n'),
  );
  const found = readPyproject(text).artifact?.requirements ?? [];
  expect(found.map(({ value, span }) => [value.distribution, value.specifier, text.lineAt(span.start)])).toEqual([
    ['torch', '>=2.6', 2],
    ['rich', '', 2],
    ['triton', '==3.0', 4],
    ['pytest', '>=8', 6],
    ['scipy', '>=1.11', 9],
    ['pandas', '==2.2.0', 10],
  ]);
});

test('a broken pyproject has no dependencies', () => {
  expect(readPyproject(new SourceText('[project\n')).artifact).toBeUndefined();
});

test.each([
  ['', true],
  ['>=2.1,<3', true],
  ['>=2.6', false],
  ['>=2.6.0,<3', false],
  ['==2.7.1', false],
  ['==2.5.*', true],
  ['~=2.6', false],
  ['<2.4', true],
  ['!=2.0', true],
  ['>2.6', false],
])('a version of torch below 2.6 satisfies %j: %s', (specifier, expected) => {
  expect(allowsBelow(specifier, '2.6')).toBe(expected);
});

test('pyproject: a requirement stands where it is declared, not where its name comes first', () => {
  const text = new SourceText(
    [
      '[project]',
      'name = "rich-reports"  # rich, with torch',
      'description = """',
      'torch and rich"""',
      'dependencies = [',
      '  "torch",',
      '  "rich",',
      ']',
      '[project.optional-dependencies]',
      'gpu = ["torch"]',
      '[tool.poetry.group.dev.dependencies]',
      'torch = "*"',
    ].join('\n'),
  );
  const found = readPyproject(text).artifact?.requirements ?? [];
  expect(found.map(({ span }) => `${text.lineAt(span.start)} ${text.slice(span)}`)).toEqual([
    '6 torch',
    '7 rich',
    '10 torch',
    '12 torch',
  ]);
});
