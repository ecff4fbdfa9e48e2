import type { FoldedValue } from '../values.ts';
import { asInt } from './arithmetic.ts';
import { formatBraces } from './brace-format.ts';
import { bool, bytes, type Folded, hashKey, NONE, sequence, str } from './folded.ts';

export interface FoldedArguments {
  readonly positional: readonly FoldedValue[];
  readonly named: ReadonlyMap<string, FoldedValue>;
}

type Method = (receiver: string, given: readonly FoldedValue[]) => Folded;

/** Methods of constants that are known here; a caller need not fold a receiver for any other. */
export function isKnownMethod(name: string): boolean {
  return (
    name === 'format' ||
    name === 'get' ||
    name === 'decode' ||
    name === 'hex' ||
    name === 'copy' ||
    name in TEXT_METHODS
  );
}

/** `receiver.name(…)` on constants. */
export function callMethod(receiver: FoldedValue, name: string, given: FoldedArguments): Folded {
  if (receiver.kind === 'str') {
    if (name === 'format') return formatBraces(receiver.value, given.positional, given.named);
    const named = name === 'encode' ? encodingFirst(given) : name === 'split' ? separatorFirst(given) : undefined;
    const method = TEXT_METHODS[name];
    if (method === undefined || (named === undefined && given.named.size > 0)) return undefined;
    return method(receiver.value, named ?? given.positional);
  }
  if (given.named.size > 0) return undefined;
  if (receiver.kind === 'bytes') return callBytesMethod(receiver.value, name, given.positional);
  if (receiver.kind === 'mapping' && name === 'get') return lookUp(receiver, given.positional);
  const isCopy = name === 'copy' && given.positional.length === 0 && receiver.kind !== 'tuple';
  return isCopy && (receiver.kind === 'mapping' || 'elements' in receiver) ? receiver : undefined;
}

// Python's str.isspace characters; JavaScript's \s differs in U+001C–U+001F, U+0085 and U+FEFF.
const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const LEADING_SPACE = new RegExp(`^[${SPACE}]+`);
const SPACES = new RegExp(`[${SPACE}]+`);
const SPACE_CHARACTER = new RegExp(`[${SPACE}]`);

const TEXT_METHODS: Readonly<Record<string, Method>> = {
  join,
  strip: (text, given) => strip(text, given, true, true),
  lstrip: (text, given) => strip(text, given, true, false),
  rstrip: (text, given) => strip(text, given, false, true),
  lower: (text, given) => (given.length === 0 ? str(text.toLowerCase()) : undefined),
  upper: (text, given) => (given.length === 0 ? str(text.toUpperCase()) : undefined),
  replace,
  encode,
  split,
  startswith: (text, given) => tests(given, (affix) => text.startsWith(affix)),
  endswith: (text, given) => tests(given, (affix) => text.endsWith(affix)),
  removeprefix: (text, given) => {
    const affix = only(given);
    return affix === undefined ? undefined : str(text.startsWith(affix) ? text.slice(affix.length) : text);
  },
  removesuffix: (text, given) => {
    const affix = only(given);
    if (affix === undefined) return undefined;
    return str(affix !== '' && text.endsWith(affix) ? text.slice(0, -affix.length) : text);
  },
};

function join(separator: string, given: readonly FoldedValue[]): Folded {
  const [parts, ...more] = given;
  if (parts === undefined || more.length > 0) return undefined;
  const elements = elementsInOrder(parts);
  const texts = elements?.flatMap((element) => (element.kind === 'str' ? [element.value] : []));
  return texts === undefined || texts.length !== elements?.length ? undefined : str(texts.join(separator));
}

/** What iterating yields, where the order is certain: a set of two or more has none. */
export function elementsInOrder(value: FoldedValue): readonly FoldedValue[] | undefined {
  switch (value.kind) {
    case 'tuple':
    case 'list':
      return value.elements;
    case 'set':
      return value.elements.length < 2 ? value.elements : undefined;
    case 'mapping':
      return value.entries.map(([key]) => key);
    case 'str':
      return [...value.value].map((character) => ({ kind: 'str', value: character }));
    case 'bytes':
      return Array.from(value.value, (byte) => ({ kind: 'int', value: BigInt(byte.charCodeAt(0)) }));
    default:
      return undefined;
  }
}

function strip(text: string, given: readonly FoldedValue[], atStart: boolean, atEnd: boolean): Folded {
  const [characters, ...more] = given;
  if (more.length > 0) return undefined;
  let isStripped: (character: string) => boolean = (character) => SPACE_CHARACTER.test(character);
  if (characters?.kind === 'str') {
    const unwanted = new Set(characters.value);
    isStripped = (character) => unwanted.has(character);
  } else if (characters !== undefined && characters.kind !== 'none') return undefined;
  const all = [...text];
  let start = 0;
  let end = all.length;
  while (atStart && start < end && isStripped(all[start] ?? '')) start++;
  while (atEnd && end > start && isStripped(all[end - 1] ?? '')) end--;
  return str(all.slice(start, end).join(''));
}

function replace(text: string, given: readonly FoldedValue[]): Folded {
  const [from, to, ...more] = given;
  if (from?.kind !== 'str' || to?.kind !== 'str' || more.length > 0) return undefined;
  if (from.value !== '') return replaceWithin(text, from.value, to.value);
  return str(to.value + [...text].map((character) => character + to.value).join(''));
}

function replaceWithin(text: string, from: string, to: string): Folded {
  const parts = text.split(from);
  const length = text.length + (parts.length - 1) * (to.length - from.length);
  return length > 1_000_000 ? undefined : str(parts.join(to));
}

const SPELLINGS: Readonly<Record<string, 'utf-8' | 'ascii' | 'latin-1'>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  ascii: 'ascii',
  'us-ascii': 'ascii',
  'latin-1': 'latin-1',
  latin1: 'latin-1',
  'iso-8859-1': 'latin-1',
};

/** `encoding` from the arguments of encode or decode; undefined for others than these three, and for lenient modes. */
function encodingOf(given: readonly FoldedValue[]): 'utf-8' | 'ascii' | 'latin-1' | undefined {
  const [encoding, errors] = given;
  if (errors !== undefined && !(errors.kind === 'str' && errors.value === 'strict')) return undefined;
  if (encoding === undefined) return 'utf-8';
  return encoding.kind === 'str' ? SPELLINGS[encoding.value.toLowerCase().replace('_', '-')] : undefined;
}

function encode(text: string, given: readonly FoldedValue[]): Folded {
  const encoding = encodingOf(given);
  if (encoding === undefined) return undefined;
  if (encoding === 'utf-8') return bytes(Buffer.from(text, 'utf8').toString('latin1'));
  const highest = encoding === 'ascii' ? 0x7f : 0xff;
  return [...text].every((character) => (character.codePointAt(0) ?? 0) <= highest) ? bytes(text) : undefined;
}

function encodingFirst(given: FoldedArguments): readonly FoldedValue[] | undefined {
  const encoding = given.named.get('encoding');
  const isOnlyThat = given.named.size === 1 && encoding !== undefined && given.positional.length === 0;
  return isOnlyThat ? [encoding] : undefined;
}

function separatorFirst(given: FoldedArguments): readonly FoldedValue[] | undefined {
  const separator = given.named.get('sep') ?? given.positional[0] ?? NONE;
  const limit = given.named.get('maxsplit') ?? given.positional[1];
  const known = Number(given.named.has('sep')) + Number(given.named.has('maxsplit'));
  const isTwice = given.positional.length > (given.named.has('sep') ? 0 : given.named.has('maxsplit') ? 1 : 2);
  if (known !== given.named.size || isTwice) return undefined;
  return limit === undefined ? [separator] : [separator, limit];
}

function split(text: string, given: readonly FoldedValue[]): Folded {
  const [separator = NONE, limit, ...more] = given;
  const most = limit === undefined ? -1n : asInt(limit);
  if (most === undefined || more.length > 0) return undefined;
  const limitOfSplits = most < 0n ? Number.POSITIVE_INFINITY : Number(most);
  if (separator.kind === 'none') return texts(splitAtSpaces(text, limitOfSplits));
  if (separator.kind !== 'str' || separator.value === '') return undefined;
  const parts = text.split(separator.value);
  if (parts.length - 1 <= limitOfSplits) return texts(parts);
  return texts([...parts.slice(0, limitOfSplits), parts.slice(limitOfSplits).join(separator.value)]);
}

function splitAtSpaces(text: string, limit: number): readonly string[] {
  const parts: string[] = [];
  let rest = text.replace(LEADING_SPACE, '');
  while (rest !== '' && parts.length < limit) {
    const space = SPACES.exec(rest);
    if (space === null) break;
    parts.push(rest.slice(0, space.index));
    rest = rest.slice(space.index + space[0].length);
  }
  return rest === '' ? parts : [...parts, rest];
}

function texts(values: readonly string[]): Folded {
  return sequence(
    'list',
    values.map((value) => ({ kind: 'str', value })),
  );
}

function tests(given: readonly FoldedValue[], holds: (affix: string) => boolean): Folded {
  const [affixes, ...more] = given;
  if (affixes === undefined || more.length > 0) return undefined;
  const candidates = affixes.kind === 'tuple' ? affixes.elements : [affixes];
  const known = candidates.flatMap((each) => (each.kind === 'str' ? [each.value] : []));
  return known.length === candidates.length ? bool(known.some(holds)) : undefined;
}

function only(given: readonly FoldedValue[]): string | undefined {
  const [value, ...more] = given;
  return value?.kind === 'str' && more.length === 0 ? value.value : undefined;
}

function callBytesMethod(content: string, name: string, given: readonly FoldedValue[]): Folded {
  const buffer = Buffer.from(content, 'latin1');
  if (name === 'hex') return given.length === 0 ? str(buffer.toString('hex')) : undefined;
  if (name !== 'decode') return undefined;
  const encoding = encodingOf(given);
  if (encoding === 'latin-1') return str(content);
  if (encoding === undefined || (encoding === 'ascii' && /[^\0-\x7f]/.test(content))) return undefined;
  const decoded = buffer.toString('utf8');
  return Buffer.from(decoded, 'utf8').equals(buffer) ? str(decoded) : undefined;
}

function lookUp(receiver: FoldedValue & { kind: 'mapping' }, given: readonly FoldedValue[]): Folded {
  const [key, fallback = NONE, ...more] = given;
  const wanted = key === undefined ? undefined : hashKey(key);
  if (wanted === undefined || more.length > 0) return undefined;
  return receiver.entries.find(([each]) => hashKey(each) === wanted)?.[1] ?? fallback;
}
