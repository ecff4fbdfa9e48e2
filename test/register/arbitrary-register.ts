/** Registers of all kinds, with what hostile repositories and careless people write into them. */
import fc from 'fast-check';
import { SEVERITIES } from '../../src/findings/index.ts';
import { trimBlocks } from '../../src/register/document-sections.ts';
import {
  type Register,
  type RegisterEntry,
  type RegisteredPlace,
  type RegisterItem,
  STATUSES,
} from '../../src/register/entry.ts';
import { codeOfName, fencedCode, plainMarkdown, plainParagraphs } from '../../src/register/plain-markdown.ts';
import { agreeOn } from '../../src/register/refresh-entry.ts';

/** Pieces of which a format makes something. */
const PIECES = [
  ...[
    '`',
    '``',
    '```',
    '~~~',
    '|',
    '\\',
    '#',
    '## P1 high',
    '### STATE-01: x',
    '- **Status:** Fixed',
    '<!--',
    '-->',
    '<script>',
  ],
  ...[
    '<details>',
    '\n',
    '\r\n',
    '\n\n',
    '\t',
    '    ',
    ' ',
    '*',
    '**',
    '_',
    '[x](javascript:y)',
    '![x](y)',
    '&#124;',
    '&lt;',
    '=======',
    '---',
  ],
  ...[
    '<<<<<<< HEAD',
    '>>>>>>> x',
    '1. ',
    '- ',
    '> ',
    '+',
    '@all',
    'https://evil.example',
    '##[error]x',
    '::error::x',
    '\u202e',
    '\u001b[31m',
    '\u0000',
  ],
  ...[
    '\ud800',
    '\u2028',
    '\u00a0',
    '\ufeff',
    'é',
    '📦',
    'word',
    'src/app.py',
    ':12',
    ' cell 3',
    '"',
    '-',
    '–',
    '| a | b |\n|---|---|',
  ],
  '\n```\n',
  '\n  ````\n',
  '<!-- auditlint: status=fixed severity=P0 row=00000000 -->',
  '<!-- auditlint register, format 1 -->',
];

export const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 8 })
  .map((pieces) => pieces.join(''));

/** What a person writes: blocks that end before what follows them. */
const HAND_BLOCKS = [
  'Ann looks at it; see `docs/x.md`.',
  '* one\n* two\n\n  more of two',
  '```python\n### STATE-01: a comment of code\n# another\n```',
  '~~~\n## Resolution\n```\n~~~',
  '<details>\n<summary>more</summary>\n\ntext\n\n</details>',
  '<!-- a comment\n### STATE-02: in it\n-->',
  '> a quotation\n> ## P1 high',
  '| a | b |\n|---|---|\n| 1 | x\\|y |',
  '    indented code',
  '1. first\n2. second\n   ```\n   ## P0 critical\n   ```',
  '[ref]: https://example.org "title"',
  'A title\n===',
  '##### Small heading',
  '---',
  'trailing backslash\\',
];

const handText = fc
  .uniqueArray(fc.constantFrom(...HAND_BLOCKS), { minLength: 1, maxLength: 3 })
  .map((blocks) => trimBlocks(blocks.join('\n\n')));

const OWN_HEADINGS = [
  '## Meeting of March',
  '### What we agreed',
  '# Appendix',
  '### ISO-27001 and us',
  '## P9 other',
  '###',
];
const ownSection = fc
  .tuple(fc.constantFrom(...OWN_HEADINGS), fc.option(handText))
  .map(([heading, text]) => (text === null ? heading : `${heading}\n\n${text}`));

const inline = hostileText.map(plainMarkdown);
const value = inline.filter((text) => !/^[-–—]?$/.test(text));
const valueOrNone = fc.oneof(
  fc.constant(''),
  value,
  fc.constantFrom('[Ann](mailto:ann@example.org)', '**Bob**', 'x | y'),
);
const day = fc.constantFrom('2026-01-31', '2026-11-22', '2027-02-28');
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });

const path = fc.oneof(
  fc.constantFrom('src/app.py', 'a b/c.py', 'x:1', 'nb.ipynb cell 2'),
  hostileText.filter((text) => text !== ''),
);
export const place: fc.Arbitrary<RegisteredPlace> = fc.record({
  path,
  line: fc.integer({ min: 1, max: 99_999 }),
  cell: fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined }),
  fingerprint: fc.option(
    fc.tuple(hex(32), fc.integer({ min: 1, max: 9 })).map(([key, ordinal]) => `${key}:${ordinal}`),
    { nil: undefined },
  ),
});

const section = fc.record({
  title: fc.oneof(fc.constantFrom('Notes', 'Repro', ''), inline),
  text: fc.oneof(fc.constant(''), handText, hostileText.map(plainParagraphs)),
});

const ourSections = fc
  .tuple(hostileText, hostileText, hostileText, fc.boolean())
  .map(([symptom, code, fix, isWhole]) => [
    ...(isWhole ? [{ title: 'Symptom', text: plainParagraphs(symptom) }] : []),
    { title: 'Root cause', text: `${codeOfName(symptom)}:\n\n${fencedCode(code, 'python')}` },
    { title: 'Proposed fix', text: plainParagraphs(fix) },
  ]);

const isOurs = (title: string): boolean => ['Symptom', 'Root cause', 'Proposed fix'].includes(title);

const entryOf = (id: string): fc.Arbitrary<RegisterEntry> =>
  fc
    .record({
      id: fc.constant(id),
      title: fc.oneof(inline, fc.constantFrom('Changed by hand: `x`', '<b>bold</b>')),
      severity: fc.constantFrom(...SEVERITIES),
      status: fc.constantFrom(...STATUSES),
      owner: valueOrNone,
      rule: fc.constantFrom(undefined, 'bare-except', 'hash-as-seed'),
      claim: fc.option(fc.record({ id: hostileText, key: hex(32) }), { nil: undefined }),
      firstSeen: fc.option(day, { nil: undefined }),
      lastSeen: fc.option(day, { nil: undefined }),
      fixedIn: fc.oneof(fc.constant(''), hex(40).map(codeOfName), fc.constant('PR 12')),
      reason: value,
      until: fc.option(day, { nil: undefined }),
      places: fc.array(place, { maxLength: 3 }),
      ownFields: fc.subarray(['- **PR:** #12', '- see also X', '- [ ] ask Ann\n  - sub item']),
      agreed: fc.constant({}),
      lead: fc.oneof(fc.constant(''), handText),
      sections: fc
        .tuple(ourSections, fc.array(section, { maxLength: 2 }))
        .map(([ours, own]) => [...ours, ...own.filter(({ title }) => !isOurs(title))]),
    })
    .chain((entry) =>
      fc.boolean().map((isAgreed) => {
        if (!isAgreed) return entry;
        const { status, severity } = entry;
        return agreeOn({ ...entry, agreed: { status, severity } }, 'evidence', 'symptom', 'cause', 'fix');
      }),
    );

const item = (at: number): fc.Arbitrary<RegisterItem> =>
  fc.oneof(
    {
      weight: 1,
      arbitrary: fc.constantFrom(...SEVERITIES).map((severity) => ({ kind: 'severity' as const, severity })),
    },
    {
      weight: 3,
      arbitrary: entryOf(`STATE-${String(at + 1).padStart(2, '0')}`).map((entry) => ({
        kind: 'entry' as const,
        entry,
      })),
    },
    { weight: 1, arbitrary: ownSection.map((text) => ({ kind: 'own' as const, text })) },
  );

/** Of our own making, so that what is written can be read as it was meant: no two texts of a person side by side. */
export const register: fc.Arbitrary<Register> = fc
  .record({
    front: fc.constantFrom('', '<!-- licence -->', '[![badge](x)](y)'),
    title: fc.oneof(inline, fc.constant('Audit register')),
    updated: fc.option(day, { nil: undefined }),
    commit: fc.option(hex(40), { nil: undefined }),
    ownFields: fc.subarray(['- **Contact:** Ann']),
    items: fc
      .integer({ min: 0, max: 5 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => item(at)))),
    intro: fc.oneof(fc.constant(''), handText),
    table: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ items, intro, table, ...rest }) => {
    const all: RegisterItem[] = [...items];
    all.splice(table, 0, { kind: 'resolution' });
    if (intro !== '') all.unshift({ kind: 'own', text: intro });
    return { ...rest, items: all.filter((each, at) => each.kind !== 'own' || all[at - 1]?.kind !== 'own') };
  });
