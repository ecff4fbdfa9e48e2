/**
 * Globs over paths with `/`, matched in time linear in each segment. Patterns come from the repository being read, and
 * a glob turned into a regular expression backtracks: four stars against a name of 200 letters keep picomatch 4 busy
 * for 14 seconds.
 *
 * `*` and `?` stay within a segment, `[a-z]` and `[!a-z]` are sets, `\` escapes, `**` as a whole segment spans any
 * number of segments, `{a,b}` is either.
 */
export class PathGlob {
  readonly #alternatives: readonly (readonly Segment[])[];

  constructor(readonly pattern: string) {
    this.#alternatives = expandBraces(pattern).map(parsePathPattern);
  }

  /** Whether the whole path fits the pattern. */
  matches(path: string): boolean {
    const segments = path.split('/');
    return this.#alternatives.some((alternative) => matchesSegments(alternative, segments));
  }
}

/** `**`, or what one segment must look like. */
export type Segment = '**' | SegmentPattern;

/** What one name must look like; the common shapes are distinguished so that they cost one comparison. */
export type SegmentPattern =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'suffix'; readonly text: string }
  | { readonly kind: 'tokens'; readonly tokens: readonly Token[] }
  /** A set that is never closed matches nothing, as in git. */
  | { readonly kind: 'nothing' };

type Token =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'star' }
  | { readonly kind: 'set'; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] };

/** Splits a pattern without braces into segments. */
export function parsePathPattern(pattern: string): Segment[] {
  const segments: Segment[] = [];
  for (const part of pattern.split('/')) {
    if (part !== '**') segments.push(parseSegment(part));
    else if (segments.at(-1) !== '**') segments.push('**');
  }
  return segments;
}

/** Whether all of `names` fits all of `pattern`. On failure only the last `**` is widened, which suffices. */
export function matchesSegments(pattern: readonly Segment[], names: readonly string[]): boolean {
  let at = 0;
  let retryPattern = -1;
  let retryName = 0;
  let name = 0;
  while (name < names.length) {
    const segment = pattern[at];
    if (segment === '**') {
      retryPattern = ++at;
      retryName = name;
    } else if (segment !== undefined && matchesSegment(segment, names[name] ?? '')) {
      at++;
      name++;
    } else if (retryPattern >= 0) {
      at = retryPattern;
      name = ++retryName;
    } else return false;
  }
  while (pattern[at] === '**') at++;
  return at === pattern.length;
}

export function matchesSegment(pattern: SegmentPattern, name: string): boolean {
  switch (pattern.kind) {
    case 'literal':
      return name === pattern.text;
    case 'suffix':
      return name.endsWith(pattern.text);
    case 'tokens':
      return matchesTokens(pattern.tokens, name);
    case 'nothing':
      return false;
  }
}

function matchesTokens(tokens: readonly Token[], name: string): boolean {
  let at = 0;
  let retryToken = -1;
  let retryIndex = 0;
  let index = 0;
  while (index < name.length) {
    const token = tokens[at];
    if (token?.kind === 'star') {
      retryToken = ++at;
      retryIndex = index;
    } else if (token !== undefined && matchesCharacter(token, name.charAt(index))) {
      at++;
      index++;
    } else if (retryToken >= 0) {
      at = retryToken;
      index = ++retryIndex;
    } else return false;
  }
  while (tokens[at]?.kind === 'star') at++;
  return at === tokens.length;
}

function matchesCharacter(token: Token, character: string): boolean {
  switch (token.kind) {
    case 'character':
      return token.character === character;
    case 'any':
      return true;
    case 'set':
      return token.negated !== token.ranges.some(([low, high]) => low <= character && character <= high);
    case 'star':
      return false;
  }
}

function parseSegment(part: string): SegmentPattern {
  const tokens: Token[] = [];
  for (let i = 0; i < part.length; i++) {
    const character = part.charAt(i);
    if (character === '*') {
      if (tokens.at(-1)?.kind !== 'star') tokens.push({ kind: 'star' });
    } else if (character === '?') tokens.push({ kind: 'any' });
    else if (character === '\\') {
      // A pattern that ends in a lone backslash matches nothing, as in git.
      if (++i === part.length) return { kind: 'nothing' };
      tokens.push({ kind: 'character', character: part.charAt(i) });
    } else if (character === '[') {
      const set = parseSet(part, i);
      if (set === undefined) return { kind: 'nothing' };
      tokens.push(set.token);
      i = set.last;
    } else tokens.push({ kind: 'character', character });
  }
  return simplify(tokens);
}

function simplify(tokens: readonly Token[]): SegmentPattern {
  const rest = tokens[0]?.kind === 'star' ? tokens.slice(1) : tokens;
  let text = '';
  for (const token of rest) {
    if (token.kind !== 'character') return { kind: 'tokens', tokens };
    text += token.character;
  }
  return { kind: rest === tokens ? 'literal' : 'suffix', text };
}

/** Reads the set that opens at `open`; `]` first in it is itself a member. */
function parseSet(part: string, open: number): { readonly token: Token; readonly last: number } | undefined {
  let i = open + 1;
  const negated = part.charAt(i) === '!' || part.charAt(i) === '^';
  if (negated) i++;
  const ranges: (readonly [string, string])[] = [];
  for (let first = true; i < part.length; first = false) {
    if (part.charAt(i) === ']' && !first) return { token: { kind: 'set', negated, ranges }, last: i };
    const named = /^\[:([a-z]+):\]/.exec(part.slice(i, i + 12));
    if (named !== null) {
      ranges.push(...(CHARACTER_CLASSES[named[1] ?? ''] ?? []));
      i += named[0].length;
      continue;
    }
    const low = readMember(part, i);
    i = low.next;
    if (part.charAt(i) === '-' && i + 1 < part.length && part.charAt(i + 1) !== ']') {
      const high = readMember(part, i + 1);
      ranges.push([low.character, high.character]);
      i = high.next;
    } else ranges.push([low.character, low.character]);
  }
  return undefined;
}

function readMember(part: string, at: number): { readonly character: string; readonly next: number } {
  const escaped = part.charAt(at) === '\\' && at + 1 < part.length;
  return { character: part.charAt(escaped ? at + 1 : at), next: at + (escaped ? 2 : 1) };
}

const CHARACTER_CLASSES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  alpha: [
    ['a', 'z'],
    ['A', 'Z'],
  ],
  digit: [['0', '9']],
  alnum: [
    ['a', 'z'],
    ['A', 'Z'],
    ['0', '9'],
  ],
  lower: [['a', 'z']],
  upper: [['A', 'Z']],
  space: [
    [' ', ' '],
    ['\t', '\r'],
  ],
  xdigit: [
    ['0', '9'],
    ['a', 'f'],
    ['A', 'F'],
  ],
};

/** More alternatives than this are a mistake or an attack; the pattern is then taken literally. */
const MAX_ALTERNATIVES = 256;

function expandBraces(pattern: string): string[] {
  if (!pattern.includes('{')) return [pattern];
  let done = [''];
  for (let at = 0; at < pattern.length; ) {
    const group = pattern.charAt(at) === '{' ? readBraces(pattern, at) : undefined;
    const escaped = pattern.charAt(at) === '\\';
    const choices = group?.choices ?? [pattern.slice(at, at + (escaped ? 2 : 1))];
    if (done.length * choices.length > MAX_ALTERNATIVES) return [pattern];
    done = done.flatMap((prefix) => choices.map((choice) => prefix + choice));
    at = group?.next ?? at + (escaped ? 2 : 1);
  }
  return done;
}

/** `{a,b}` at `open`, without nesting; undefined when it is not closed or holds no comma. */
function readBraces(pattern: string, open: number): { readonly choices: string[]; readonly next: number } | undefined {
  const close = pattern.indexOf('}', open);
  const inner = pattern.slice(open + 1, close);
  if (close < 0 || !inner.includes(',') || inner.includes('{')) return undefined;
  return { choices: inner.split(','), next: close + 1 };
}
