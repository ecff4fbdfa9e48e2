import { expect, it } from 'vitest';
import { secretMakerOf } from '../../../../rules/security/ephemeral-secret/secret-maker.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

it.each([
  ['secrets.token_hex(32)', '', 'secrets.token_hex'],
  ['fresh()', 'def fresh():\n    return os.urandom(32).hex()', 'app.keys.fresh'],
  ['fresh()', 'def fresh():\n    key = os.urandom(32)\n    path.write_bytes(key)\n    return key', undefined],
  ['fresh()', 'def fresh():\n    if STRICT:\n        raise RuntimeError()\n    return os.urandom(32)', undefined],
  ['fresh(1)', 'def fresh(n):\n    return os.urandom(n)', undefined],
  ['random.random()', '', undefined],
])('secretMakerOf %s after %j is %s', async (code, before, name) => {
  const { model } = await fixtureOf(
    'app/keys.py',
    `import os, random, secrets\nfrom pathlib import Path\n\npath = Path("k")\n\n${before}\n\nKEY = ${code}\n`,
  );
  const value = nodesOf(model.source.module, 'Assign').at(-1)?.value;
  if (value?.kind !== 'Call') throw new Error('nothing is called');
  expect(secretMakerOf(value, model)).toBe(name);
});
