/** Expressions of GitHub (`${{ … }}`, `if:`). Source: https://docs.github.com/actions/reference/evaluate-expressions-in-workflows-and-actions */

export type WorkflowExpression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /**
   * A value of a context by its names, in lower case, as GitHub does not tell them apart: `github.event.issue['title']` is `github`, `event`,
   * `issue`, `title`. An index, `*` and what is computed are `*`.
   */
  | { readonly kind: 'context'; readonly names: readonly string[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly WorkflowExpression[] }
  /** A part of what a call gives. */
  | { readonly kind: 'part'; readonly of: WorkflowExpression }
  | { readonly kind: 'not'; readonly operand: WorkflowExpression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: WorkflowExpression;
      readonly right: WorkflowExpression;
    };

export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=';

/** Undefined for what is no expression, or too long for one. */
export function parseWorkflowExpression(text: string): WorkflowExpression | undefined {
  if (text.length > LONGEST) return undefined;
  const tokens = text.match(TOKEN) ?? [];
  try {
    const parser = new Parser(tokens);
    const found = parser.binary(0);
    return parser.isAtEnd ? found : undefined;
  } catch (error) {
    if (error instanceof NoExpression) return undefined;
    throw error;
  }
}

/** The expressions in a text, and whether there is anything else in it. */
export function expressionsIn(text: string): readonly string[] {
  return [...text.matchAll(HOLE)].map(([, expression]) => expression?.trim() ?? '');
}

const HOLE = /\$\{\{((?:'[^']*'|(?!\}\})[^'])*)\}\}/g;

/** An `if:` is an expression with or without the signs around it. */
export function parseCondition(text: string): WorkflowExpression | undefined {
  const trimmed = text.trim();
  const isWrapped = trimmed.startsWith('${{') && trimmed.endsWith('}}');
  return parseWorkflowExpression(isWrapped ? trimmed.slice(3, -2) : trimmed);
}

const LONGEST = 5_000;
const MAX_DEPTH = 50;
const TOKEN =
  /'(?:[^']|'')*'|&&|\|\||[=!<>]=|[!()<>,[\].*]|[-+]?(?:0x[\da-fA-F]+|\d[\d.]*(?:[eE][-+]?\d+)?)(?![\w-])|[A-Za-z_][\w-]*|\S/g;
const LEVELS: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '!='], ['<', '<=', '>', '>=']];
const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

class NoExpression extends Error {}

class Parser {
  #at = 0;
  #depth = 0;

  constructor(readonly tokens: readonly string[]) {}

  get isAtEnd(): boolean {
    return this.#at >= this.tokens.length;
  }

  binary(level: number): WorkflowExpression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.binary(level + 1);
    for (let token = this.#next(); token !== undefined && operators.includes(token); token = this.#next()) {
      this.#at++;
      left = { kind: 'binary', operator: token as BinaryOperator, left, right: this.binary(level + 1) };
    }
    return left;
  }

  #unary(): WorkflowExpression {
    if (++this.#depth > MAX_DEPTH) throw new NoExpression();
    const found = this.#take('!') ? ({ kind: 'not', operand: this.#unary() } as const) : this.#parts(this.#primary());
    this.#depth--;
    return found;
  }

  #primary(): WorkflowExpression {
    const token = this.#next();
    this.#at++;
    if (token === '(') {
      const inner = this.binary(0);
      this.#expect(')');
      return inner;
    }
    if (token === undefined) throw new NoExpression();
    if (token.startsWith("'") && token.length > 1)
      return { kind: 'literal', value: token.slice(1, -1).replaceAll("''", "'") };
    if (/^[-+]?\d/.test(token)) return { kind: 'literal', value: Number(token) };
    if (!/^[A-Za-z_]/.test(token)) throw new NoExpression();
    const name = token.toLowerCase();
    const constant = CONSTANTS.get(name);
    if (constant !== undefined) return { kind: 'literal', value: constant };
    return this.#take('(') ? { kind: 'call', name, args: this.#arguments() } : { kind: 'context', names: [name] };
  }

  #arguments(): WorkflowExpression[] {
    const args: WorkflowExpression[] = [];
    if (this.#take(')')) return args;
    do args.push(this.binary(0));
    while (this.#take(','));
    this.#expect(')');
    return args;
  }

  /** `.name`, `['name']`, `[0]`, `.*`. */
  #parts(whole: WorkflowExpression): WorkflowExpression {
    let found = whole;
    for (;;) {
      if (this.#take('.')) found = partOf(found, this.#name());
      else if (this.#take('[')) {
        const index = this.#take('*') ? undefined : this.binary(0);
        this.#expect(']');
        const isName = index?.kind === 'literal' && typeof index.value === 'string';
        found = partOf(found, isName ? String(index.value).toLowerCase() : '*');
      } else return found;
    }
  }

  #name(): string {
    const token = this.#next() ?? '';
    if (token !== '*' && !/^[A-Za-z_]/.test(token)) throw new NoExpression();
    this.#at++;
    return token.toLowerCase();
  }

  #next(): string | undefined {
    return this.tokens[this.#at];
  }

  #take(token: string): boolean {
    if (this.#next() !== token) return false;
    this.#at++;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw new NoExpression();
  }
}

function partOf(whole: WorkflowExpression, name: string): WorkflowExpression {
  return whole.kind === 'context' ? { kind: 'context', names: [...whole.names, name] } : { kind: 'part', of: whole };
}
