/** Strings that make an expression read the same characters again and again, if any can. */
import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';

/** `prefix`, then `pump` as often as fits, then `suffix`. */
export interface Attack {
  readonly prefix: string;
  readonly pump: string;
  readonly suffix: string;
}

/**
 * What to try on an expression: of each repetition without a limit, what it repeats and what leads to it from the start, in
 * several spellings. Two repetitions that share a character, one inside the other, and one that a search begins anew at each
 * character all show themselves on one of these.
 */
export function attacksOn({ source, flags }: RegExp): Attack[] {
  const pattern = new RegExpParser().parsePattern(source, undefined, undefined, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  });
  const samples = new Samples(flags, alphabetOf(pattern));
  const attacks = new Map<string, Attack>();
  for (const repetition of unlimitedRepetitions(pattern)) {
    const ends = [...SUFFIXES, ...samples.notIn(repetition.element)];
    for (const { prefix, pump } of samples.around(repetition)) {
      for (const suffix of ends) attacks.set(JSON.stringify([prefix, pump, suffix]), { prefix, pump, suffix });
    }
  }
  return [...attacks.values()];
}

/** Nothing, or what few expressions expect. */
const SUFFIXES = ['', '\0', '\n\0'];

/** Characters that an expression tells from others only by leaving them out. */
const USUAL = [...'a0 _A-.\n/"(é'];

/** The characters that an expression names, and the usual ones. */
function alphabetOf(pattern: AST.Pattern): string[] {
  const characters = new Set(USUAL);
  visitRegExpAST(pattern, {
    onCharacterEnter: ({ value }) => characters.add(String.fromCodePoint(value)),
    onCharacterClassRangeEnter: ({ min, max }) => {
      characters.add(String.fromCodePoint(min.value));
      characters.add(String.fromCodePoint(max.value));
    },
  });
  return [...characters].slice(0, 60);
}

function unlimitedRepetitions(pattern: AST.Pattern): AST.Quantifier[] {
  const found: AST.Quantifier[] = [];
  visitRegExpAST(pattern, {
    onQuantifierEnter: (quantifier) => {
      if (isUnlimited(quantifier)) found.push(quantifier);
    },
  });
  return found;
}

/** How a sample is spelled where the expression leaves a choice. */
interface Spelling {
  readonly character: string;
  readonly alternative: number;
  /** What may be left out stands once. */
  readonly full: boolean;
}

/** Short strings that parts of one expression match; look-around is taken for empty. */
class Samples {
  readonly #members = new Map<string, readonly string[]>();
  readonly #spellings: readonly Spelling[];

  constructor(
    readonly flags: string,
    readonly alphabet: readonly string[],
  ) {
    this.#spellings = alphabet.flatMap((character) =>
      [0, 1, 2].flatMap((alternative) => [false, true].map((full) => ({ character, alternative, full }))),
    );
  }

  /** What leads to a repetition, and what it or the path to it repeats. */
  around(repetition: AST.Quantifier): Iterable<Omit<Attack, 'suffix'>> {
    const found = new Map<string, Omit<Attack, 'suffix'>>();
    const add = (prefix: string, pump: string): void => {
      if (pump !== '' && found.size < MOST_PUMPS) found.set(JSON.stringify([prefix, pump]), { prefix, pump });
    };
    const prefix = elementsBefore(repetition);
    const begins = prefix.flatMap((part, index) => (isUnlimited(part) ? [index] : []));
    for (const spelling of this.#spellings) {
      const steps = prefix.map((part) => this.#of(part, spelling));
      const repeated = this.#of(repetition.element, spelling);
      const whole = steps.join('') + repeated;
      add('', repeated);
      add('\0', repeated);
      add(steps.join(''), repeated);
      add('', whole);
      // What an earlier repetition may take as well as the rest of the way.
      for (const begin of begins) add(steps.slice(0, begin).join(''), steps.slice(begin).join('') + repeated);
    }
    return found.values();
  }

  /** A character that does not match where one of these would. */
  notIn(element: AST.Element): string[] {
    if (element.type !== 'CharacterClass' && element.type !== 'CharacterSet') return [];
    const members = this.#membersOf(element.raw);
    return this.alphabet.filter((character) => !members.includes(character)).slice(0, 2);
  }

  #of(node: AST.Element, spelling: Spelling): string {
    switch (node.type) {
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
      case 'ExpressionCharacterClass':
        return this.#member(node.raw, spelling.character);
      case 'Group':
      case 'CapturingGroup': {
        const alternative = node.alternatives[spelling.alternative % node.alternatives.length];
        return (alternative?.elements ?? []).map((element) => this.#of(element, spelling)).join('');
      }
      case 'Quantifier':
        return this.#of(node.element, spelling).repeat(Math.min(node.max, Math.max(node.min, spelling.full ? 1 : 0)));
      case 'Backreference':
        return Array.isArray(node.resolved) ? '' : this.#of(node.resolved, spelling);
      case 'Assertion':
        return '';
    }
  }

  /** A character that the class matches: the wished one if it does. */
  #member(raw: string, wished: string): string {
    const members = this.#membersOf(raw);
    return members.includes(wished) ? wished : (members[0] ?? '');
  }

  #membersOf(raw: string): readonly string[] {
    let members = this.#members.get(raw);
    if (members === undefined) {
      const one = new RegExp(`^(?:${raw})$`, this.flags.replace(/[gy]/g, ''));
      members = this.alphabet.filter((character) => one.test(character));
      this.#members.set(raw, members);
    }
    return members;
  }
}

/** What is before a part, from the start of the expression. */
function elementsBefore(part: AST.Node): AST.Element[] {
  const prefix: AST.Element[] = [];
  for (let node = part; node.parent !== null; node = node.parent) {
    const { parent } = node;
    if (parent.type !== 'Alternative') continue;
    const at = parent.elements.findIndex(({ start }) => start === node.start);
    prefix.unshift(...parent.elements.slice(0, at));
  }
  return prefix;
}

function isUnlimited(node: AST.Node): node is AST.Quantifier {
  return node.type === 'Quantifier' && node.max === Number.POSITIVE_INFINITY;
}

/** An expression over a dozen classes has thousands of spellings, nearly all alike. */
const MOST_PUMPS = 150;
