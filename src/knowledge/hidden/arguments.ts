/** Secrets by their place among the arguments of a call. */
import { SECRET_ARGUMENTS, type SecretArgument } from '../secret-arguments.ts';
import { namesHidden } from '../secrets.ts';
import { literalAt } from './literals.ts';
import { past, skip } from './patterns.ts';
import type { FoundSecret } from './spans.ts';
import { isSecretValue, type Place } from './values.ts';

/**
 * How a call is written where nothing says what is imported: a class by its name, a function with its module. A method is that of any
 * object, and a keyword of the same name takes a pair: `auth=("ann", "…")`.
 */
function writtenAs(call: string): string {
  const parts = call.split('.');
  const last = parts.at(-1) ?? '';
  return /^[A-Z]/.test(last) || parts[0] === '*' || LONG_ENOUGH.test(last) ? last : parts.slice(-2).join('.');
}

/** Names that say by themselves what they take. */
const LONG_ENOUGH = /password|pbkdf2|hashpw|checkpw|private_key/;

const BY_NAME = new Map<string, SecretArgument[]>();
for (const argument of SECRET_ARGUMENTS) {
  const name = writtenAs(argument.call);
  BY_NAME.set(name, [...(BY_NAME.get(name) ?? []), argument]);
}
const CALLS = new RegExp(
  `(?<!\\w)(${[...BY_NAME.keys()].map((name) => name.replaceAll('.', '\\.')).join('|')})(?:\\s{0,4}=\\s{0,4})?\\(`,
  'g',
);

interface Argument {
  readonly at: number;
  readonly index: number;
  readonly how: Place;
}

/** `login("ann", "…")`, and calls of functions of the same text that call a parameter a secret. */
export function positionalSecrets(text: string): FoundSecret[] {
  const known = [...text.matchAll(CALLS)].flatMap(({ index: start, 0: written, 1: name = '' }): Argument[] =>
    (BY_NAME.get(name) ?? []).map(({ index, isDoubtful }) => ({
      at: start + written.length,
      index,
      how: isDoubtful ? 'doubtful' : 'certain',
    })),
  );
  return [...known, ...callsOfOwn(text)].flatMap((argument) => argumentAt(text, argument));
}

const DEFINED = /\bdef\s{1,4}(\w{1,80})\s{0,4}\(/g;
const MOST_FUNCTIONS = 200;
const MOST_CALLS = 2_000;

function callsOfOwn(text: string): Argument[] {
  const places = new Map<string, Set<number>>();
  for (const match of text.matchAll(DEFINED)) {
    const names = parametersAt(text, match.index + match[0].length);
    const own = match[1] === '__init__' ? classBefore(text, match.index) : match[1];
    const skipped = names[0] === 'self' || names[0] === 'cls' ? 1 : 0;
    const indexes = names.flatMap((name, index) => (namesHidden(name) && index >= skipped ? index - skipped : []));
    if (own === undefined || indexes.length === 0 || places.size >= MOST_FUNCTIONS) continue;
    places.set(own, new Set([...(places.get(own) ?? []), ...indexes]));
  }
  if (places.size === 0) return [];
  const calls: Argument[] = [];
  for (const { index, 0: whole, 1: name = '' } of text.matchAll(/(?<!def\s{1,4})\b(\w{1,80})\(/g)) {
    for (const place of places.get(name) ?? []) calls.push({ at: index + whole.length, index: place, how: 'certain' });
    if (calls.length > MOST_CALLS) break;
  }
  return calls;
}

const classBefore = (text: string, at: number): string | undefined =>
  [...text.slice(Math.max(0, at - 2_000), at).matchAll(/^\s{0,40}class\s{1,4}(\w{1,80})/gm)].at(-1)?.[1];

/** Their names, up to the first whose default is no plain one. */
function parametersAt(text: string, at: number): string[] {
  const names: string[] = [];
  for (let next = skip(/\s{0,100}/y, text, at), count = 0; count < 40; count++) {
    const name = /^\*{0,2}(\w{1,80})/.exec(text.slice(next, next + 84))?.[1];
    if (name === undefined) break;
    if (text[next] === '*') break;
    names.push(name);
    const comma = past(/\w{1,80}[^,()]{0,200},\s{0,200}/y, text, next);
    if (comma === undefined) break;
    next = comma;
  }
  return names;
}

function argumentAt(text: string, { at, index, how }: Argument): FoundSecret[] {
  let next = skip(/\s{0,100}/y, text, at);
  for (let passed = 0; passed < index; passed++) {
    const end =
      literalAt(text, next)?.end ?? skip(/[\w.]{1,100}(?:\([^()\n]{0,100}\)|\[[^[\]\n]{0,100}\])?/y, text, next);
    const comma = past(/\s{0,40},\s{0,100}/y, text, end);
    if (comma === undefined) return [];
    next = comma;
  }
  const read = literalAt(text, next);
  if (read === undefined || read.hasFields || past(/\s{0,40}[,)]/y, text, read.end) === undefined) return [];
  const value = read.pieces.map(({ start, end }) => text.slice(start, end)).join('');
  return isSecretValue(value, '', how) ? [read.pieces] : [];
}
