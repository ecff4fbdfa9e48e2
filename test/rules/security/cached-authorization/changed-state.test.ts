import { expect, it } from 'vitest';
import { isChangedElsewhere } from '../../../../rules/security/cached-authorization/changed-state.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

it.each([
  ['a table that another function fills', 'def add(k, v):\n    roles[k] = v', true],
  ['a table that another function empties', 'def drop(k):\n    del roles[k]', true],
  ['a table that only this function fills', 'def read(k):\n    return roles', false],
  ['a table that nobody changes', '', false],
])('isChangedElsewhere: %s', async (_, other, is) => {
  const { model } = await fixtureOf(
    'app/access.py',
    `roles = {}\n\ndef role_of(k):\n    roles["seen"] = k\n    return roles.get(k)\n\n${other}\n`,
  );
  const [fn] = nodesOf(model.source.module, 'FunctionDef').filter(({ name }) => name === 'role_of');
  const place = nodesOf(model.source.module, 'Attribute').find(({ attr }) => attr === 'get')?.value;
  if (fn === undefined || place === undefined) throw new Error('nothing is read');
  expect(isChangedElsewhere(place, fn, model)).toBe(is);
});
