/** What is known of the values in a condition of a workflow: some alternatives, each a text, a part of one, or of another type. */

export type Alternative =
  | { readonly kind: 'text'; readonly text: string }
  /** Some text that begins and ends so, and is none of some others. */
  | { readonly kind: 'like'; readonly prefix: string; readonly suffix: string; readonly except: readonly string[] }
  /** Written in YAML: a text, a number or a truth value. */
  | { readonly kind: 'written'; readonly text: string }
  | { readonly kind: 'plain'; readonly value: boolean | number }
  /** What no context has. */
  | { readonly kind: 'nothing' };

/** Undefined: anything. */
export type Known = readonly Alternative[] | undefined;

export const NOTHING: Known = [{ kind: 'nothing' }];

/** Comparisons ignore case, as GitHub's do. */
export const textAlternative = (text: string): Alternative => ({ kind: 'text', text: text.toLowerCase() });
export const likeAlternative = (
  prefix: string,
  { suffix = '', except = [] as readonly string[] } = {},
): Alternative => ({
  kind: 'like',
  prefix: prefix.toLowerCase(),
  suffix,
  except: except.map((each) => each.toLowerCase()),
});

/** What holds for all alternatives alike; undefined where they differ. */
export function agreed(verdicts: readonly (boolean | undefined)[]): boolean | undefined {
  const [first] = verdicts;
  return verdicts.every((each) => each === first) ? first : undefined;
}

export const truthOf = (known: Known): boolean | undefined => known && agreed(known.map(isTrue));

function isTrue(value: Alternative): boolean | undefined {
  switch (value.kind) {
    case 'text':
      return value.text !== '';
    case 'like':
      return value.prefix !== '' ? true : undefined;
    case 'written':
      return /^(?:false|no|off|null|~|0*|)$/i.test(value.text) ? undefined : true;
    case 'plain':
      return Boolean(value.value);
    case 'nothing':
      return false;
  }
}

export function areEqual(left: Known, right: Known): boolean | undefined {
  return left && right && agreed(left.flatMap((one) => right.map((other) => isEqual(one, other))));
}

function isEqual(one: Alternative, other: Alternative): boolean | undefined {
  const [first, second] = RANK[one.kind] <= RANK[other.kind] ? [one, other] : [other, one];
  if (first.kind === 'text' && second.kind === 'text') return first.text === second.text;
  if (first.kind === 'text' && second.kind === 'like') return fits(first.text, second) ? undefined : false;
  if (first.kind === 'text' && second.kind === 'written') return isAsWritten(first.text, second.text);
  if (first.kind === 'like') return second.kind === 'nothing' && first.prefix !== '' ? false : undefined;
  if (first.kind === 'written') {
    if (second.kind === 'written') return undefined;
    return isAsWritten(second.kind === 'plain' ? second.value : null, first.text);
  }
  const [left, right] = [numberOf(first), numberOf(second)];
  // Values of two types are compared as numbers, and text that is none as no number at all.
  return left !== undefined && right !== undefined ? left === right : undefined;
}

const RANK = { text: 0, like: 1, written: 2, plain: 3, nothing: 4 } as const;

const fits = (text: string, { prefix, suffix, except }: Extract<Alternative, { kind: 'like' }>): boolean =>
  text.startsWith(prefix) && text.endsWith(suffix) && !except.includes(text);

/** What is written as a number or a truth value may be one, or a text in quotes. */
function isAsWritten(value: string | number | boolean | null, written: string): boolean | undefined {
  const isSame = value === written.toLowerCase();
  const number = numberWritten(written);
  if (Number.isNaN(number)) return isSame;
  return isSame || Number(value) === number ? undefined : false;
}

const numberWritten = (written: string): number => Number(WORDS.get(written.toLowerCase()) ?? written);

const WORDS: ReadonlyMap<string, number> = new Map([
  ['true', 1],
  ['false', 0],
  ['null', 0],
  ['~', 0],
]);

function numberOf(value: Alternative): number | undefined {
  if (value.kind === 'plain') return Number(value.value);
  if (value.kind === 'nothing') return 0;
  return value.kind === 'text' ? Number(value.text) : undefined;
}

/** `startsWith`, `endsWith` and `contains` of texts. */
export function testText(test: TextTest, whole: Known, part: Known): boolean | undefined {
  return whole && part && agreed(whole.flatMap((one) => part.map((other) => holdsFor(test, one, other))));
}

export type TextTest = 'startswith' | 'endswith' | 'contains';

function holdsFor(test: TextTest, whole: Alternative, part: Alternative): boolean | undefined {
  if (part.kind !== 'text') return undefined;
  if (whole.kind === 'nothing') return part.text === '';
  if (whole.kind === 'text') return EXACT[test](whole.text, part.text);
  if (whole.kind === 'written')
    return Number.isNaN(numberWritten(whole.text)) ? EXACT[test](whole.text.toLowerCase(), part.text) : undefined;
  if (whole.kind !== 'like' || test !== 'startswith') return undefined;
  if (whole.prefix.startsWith(part.text)) return true;
  return part.text.startsWith(whole.prefix) ? undefined : false;
}

const EXACT: Readonly<Record<TextTest, (whole: string, part: string) => boolean>> = {
  startswith: (whole, part) => whole.startsWith(part),
  endswith: (whole, part) => whole.endsWith(part),
  contains: (whole, part) => whole.includes(part),
};
