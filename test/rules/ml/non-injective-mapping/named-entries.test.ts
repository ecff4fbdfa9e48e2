import { describe, expect, it } from 'vitest';
import {
  entriesOfChain,
  entriesOfTable,
  type NamedEntry,
  nameOfTable,
} from '../../../../rules/ml/non-injective-mapping/named-entries.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const shown = (entries: readonly NamedEntry[] | undefined) => entries?.map(({ name, value }) => `${name} ${value}`);

describe('entriesOfTable', () => {
  it.each([
    ['TABLE = {"dev": "None", Stage.LIVE: Registry.PRODUCTION}', 'TABLE', ['dev None', 'LIVE PRODUCTION']],
    ['def stage_of(key):\n    return {"dev": "None"}[key]', 'stage_of', ['dev None']],
    ['self.table: dict = {"dev": make()}', 'table', undefined],
    ['use({"dev": "None", **more})', undefined, undefined],
  ])('of %j', async (code, name, entries) => {
    const { model } = await fixtureOf('app/stages.py', `${code}\n`);
    const [table] = nodesOf(model.source.module, 'Dict');
    if (table === undefined) throw new Error('no table');
    expect(shown(entriesOfTable(table))).toEqual(entries);
    expect(nameOfTable(table, model)).toBe(name);
  });
});

describe('entriesOfChain', () => {
  it.each([
    [
      'if k == "dev":\n    return "None"\nif k in ("a", "b"):\n    return "C"\nraise KeyError(k)',
      ['dev None', 'a C', 'b C'],
    ],
    ['if k == "dev":\n    return "None"\nelif k == Stage.LIVE:\n    return "P"\nreturn "X"', ['dev None', 'LIVE P']],
    ['if k == "dev":\n    log(k)\n    return "None"', undefined],
    ['if k > "dev":\n    return "None"', undefined],
    ['if k == "dev":\n    return make()', undefined],
  ])('of %j', async (body, entries) => {
    const { model } = await fixtureOf('app/stages.py', `def f(k):\n${body.replaceAll(/^/gm, '    ')}\n`);
    const [fn] = nodesOf(model.source.module, 'FunctionDef');
    expect(shown(entriesOfChain(fn?.body ?? []))).toEqual(entries);
  });
});
