/** What the one detector finds, and what it leaves alone. */
import { describe, expect, it } from 'vitest';
import { FileSecrets } from '../../src/knowledge/hidden/file-secrets.ts';
import { textKindOf } from '../../src/knowledge/hidden/text-kind.ts';
import { maskSecrets } from '../../src/knowledge/mask-secrets.ts';
import { BLOCKS, FILES, GENERATED, KINDS, OPEN_CODE, OPEN_SETTINGS, STATEMENTS } from './forms.ts';

/** What needs the program to be understood, or is no text of its own. */
const NEEDS_TREE = /^carried = /;
const OWN = 'def open_vault(user, password): ...\nclass Vault:\n    def __init__(self, user, password): ...\n';
const parts = (secret: string) => [secret, secret.slice(0, 6), secret.slice(6)];

const SEED = 'witch collapse practice feed shame open despair creek road again ice least';

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

it.each(GENERATED.map((form) => form(KINDS.random(7))))('by its shape alone: %s', (code) => {
  expect(maskSecrets(code, 'python')).not.toContain(KINDS.random(7));
});

it.each([
  [
    'SECRET_KEY = bytes([90, 113, 55, 82, 107, 66, 121, 116])',
    'SECRET_KEY = bytes([**, ***, **, **, ***, **, ***, ***])',
  ],
  ['ETH_PRIVATE_KEY = 0x4c0883a69102937d6231471b', 'ETH_PRIVATE_KEY = **************************'],
  [`mnemonic = "${SEED}"`, `mnemonic = "${'*'.repeat(SEED.length)}"`],
  [`x = "seed phrase: ${SEED}"`, `x = "seed phrase: ${'*'.repeat(SEED.length)}"`],
  ['user = "ann"; password = "hunter7-prod"; x = "y-1"', 'user = "ann"; password = "************"; x = "y-1"'],
  [
    'f(password="hunter7-prod", mode="fast-1", name=g("a-12345"))',
    'f(password="************", mode="fast-1", name=g("a-12345"))',
  ],
  ['password = (\n    "hunter7-prod"\n)\nmode = "fast-1"', 'password = (\n    "************"\n)\nmode = "fast-1"'],
])('%s', (code, covered) => {
  expect(maskSecrets(code, 'python')).toBe(covered);
});

it.each(OPEN_CODE)('no secret: %s', (code) => {
  expect(maskSecrets(code, 'python')).toBe(code);
});

it.each(OPEN_SETTINGS)('no secret in settings: %s', (line) => {
  expect(maskSecrets(line, 'settings')).toBe(line);
});

const RANDOM = 'qK7pZr4TqW7xLm2VbN8sYt3Hc6Jd9FgA5wE1uRiOpLkMnBvCxZ8QwE4TyUiOpA2DfGhJkL';

/** In two pieces, so that no scanner of this repository takes them for issued. */
it.each([
  ['https://hooks.slack.com/serv', 'ices/T01ABCD23/B04EFGH56/', 24],
  ['https://discord.com/api/web', 'hooks/112233445566778899/', 68],
  ['https://api.telegram.org/bot71234', '59876:AA', 33],
  ['h', 'f_', 34],
  ['dckr_', 'pat_', 27],
  ['https://shop.blob.core.windows.net/a?sp=r&s', 'ig=', 43],
])('covers what a provider issues: %s%s', (begin, rest, length) => {
  const secret = RANDOM.slice(0, length);
  const covered = maskSecrets(`x = "${begin}${rest}${secret}${rest === 'ig=' ? '%3D' : ''}"`, 'python');
  expect(covered).toContain(begin);
  expect(covered).not.toContain(secret.slice(-8));
});

it.each([
  ['shp', 'at_', '0a1b2c3d4e5f67890f1e2d3c4b5a6978'],
  ['AGE-SECRET', '-KEY-1', 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'.repeat(2).slice(0, 58)],
])('covers what has an alphabet of its own: %s%s', (begin, rest, secret) => {
  expect(maskSecrets(`x = "${begin}${rest}${secret}"`, 'python')).not.toContain(secret);
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
