/** Conditions of workflow jobs and steps, as far as the event that started the workflow and what is written beside them decide. */

/** What `env` holds, as it is written in the workflow; undefined where a step may set it. */
export type WrittenVariable = (name: string) => string | undefined;

/**
 * Whether a condition can hold for an event: three-valued, and undefined where anything but the event's name, what `env` is said to be
 * and what no context has decides it; where no event is named it may be any. Comparisons ignore case, as GitHub's do.
 * Source: https://docs.github.com/actions/reference/evaluate-expressions-in-workflows-and-actions
 */
export function holdsForEvent(
  condition: string,
  event: string | undefined,
  variable: WrittenVariable = () => undefined,
): boolean | undefined {
  const trimmed = condition.trim();
  const isWrapped = trimmed.startsWith('${{') && trimmed.endsWith('}}');
  const text = isWrapped ? trimmed.slice(3, -2) : trimmed;
  if (text.length > LONGEST || text.includes('${{')) return undefined;
  const tokens = text.match(TOKEN) ?? [];
  if (tokens.some((token) => UNKNOWN.test(token))) return undefined;
  const parser = new ConditionParser(tokens, event, variable);
  const value = parser.either();
  return parser.isAtEnd ? value : undefined;
}

const LONGEST = 2_000;
const TOKEN = /'[^']*'|&&|\|\||[=!<>]=|[!()<>,[\]]|[\w.*-]+|\S/g;
/** What the expressions of GitHub do not have, or a quote that does not end. */
const UNKNOWN = /^[^\w'&|=!<>(),[\].*-]|^'$/;

class ConditionParser {
  #at = 0;

  constructor(
    readonly tokens: readonly string[],
    readonly event: string | undefined,
    readonly variable: WrittenVariable,
  ) {}

  get isAtEnd(): boolean {
    return this.#at >= this.tokens.length;
  }

  either(): boolean | undefined {
    let value = this.#both();
    while (this.#take('||')) {
      const other = this.#both();
      value = value === true || other === true ? true : value === false && other === false ? false : undefined;
    }
    return value;
  }

  #both(): boolean | undefined {
    let value = this.#one();
    while (this.#take('&&')) {
      const other = this.#one();
      value = value === false || other === false ? false : value === true && other === true ? true : undefined;
    }
    return value;
  }

  #one(): boolean | undefined {
    if (this.#take('!')) {
      const value = this.#one();
      return value === undefined ? undefined : !value;
    }
    if (this.#take('(')) {
      const value = this.either();
      return this.#take(')') ? value : undefined;
    }
    const left = this.#operand();
    const operator = this.tokens[this.#at];
    if (operator !== '==' && operator !== '!=') return truthOf(left);
    this.#at++;
    const isEqual = areEqual(left, this.#operand());
    return isEqual === undefined ? undefined : isEqual === (operator === '==');
  }

  #operand(): Operand | undefined {
    const token = this.tokens[this.#at++];
    if (token === undefined) return undefined;
    if (token.startsWith("'")) return { kind: 'literal', text: token.slice(1, -1).toLowerCase() };
    if (this.tokens[this.#at] === '(') {
      this.#skipCall();
      return undefined;
    }
    if (token === 'github.event_name')
      return this.event === undefined ? undefined : { kind: 'text', text: this.event.toLowerCase() };
    if (PART_OF_TEXT.test(token)) return { kind: 'nothing' };
    const name = /^env\.(\w+)$/.exec(token)?.[1];
    return name === undefined ? undefined : writtenValue(this.variable(name));
  }

  #skipCall(): void {
    let depth = 0;
    do {
      const token = this.tokens[this.#at++];
      if (token === '(') depth++;
      else if (token === ')') depth--;
    } while (depth > 0 && !this.isAtEnd);
  }

  #take(token: string): boolean {
    if (this.tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }
}

/** `choice` is the text `true` or `false`; `nothing` what no context has. */
type Operand =
  | { readonly kind: 'literal' | 'text'; readonly text: string }
  | { readonly kind: 'choice' }
  | { readonly kind: 'nothing' };

/** A text has no parts. */
const PART_OF_TEXT =
  /^github\.(?:repository|repository_owner|ref|ref_name|ref_type|event_name|actor|sha|workflow|head_ref|base_ref)\.\w/;

/** Variables are text: what a comparison gives is `true` or `false`, and neither is empty. */
function writtenValue(written: string | undefined): Operand | undefined {
  if (written === undefined) return undefined;
  if (!written.includes('${{')) return { kind: 'text', text: written.trim().toLowerCase() };
  const expression = /^\s*\$\{\{((?:(?!\}\}).)*)\}\}\s*$/s.exec(written)?.[1];
  return expression !== undefined && isTruthValue(expression.trim()) ? { kind: 'choice' } : undefined;
}

/** Comparisons, denials and tests of GitHub's, joined: `&&` and `||` give one of their sides. */
function isTruthValue(expression: string): boolean {
  const sides = expression.split(/&&|\|\|/);
  return sides.every((side) => {
    const plain = side.replace(/[()]/g, ' ').trim();
    const isTest = /^!?\s*(?:contains|startsWith|endsWith)\s/.test(plain);
    return isTest || /^!/.test(plain) || /^(?:'[^']*'|[\w.-]+)\s*(?:[=!]=|[<>]=?)\s*(?:'[^']*'|[\w.-]+)$/.test(plain);
  });
}

/** Of a literal that stands alone nobody knows what was meant. */
function truthOf(operand: Operand | undefined): boolean | undefined {
  switch (operand?.kind) {
    case 'choice':
      return true;
    case 'nothing':
      return false;
    case 'text':
      return operand.text !== '';
    default:
      return undefined;
  }
}

/** What is nothing counts as zero beside text, and text that is no number as none. */
function areEqual(left: Operand | undefined, right: Operand | undefined): boolean | undefined {
  if (left === undefined || right === undefined) return undefined;
  const texts = [left, right].flatMap((each) => ('text' in each ? [each.text] : []));
  const [first = '', second] = texts;
  if (second !== undefined) return first === second;
  if (texts.length === 0) return left.kind === 'nothing' && right.kind === 'nothing' ? true : undefined;
  const isChoice = left.kind === 'choice' || right.kind === 'choice';
  if (isChoice) return first === 'true' || first === 'false' ? undefined : false;
  return /^[a-z][\w ./-]*$/.test(first) ? false : undefined;
}
