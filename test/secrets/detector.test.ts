/** What the one detector finds, and what it leaves alone. */
import { describe, expect, it } from 'vitest';
import { FileSecrets } from '../../src/knowledge/hidden/file-secrets.ts';
import { textKindOf } from '../../src/knowledge/hidden/text-kind.ts';
import { maskSecrets } from '../../src/knowledge/mask-secrets.ts';
import { BLOCKS, FILES, KINDS, OPEN_CODE, OPEN_SETTINGS, STATEMENTS } from './forms.ts';

/** What needs the program to be understood, or is no text of its own. */
const NEEDS_TREE = /^carried = /;
const OWN = 'def open_vault(user, password): ...\nclass Vault:\n    def __init__(self, user, password): ...\n';
const parts = (secret: string) => [secret, secret.slice(0, 6), secret.slice(6)];

describe.each(Object.entries(KINDS))('a secret that is %s', (_, make) => {
  const secret = make(7);

  it.each([...STATEMENTS, ...BLOCKS].map((form) => form(secret)).filter((code) => !NEEDS_TREE.test(code)))(
    '%s',
    (code) => {
      const covered = maskSecrets(OWN + code, 'python');
      for (const part of parts(secret)) expect(covered).not.toContain(part);
      expect(covered).toHaveLength(OWN.length + code.length);
    },
  );

  it.each(FILES.map(([name, form]) => [name, form(secret)] as const))('in %s: %j', (name, text) => {
    const covered = maskSecrets(text, textKindOf(name));
    expect(covered).not.toContain(secret);
    expect(covered).not.toContain(Buffer.from(secret).toString('base64'));
    expect(covered.split('\n').map(({ length }) => length)).toEqual(text.split('\n').map(({ length }) => length));
  });
});

it.each(OPEN_CODE)('no secret: %s', (code) => {
  expect(maskSecrets(code, 'python')).toBe(code);
});

it.each(OPEN_SETTINGS)('no secret in settings: %s', (line) => {
  expect(maskSecrets(line, 'settings')).toBe(line);
});

it('covers a private key over several literals, and in one line', () => {
  const rows = ['MIIEowIBAAKCAQEAqK7pZr4TqW7xLm2VbN8s', 'x9Kd03mZq7Lp5Xv2Rt9Wc4Yb6Nf1Gh0JsUeQ', 'aB3d='];
  const begin = `-----BEGIN RSA ${'PRIVATE'} KEY-----`;
  const texts = [
    [begin, ...rows].join('\n'),
    [begin, ...rows].map((row) => `    "${row}\\n"`).join('\n'),
    [begin, ...rows].join('\\n'),
    [begin, ...rows].map((row) => `# ${row}`).join('\n'),
  ];
  for (const text of texts) {
    const covered = maskSecrets(`${text}\n-----END RSA PRIVATE KEY-----`, 'prose');
    for (const row of rows) expect(covered).not.toContain(row);
  }
});

describe('what is said of a file', () => {
  const file = new FileSecrets('password = "hunter2-prod"\npasswd = "swordfish"\nsecret = "ab" "cdef-1"\n', 'python');

  it.each([
    ['the value hunter2-prod is there twice', 'the value ************ is there twice'],
    ['`x == "hunter2-prod"` holds', '`x == "************"` holds'],
    ['the text "hunter…" is cut', 'the text "******…" is cut'],
    ['"abcdef-1" of several literals', '"********" of several literals'],
    ['the word "swordfish" in quotes', 'the word "*********" in quotes'],
    ['a swordfish is a fish', 'a swordfish is a fish'],
    ['hunter2-production is another word', 'hunter2-production is another word'],
  ])('%s', (said, covered) => {
    expect(file.mask(said)).toBe(covered);
  });
});
