import { expect, test } from 'vitest';
import { isMarkedUnresolved, nodesOf } from '../../../src/ast/index.ts';
import { parse } from '../parse-python.ts';

const reported = (code: string): boolean[] => {
  const module = parse(code);
  return nodesOf(module.module, 'ImportFrom').map((statement) => isMarkedUnresolved(module, statement));
};

test('marks of pylint, mypy and pyright behind the import', () => {
  expect(
    reported(`from a import b  # pylint: disable=import-error
from a import b  # pylint: disable=wrong-import-order, E0401
from a import (  # pylint: disable=E0611
    b,
)
from a import b  # type: ignore[import]
from a import b  # type: ignore[import-not-found]
from a import b  # pyright: ignore[reportMissingImports]
`),
  ).toEqual([true, true, true, true, true, true]);
});

test('marks that say something else', () => {
  expect(
    reported(`from a import b  # noqa
from a import b  # type: ignore
from a import b  # type: ignore[import-untyped]
from a import b  # pylint: disable=wrong-import-position
from a import b  # the import may fail: import-error
`),
  ).toEqual([false, false, false, false, false]);
});

test('marks on a line of their own hold for what comes after them, until they are taken back', () => {
  expect(
    reported(`from a import b
# pylint: disable=import-error
from a import b
# pylint: enable=import-error
from a import b
`),
  ).toEqual([false, true, false]);
  expect(reported('# pyright: reportMissingImports=false\nfrom a import b\n')).toEqual([true]);
});
