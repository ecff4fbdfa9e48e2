/**
 * Whether Python's `re` accepts a text, for the part of its syntax that says what characters may be where. Positions
 * are kept as a set, so that no pattern takes more than its size times the square of the text. What the pattern is not
 * sure to mean here (look-arounds, back references, flags, word boundaries) gives no matcher at all.
 */

export type MatchKind = 'match' | 'fullmatch' | 'search';

export interface PythonPattern {
  matches(text: string, how: MatchKind): boolean;
}

/** A matcher of the pattern (https://docs.python.org/3/library/re.html#regular-expression-syntax); undefined where it has more than this can do. */
export function compilePythonPattern(source: string): PythonPattern | undefined {
  if (source.length > MAX_LENGTH) return undefined;
  const root = new Parser(Array.from(source)).parse();
  if (root === undefined) return undefined;
  return {
    matches(text, how) {
      const characters = Array.from(text);
      const starts = how === 'search' ? characters.map((_, index) => index).concat(characters.length) : [0];
      const ends = advance(root, characters, new Set(starts));
      return how === 'fullmatch' ? ends.has(characters.length) : ends.size > 0;
    },
  };
}

const MAX_LENGTH = 500;
/** Each repeat around a repeat goes over its text once more, to see that nothing is left. */
const MAX_DEPTH = 10;
const MAX_REPEAT = 300;

type Accepts = (character: string) => boolean;

type Part =
  | { readonly kind: 'one'; readonly accepts: Accepts }
  | { readonly kind: 'start' | 'end' | 'very-end' }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Part[] }
  | { readonly kind: 'repeat'; readonly part: Part; readonly least: number; readonly most: number };

/** Where the part can end when it begins at one of the positions. */
function advance(part: Part, text: readonly string[], from: ReadonlySet<number>): ReadonlySet<number> {
  switch (part.kind) {
    case 'one':
      return new Set([...from].filter((at) => at < text.length && part.accepts(text[at] ?? '')).map((at) => at + 1));
    case 'start':
      return from.has(0) ? new Set([0]) : new Set();
    case 'end':
      return new Set([...from].filter((at) => at === text.length || (at === text.length - 1 && text[at] === '\n')));
    case 'very-end':
      return from.has(text.length) ? new Set([text.length]) : new Set();
    case 'sequence':
      return part.parts.reduce((positions, each) => advance(each, text, positions), from);
    case 'choice':
      return new Set(part.parts.flatMap((each) => [...advance(each, text, from)]));
    case 'repeat':
      return advanceRepeatedly(part, text, from);
  }
}

function advanceRepeatedly(
  { part, least, most }: Part & { kind: 'repeat' },
  text: readonly string[],
  from: ReadonlySet<number>,
): ReadonlySet<number> {
  let positions = from;
  for (let done = 0; done < least && positions.size > 0; done++) {
    const next = advance(part, text, positions);
    // What may be empty soon gets no further, however often it must be there.
    if (isSame(positions, next)) break;
    positions = next;
  }
  const ends = new Set(positions);
  for (let done = least; done < most && positions.size > 0; done++) {
    positions = new Set([...advance(part, text, positions)].filter((at) => !ends.has(at)));
    for (const at of positions) ends.add(at);
  }
  return ends;
}

const isSame = (one: ReadonlySet<number>, other: ReadonlySet<number>): boolean =>
  one.size === other.size && [...one].every((position) => other.has(position));

const DIGIT: Accepts = (character) => /^\p{Nd}$/u.test(character);
const WORD: Accepts = (character) => /^[\p{L}\p{N}_]$/u.test(character);
const SPACE: Accepts = (character) => /^\s$/u.test(character);
const not =
  (accepts: Accepts): Accepts =>
  (character) =>
    !accepts(character);

const SHORTHANDS: ReadonlyMap<string, Accepts> = new Map([
  ['d', DIGIT],
  ['D', not(DIGIT)],
  ['w', WORD],
  ['W', not(WORD)],
  ['s', SPACE],
  ['S', not(SPACE)],
]);
const CONTROLS: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['f', '\f'],
  ['v', '\v'],
]);

/** Each method answers undefined for what it does not know. */
class Parser {
  #at = 0;
  #depth = 0;

  constructor(readonly source: readonly string[]) {}

  parse(): Part | undefined {
    const whole = this.#choice();
    return this.#at === this.source.length ? whole : undefined;
  }

  #takes(character: string): boolean {
    if (this.source[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #choice(): Part | undefined {
    if (this.#depth++ > MAX_DEPTH) return undefined;
    const parts: Part[] = [];
    do {
      const part = this.#sequence();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.#takes('|'));
    this.#depth--;
    return { kind: 'choice', parts };
  }

  #sequence(): Part | undefined {
    const parts: Part[] = [];
    for (let next = this.source[this.#at]; next !== undefined && next !== '|' && next !== ')'; ) {
      const part = this.#repeated();
      if (part === undefined) return undefined;
      parts.push(part);
      next = this.source[this.#at];
    }
    return { kind: 'sequence', parts };
  }

  #repeated(): Part | undefined {
    const part = this.#atom();
    const bounds = part === undefined ? undefined : this.#bounds();
    if (part === undefined || bounds === undefined) return undefined;
    if (bounds === 'none') return part;
    // Reluctant repeats accept the same texts; possessive ones do not.
    if (!this.#takes('?') && /^[+*{]$/.test(this.source[this.#at] ?? '')) return undefined;
    return { kind: 'repeat', part, ...bounds };
  }

  #bounds(): { least: number; most: number } | 'none' | undefined {
    if (this.#takes('*')) return { least: 0, most: Number.POSITIVE_INFINITY };
    if (this.#takes('+')) return { least: 1, most: Number.POSITIVE_INFINITY };
    if (this.#takes('?')) return { least: 0, most: 1 };
    if (this.source[this.#at] !== '{') return 'none';
    const rest = this.source.slice(this.#at, this.#at + 12).join('');
    const written = /^\{(\d*)(?:(,)(\d*))?\}/.exec(rest);
    if (written === null || written[0] === '{}' || written[0] === '{,}') return undefined;
    this.#at += written[0].length;
    const least = Number(written[1]);
    const most = written[2] === undefined ? least : written[3] === '' ? Number.POSITIVE_INFINITY : Number(written[3]);
    return least > MAX_REPEAT || most < least ? undefined : { least, most };
  }

  #atom(): Part | undefined {
    const character = this.source[this.#at++];
    switch (character) {
      case undefined:
      case '*':
      case '+':
      case '?':
      case '{':
        return undefined;
      case '^':
        return { kind: 'start' };
      case '$':
        return { kind: 'end' };
      case '.':
        return { kind: 'one', accepts: (other) => other !== '\n' };
      case '(':
        return this.#group();
      case '[':
        return this.#set();
      case '\\':
        return this.#escaped();
      default:
        return { kind: 'one', accepts: (other) => other === character };
    }
  }

  #group(): Part | undefined {
    if (this.#takes('?')) {
      const isNamed = this.#takes('P') && this.#takes('<');
      if (isNamed) {
        const end = this.source.indexOf('>', this.#at);
        if (end === -1) return undefined;
        this.#at = end + 1;
      } else if (!this.#takes(':')) return undefined;
    }
    const inner = this.#choice();
    return inner !== undefined && this.#takes(')') ? inner : undefined;
  }

  #escaped(): Part | undefined {
    const character = this.source[this.#at] ?? '';
    if (character === 'A' || character === 'Z') {
      this.#at++;
      return { kind: character === 'A' ? 'start' : 'very-end' };
    }
    const member = this.#escapedMember();
    return member === undefined ? undefined : { kind: 'one', accepts: acceptsMember(member) };
  }

  /** What is behind a backslash, in sets too: a class of characters, or one of them. */
  #escapedMember(): Accepts | string | undefined {
    const character = this.source[this.#at++];
    if (character === undefined) return undefined;
    const known = SHORTHANDS.get(character) ?? CONTROLS.get(character);
    return known ?? (/[A-Za-z0-9]/.test(character) ? undefined : character);
  }

  #set(): Part | undefined {
    const isNegated = this.#takes('^');
    const members: Accepts[] = [];
    for (let isFirst = true; isFirst || this.source[this.#at] !== ']'; isFirst = false) {
      const member = this.#setMember();
      if (member === undefined) return undefined;
      members.push(member);
    }
    this.#at++;
    const accepts: Accepts = (character) => members.some((member) => member(character));
    return { kind: 'one', accepts: isNegated ? not(accepts) : accepts };
  }

  #setMember(): Accepts | undefined {
    const low = this.#setCharacter();
    if (low === undefined) return undefined;
    const isRange = this.source[this.#at] === '-' && this.source[this.#at + 1] !== ']';
    if (!isRange || typeof low !== 'string') return acceptsMember(low);
    this.#at++;
    const high = this.#setCharacter();
    return typeof high === 'string' ? (character) => low <= character && character <= high : undefined;
  }

  #setCharacter(): Accepts | string | undefined {
    if (this.#takes('\\')) return this.#escapedMember();
    return this.source[this.#at++];
  }
}

const acceptsMember = (member: Accepts | string): Accepts =>
  typeof member === 'string' ? (character) => character === member : member;
