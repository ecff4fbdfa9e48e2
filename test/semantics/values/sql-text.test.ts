import { describe, expect, it } from 'vitest';
import { isChecked, isCleaned, mayCheck } from '../../../rules/security/_shared/value-checks.ts';
import { isConstantAtCalls } from '../../../rules/security/sql-string-formatting/constant-parameter.ts';
import { type Expression, nodesOf } from '../../../src/ast/index.ts';
import { sqlTexts } from '../../../src/semantics/values/sql-text.ts';
import { fixtureOf } from '../expectations.ts';

/** What the last `made(…)` of a function is given. */
async function given(code: string, around = '') {
  const text = `def find(name, table):\n${code.replaceAll(/^/gm, '    ')}\n${around}\n`;
  const { model } = await fixtureOf('app/find.py', text);
  const calls = nodesOf(model.source.module, 'Call').filter(({ func }) => func.kind === 'Name' && func.id === 'made');
  const value: Expression | undefined = calls.at(-1)?.args[0];
  if (value === undefined) throw new Error('nothing is given to `made`');
  return { value, model, text };
}

describe('sqlTexts', () => {
  it.each([
    ['made(f"SELECT id FROM users WHERE name = \'{name}\'")', ['name quoted']],
    ['made("SELECT id FROM users WHERE age > " + name)', ['name value']],
    ['made("select 1 from t where a in (%s)" % name)', ['name value']],
    ['made(f"DELETE FROM {table}")', ['table identifier']],
    ['sql = "SELECT a FROM t"\nsql += f" WHERE b = {name}"\nmade(sql)', ['name value']],
    ['made(f"SELECT {name} FROM t")', ['name identifier']],
  ])('of %s', async (code, insertions) => {
    const { value, model, text } = await given(code);
    const found = sqlTexts(value, model);
    expect(found.some(({ isStatement }) => isStatement)).toBe(true);
    const all = found.flatMap((each) => each.insertions);
    expect(all.map(({ at, place }) => `${text.slice(at.start, at.end)} ${place}`)).toEqual(insertions);
  });

  it('knows statements from other texts, and from prose', async () => {
    const of = async (code: string) => {
      const { value, model } = await given(code);
      return sqlTexts(value, model).map(({ isStatement, looksLikeProse }) => [isStatement, looksLikeProse]);
    };
    expect(await of('made(f"SELECT a FROM t WHERE b = {name}")')).toEqual([[true, false]]);
    expect(await of('made(f"select a from t where b = {name}")')).toEqual([[true, false]]);
    expect(await of('made(f"select one from those with a = {name}")')).toEqual([[true, true]]);
    expect(await of('made(f"SET role = {name}")')).toEqual([[true, true]]);
  });
});

describe('a value that is looked at', () => {
  it.each([
    ['made(quote_name(name))', true, false],
    ['made(valid_name)', true, false],
    ['def quoted(text):\n    return "(" + text + ")"\nmade(quoted(name))', false, false],
    ['def quoted(text):\n    return text.replace("x", "")\nmade(quoted(name))', true, false],
    ['if name in TABLES:\n    made(name)', false, true],
    ['if name.isidentifier():\n    made(name)', false, true],
    ['check(name)\nmade(name)', false, true],
    ['print(name)\nmade(name)', false, false],
  ])('%s', async (code, cleaned, checked) => {
    const { value, model } = await given(code);
    expect([isCleaned(value, model), isChecked(value, model)]).toEqual([cleaned, checked]);
  });
});

describe('mayCheck', () => {
  it.each([
    ['made(name)\nissued[name]', true],
    ['made(name)\nif name == stored:\n    pass', true],
    ['made(name)\nverify(name)', true],
    ['made(name)\nif name == "":\n    pass', false],
    ['made(name)\nif name is None:\n    pass', false],
    ['made(name)\nlen(name)', false],
    ['made(name[:8])', false],
  ])('after %j: %s', async (code, may) => {
    const { value, model } = await given(`import hashlib\n${code}`);
    const call = value.parent;
    if (call?.kind !== 'Call') throw new Error('no call');
    const loads = nodesOf(model.source.module, 'Name').filter(({ id, ctx }) => id === 'name' && ctx === 'Load');
    const uses = loads.flatMap((load) => model.flow.destinations(load));
    expect(uses.some((use) => mayCheck(use, call, model))).toBe(may);
  });
});

describe('isConstantAtCalls', () => {
  it.each([
    ['always constants', 'find("a", "t")\nfind(name="b", table="t")', true],
    ['once something else', 'find("a", "t")\nfind(input(), "t")', false],
    ['handed out', 'find("a", "t")\nregister(find)', false],
    ['never called here', '', false],
  ])('%s', async (_, around, is) => {
    const { value, model } = await given('made(name)', around);
    expect(isConstantAtCalls(value, model)).toBe(is);
  });

  it('counts the arguments of a method without `self`', async () => {
    const { model } = await fixtureOf(
      'app/find.py',
      'class Store:\n    def find(self, name):\n        made(name)\n    def all(self):\n        return self.find("a")\n',
    );
    const [value] = nodesOf(model.source.module, 'Call').find(({ func }) => func.kind === 'Name')?.args ?? [];
    expect(value && isConstantAtCalls(value, model)).toBe(true);
  });
});
