/** Conditions of workflow jobs, as far as the event that started the workflow decides them. */

/**
 * Whether a condition can hold for an event: three-valued, and undefined where anything but the event's name has a say. Comparisons
 * ignore case, as GitHub's do. Source: https://docs.github.com/actions/reference/evaluate-expressions-in-workflows-and-actions
 */
export function holdsForEvent(condition: string, event: string): boolean | undefined {
  const trimmed = condition.trim();
  const isWrapped = trimmed.startsWith('${{') && trimmed.endsWith('}}');
  const text = isWrapped ? trimmed.slice(3, -2) : trimmed;
  if (text.length > LONGEST || text.includes('${{')) return undefined;
  const tokens = text.match(TOKEN) ?? [];
  if (tokens.some((token) => UNKNOWN.test(token))) return undefined;
  const parser = new ConditionParser(tokens, event);
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
    readonly event: string,
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
    if (operator !== '==' && operator !== '!=') return undefined;
    this.#at++;
    const right = this.#operand();
    if (left === undefined || right === undefined) return undefined;
    return (left === right) === (operator === '==');
  }

  /** The text of a literal or of the event's name. */
  #operand(): string | undefined {
    const token = this.tokens[this.#at++];
    if (token === undefined) return undefined;
    if (token.startsWith("'")) return token.slice(1, -1).toLowerCase();
    if (this.tokens[this.#at] === '(') this.#skipCall();
    return token === 'github.event_name' ? this.event.toLowerCase() : undefined;
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
