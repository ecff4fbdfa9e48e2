import { expect, it } from 'vitest';
import { nodesOf } from '../../../src/ast/index.ts';
import { isPlainRecord, recordKindOf } from '../../../src/semantics/types/record-class.ts';
import { fixtureOf } from '../expectations.ts';

const IMPORTS =
  'import attrs\nfrom dataclasses import dataclass\nfrom typing import NamedTuple, TypedDict\nfrom pydantic import BaseModel\nfrom pydantic_settings import BaseSettings\n';

async function lastClass(code: string) {
  const { model } = await fixtureOf('app/records.py', `${IMPORTS}${code}\n`);
  const last = nodesOf(model.source.module, 'ClassDef')
    .toSorted((a, b) => a.start - b.start)
    .at(-1);
  if (last === undefined) throw new Error('no class');
  return { last, model };
}

it.each([
  ['class Settings(BaseSettings): ...', 'settings'],
  ['class Base(BaseModel): ...\nclass Order(Base): ...', 'model'],
  ['class Point(NamedTuple): ...', 'tuple'],
  ['class Options(TypedDict): ...', 'dict'],
  ['@dataclass(frozen=True)\nclass Order: ...', 'dataclass'],
  ['@attrs.define\nclass Order: ...', 'dataclass'],
  ['@register\nclass Order: ...', undefined],
  ['class Order(Unknown): ...', undefined],
])('recordKindOf %j is %s', async (code, kind) => {
  const { last, model } = await lastClass(code);
  expect(recordKindOf(last, model)).toBe(kind);
});

it.each([
  ['class Order(BaseModel): ...', true],
  ['@dataclass\nclass Order: ...', true],
  ['class Order(BaseModel, Plugin): ...', false],
  ['@register\nclass Order(BaseModel): ...', false],
  ['class Settings(BaseSettings): ...', false],
])('isPlainRecord %j is %s', async (code, is) => {
  const { last, model } = await lastClass(code);
  expect(isPlainRecord(last, model)).toBe(is);
});
