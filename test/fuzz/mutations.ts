import type { Random } from './random.ts';

/** One change of a text; the bytes of a file as Latin-1, so that tokens and bytes are changed alike. */
type Mutation = (text: string, random: Random, other: string) => string;

/** Changes a file some times. `other` is one to take pieces from. */
export function mutate(bytes: Buffer, other: Buffer, random: Random): Buffer {
  let text = bytes.toString('latin1');
  for (let left = random.small(12); left > 0; left--) {
    text = random.pick(MUTATIONS)(text, random, other.toString('latin1')).slice(0, MAX_LENGTH);
  }
  return Buffer.from(text, 'latin1');
}

const MAX_LENGTH = 120_000;

/** What readers of some kind give a meaning to. */
const MEANINGFUL = [
  ...[
    '"""',
    "'''",
    'f"{',
    'rb"',
    '\\\n',
    '\t',
    '\f',
    '\r',
    '\0',
    '\x1b[31m',
    '\xef\xbb\xbf',
    '\xff\xfe',
    '\xc3\x28',
    '\xe2\x80\xae',
  ],
  ...[
    'lambda: ',
    'async ',
    'await ',
    'yield from ',
    ':=',
    '**',
    '*',
    '->',
    '@',
    'match x:\n',
    'case _:\n',
    'global x\n',
    'del ',
    'not ',
    '~',
  ],
  ...[
    'if x:\n',
    'class A(A):\n',
    'def f(f=f):\n',
    'try:\n',
    'except* E:\n',
    'from . import *\n',
    'import a.b.c as a\n',
    'type X = X\n',
  ],
  ...[
    '&a ',
    '*a',
    '<<: *a\n',
    '- ',
    '? ',
    '|\n',
    '>-\n',
    '---\n',
    '!!binary ',
    '{{ x }}',
    '{% if %}',
    '${{ x }}',
    '${x:-${y}}',
    '$(',
    '`',
  ],
  ...[
    'FROM x AS y\n',
    'RUN <<EOF\n',
    'ARG A=$A\n',
    'ENV A=$A$A\n',
    'COPY --from=y . .\n',
    '[[a]]\n',
    '[a.b]\n',
    '-r requirements.txt\n',
  ],
  ...[
    '# auditlint: ignore[',
    '# auditlint: ignore-file[bare-except] x\n',
    '# type: ignore',
    '# noqa',
    '::error::',
    '##[group]',
    ']]>',
    '|',
    '<!--',
  ],
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '=',
    '#',
    ';',
    '.',
    '...',
    '0x',
    '1e999',
    '1_0',
    '0777',
    'É',
    '\xf0\x9f\x93\xa6',
  ],
];

const tokensOf = (text: string): string[] => text.match(/\s+|\w+|[^\w\s]/g) ?? [];
const linesOf = (text: string): string[] => text.split(/(?<=\n)/);

/** A piece of a list, and the list around it. */
function cut<T>(items: readonly T[], random: Random, most: number): { before: T[]; piece: T[]; after: T[] } {
  const at = random.below(items.length + 1);
  const end = at + random.small(most);
  return { before: items.slice(0, at), piece: items.slice(at, end), after: items.slice(end) };
}

const onTokens =
  (change: (piece: string[], random: Random, other: string) => string[]): Mutation =>
  (text, random, other) => {
    const { before, piece, after } = cut(tokensOf(text), random, 20);
    return [...before, ...change(piece, random, other), ...after].join('');
  };

const onLines =
  (change: (piece: string[], random: Random, other: string) => string[]): Mutation =>
  (text, random, other) => {
    const { before, piece, after } = cut(linesOf(text), random, 40);
    return [...before, ...change(piece, random, other), ...after].join('');
  };

const onBytes =
  (change: (piece: string, random: Random) => string): Mutation =>
  (text, random) => {
    const at = random.below(text.length + 1);
    const end = at + random.small(200);
    return text.slice(0, at) + change(text.slice(at, end), random) + text.slice(end);
  };

const repeated = <T>(piece: readonly T[], random: Random, most: number): T[] =>
  Array.from({ length: 1 + random.small(most) }, () => piece).flat();

const MUTATIONS: readonly Mutation[] = [
  onBytes(() => ''),
  onBytes((piece, random) => String.fromCharCode(random.below(256)) + piece),
  onBytes((piece, random) =>
    piece.replace(/./s, (at) => String.fromCharCode(at.charCodeAt(0) ^ (1 << random.below(8)))),
  ),
  onBytes((piece, random) => piece.repeat(1 + random.small(300))),
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => text.replaceAll('\n', random.pick(['\r\n', '\r', '\n\n', ' \\\n', ''])),
  onTokens(() => []),
  onTokens((piece, random) => [random.pick(MEANINGFUL), ...piece]),
  onTokens((piece, random) => [...repeated([random.pick(MEANINGFUL)], random, 3000), ...piece]),
  onTokens((piece, random) => repeated(piece, random, 500)),
  onTokens((piece) => piece.reverse()),
  onTokens((piece, random, other) => cut(tokensOf(other), random, 40).piece.concat(piece)),
  onTokens((piece, random, other) =>
    piece.map((each) => (/^\w+$/.test(each) ? random.pick([...tokensOf(other), each]) : each)),
  ),
  onLines(() => []),
  onLines((piece, random) => repeated(piece, random, 300)),
  onLines((piece, random) => piece.map((line) => ' '.repeat(random.small(12)) + line)),
  onLines((piece) => piece.map((line) => line.trimStart())),
  onLines((piece, random, other) => [...cut(linesOf(other), random, 60).piece, ...piece]),
  onLines((piece) => piece.reverse()),
  onLines((piece, random) => piece.map((line) => `${random.pick(MEANINGFUL)}${line}`)),
];
