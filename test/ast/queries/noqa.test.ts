import { describe, expect, it } from 'vitest';
import { isSilenced } from '../../../src/ast/index.ts';
import { parse } from '../parse-python.ts';

const CODES = ['F401', 'unused-import'];

describe('isSilenced', () => {
  it.each([
    ['import a  # noqa\n', true],
    ['import a  # noqa: F401\n', true],
    ['import a  # NOQA:E501,F401\n', true],
    ['import a  # noqa: E501 F401\n', true],
    ['import a  # noqa: F\n', true],
    ['import a  # noqa: E501\n', false],
    ['import a  # noqa: F4011\n', false],
    ['import a  # type: ignore  # noqa: F401 for plug-ins\n', true],
    ['import a  # pylint: disable=wrong-import-order,unused-import\n', true],
    ['import a  # pylint: disable=invalid-name\n', false],
    ['import a  # needed\n', false],
    ['# noqa\nimport a\n', false],
    ['# flake8: noqa\nimport a\n', true],
    ['# ruff: noqa: F401\nimport a\n', true],
    ['# ruff: noqa: E501\nimport a\n', false],
    ['from a import (\n    b,\n)  # noqa\n', true],
    ['import a\n', false],
  ])('%j', (code, silenced) => {
    const source = parse(code);
    const [statement] = source.module.body;
    expect(statement !== undefined && isSilenced(source, statement, CODES)).toBe(silenced);
  });
});
