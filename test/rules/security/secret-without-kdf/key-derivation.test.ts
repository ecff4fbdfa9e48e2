import { expect, it } from 'vitest';
import { derivationOf } from '../../../../rules/security/secret-without-kdf/key-derivation.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

it.each([
  ['a variable of the environment', 'made(os.environ["MASTER_KEY"].encode())', 'MASTER_KEY: encoded'],
  ['cut', 'made(os.getenv("MASTER_KEY").encode()[:32])', 'MASTER_KEY: cut encoded'],
  ['padded', 'made(secret_key.ljust(32).encode())', 'secret_key: encoded padded'],
  ['hashed', 'made(hashlib.sha256(secret_key.encode()).digest())', 'secret_key: encoded hashed'],
  ['in base64, through a local', 'raw = base64.urlsafe_b64encode(secret_key)\nmade(raw)', 'secret_key: base64'],
  ['by a function of this file', 'made(stretch(secret_key))', 'secret_key: padded'],
  ['of a setting', 'made(settings.secret_key)', 'secret_key: '],
  ['of an imported constant', 'made(MASTER_KEY.encode()[:32])', 'MASTER_KEY: cut encoded'],
  ['the worse of two', 'made(secret_key[:16] if short else secret_key)', 'secret_key: cut'],
  ['not of what is no secret', 'made(name.encode())', undefined],
  ['not through what is unknown', 'made(derive(secret_key))', undefined],
])('derivationOf: %s', async (_, code, expected) => {
  const body = code.replaceAll(/^/gm, '    ');
  const text = `import base64, hashlib, os
from app.config import MASTER_KEY, settings

def stretch(text):
    return text.ljust(32)

def run(secret_key, name, short):
${body}
`;
  const { model } = await fixtureOf('app/vault.py', text);
  const call = nodesOf(model.source.module, 'Call').find(({ func }) => func.kind === 'Name' && func.id === 'made');
  const [key] = call?.args ?? [];
  if (key === undefined) throw new Error('nothing is given to `made`');
  const derived = derivationOf(key, model);
  expect(derived && `${derived.name}: ${[...derived.steps].sort().join(' ')}`).toBe(expected);
});
