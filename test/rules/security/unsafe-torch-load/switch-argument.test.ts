import { expect, it } from 'vitest';
import { switchGiven } from '../../../../rules/security/unsafe-torch-load/switch-argument.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

it.each([
  ['load(path, safe=False)', { kind: 'off', how: 'written' }],
  ['load(path, safe=True if short else False)', { kind: 'off', how: 'possible' }],
  ['load(path, safe=lax)', { kind: 'off', how: 'default', parameter: 'lax' }],
  ['load(path, **OPTIONS)', { kind: 'off', how: 'unpacked' }],
  ['load(path)', { kind: 'absent' }],
  ['load(path, safe=None)', { kind: 'absent' }],
  ['load(path, **{"map": 1})', { kind: 'absent' }],
  ['load(path, safe=True)', { kind: 'on' }],
  ['load(path, safe=strict)', { kind: 'on' }],
  ['load(path, safe=short)', { kind: 'unknown' }],
  ['load(path, **more)', { kind: 'unknown' }],
  ['load(*all)', { kind: 'absent' }],
])('switchGiven of %s', async (code, expected) => {
  const text = `OPTIONS = {"safe": False}\n\ndef run(path, short, more, all, lax=False, strict=True):\n    ${code}\n`;
  const { model } = await fixtureOf('app/load.py', text);
  const call = nodesOf(model.source.module, 'Call').find(({ func }) => func.kind === 'Name' && func.id === 'load');
  if (call === undefined) throw new Error('`load` is not called');
  expect(switchGiven(call, 'safe', model)).toMatchObject(expected);
});
