import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../../src/knowledge/mask-secrets.ts';
import { growthOf, HALFWAY_TO_SQUARE } from '../growth.ts';

const PIECES = [
  'password="',
  "password='''",
  'password=(',
  'password = "a" "b"\n',
  'password: str or ',
  'x["password"] == ',
  '"password", ',
  '--password -p mysql -p',
  'mc alias set a https://a a ',
  'htpasswd -b a a ',
  'net user a a /add ',
  '"word" ',
  'users = {',
  'def login(password): login(',
  'passwords=["a", ',
  'kind: Secret\ndata:\n',
  'password: |\n  ',
  '# password ',
  'f"{password}',
  'a://b:',
  'Bearer a',
  'key:',
  'eyJaaaaaaaaaa.eyJ',
  '-----BEGIN PRIVATE KEY-----',
  'x = "',
];

describe.each(['python', 'settings', 'prose'] as const)('a secret in %s', (kind) => {
  it.each(PIECES)('is looked for in time that grows with the text, of %j too', async (piece) => {
    const mask = (text: string) => maskSecrets(text, kind);
    expect(await growthOf((size) => piece.repeat(size), mask, 2_000)).toBeLessThan(HALFWAY_TO_SQUARE);
  });
});
