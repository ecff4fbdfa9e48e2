import { expect, it } from 'vitest';
import { importsTried } from '../../../../rules/imports/_shared/tried-imports.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

it.each([
  ['try:\n    import a.b, c\n    from d import e\nexcept ImportError:\n    import f\n', ['a.b', 'c', 'd e']],
  ['import a\ntry:\n    if a:\n        import b\nfinally:\n    pass\n', []],
])('importsTried of %j', async (content, expected) => {
  const { model } = await fixtureOf('desk/rows.py', content);
  const [attempt] = nodesOf(model.source.module, 'Try');
  const found = attempt === undefined ? [] : importsTried(attempt, model);
  expect(found.map(({ module, name }) => (name === undefined ? module : `${module} ${name}`))).toEqual(expected);
});
