import { type Located, type MappedText, type Span, spanInFile } from '../../text/index.ts';
import type { PromExpression, PromMatcher, PromMetric } from './prom-expression.ts';
import { type PromToken, promTokens } from './tokens.ts';

/** Reads which metrics an expression of PromQL names; functions, keywords and labels are none. */
export function readPromql(text: MappedText): PromExpression {
  const tokens = promTokens(text.content);
  const found = tokens === undefined ? undefined : new PromReader(text, tokens).read();
  return { text, metrics: found?.metrics ?? [], labels: found?.labels ?? [], isForeign: found === undefined };
}

/** Operators in words, numbers in words, and modifiers. */
const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'unless', 'atan2', 'bool', 'offset', 'inf', 'nan']);
/** Followed by labels in parentheses. */
const BEFORE_LABELS: ReadonlySet<string> = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right']);
/** Aggregations may have their labels before their expression: `sum by (job) (x)`. */
const AGGREGATION_CLAUSES: ReadonlySet<string> = new Set(['by', 'without']);
/** Of Grafana's variables; their last argument is a label where there are two, and the only one as well. */
const LABEL_FUNCTION = 'label_values';

class PromReader {
  readonly #metrics: PromMetric[] = [];
  readonly #labels: Located<string>[] = [];
  /** The functions whose parentheses are open. */
  readonly #calls: string[] = [];
  #at = 0;

  constructor(
    readonly text: MappedText,
    readonly tokens: readonly PromToken[],
  ) {}

  read(): { readonly metrics: readonly PromMetric[]; readonly labels: readonly Located<string>[] } | undefined {
    for (let token = this.tokens[this.#at]; token !== undefined; token = this.tokens[this.#at]) {
      this.#at++;
      if (token.kind === 'operator' && !this.#readOperator(token)) return undefined;
      const isWord = token.kind === 'identifier' || token.kind === 'variable';
      if (isWord && !this.#readWord(token)) return undefined;
    }
    return { metrics: this.#metrics, labels: this.#labels };
  }

  /** Whether brackets close where they must. */
  #readOperator(token: PromToken): boolean {
    if (token.text === '(') this.#calls.push('');
    else if (token.text === ')') return this.#calls.pop() !== undefined;
    else if (token.text === '[') return this.#skipPast(']');
    else if (token.text === '{') return this.#readSelector(undefined);
    return true;
  }

  #readWord(token: PromToken): boolean {
    const next = this.tokens[this.#at]?.text;
    const word = token.text.toLowerCase();
    if (BEFORE_LABELS.has(word)) return next !== '(' || this.#readLabels();
    if (next === '(') {
      this.#calls.push(word);
      this.#at++;
      return true;
    }
    if (KEYWORDS.has(word) || (next !== undefined && AGGREGATION_CLAUSES.has(next.toLowerCase()))) return true;
    if (next === ')' && this.#calls.at(-1) === LABEL_FUNCTION) return true;
    if (next === '{') {
      this.#at++;
      return this.#readSelector(token);
    }
    if (token.kind === 'identifier') this.#add(token.text, token, []);
    return true;
  }

  #readLabels(): boolean {
    this.#at++;
    for (let token = this.tokens[this.#at]; token !== undefined; token = this.tokens[this.#at]) {
      this.#at++;
      if (token.text === ')' && token.kind === 'operator') return true;
      if (token.kind === 'identifier') this.#labels.push({ value: token.text, span: this.#span(token) });
    }
    return false;
  }

  /** `name{label="value"}`, `{__name__="name"}`, `{"name"}`; the brace is read. */
  #readSelector(name: PromToken | undefined): boolean {
    const matchers: PromMatcher[] = [];
    let named = name;
    for (let token = this.tokens[this.#at]; token !== undefined; token = this.tokens[this.#at]) {
      this.#at++;
      if (token.text === '}' && token.kind === 'operator') {
        if (named !== undefined && named.kind !== 'variable') this.#add(named.text, named, matchers);
        return true;
      }
      if (token.kind !== 'identifier' && token.kind !== 'string') continue;
      const matcher = this.#readMatcher(token);
      if (matcher === undefined) named ??= token.kind === 'string' ? token : undefined;
      else if (matcher.label === '__name__') named ??= matcher.operator === '=' ? matcher.name : undefined;
      else matchers.push(matcher);
    }
    return false;
  }

  #readMatcher(label: PromToken): (PromMatcher & { readonly name: PromToken }) | undefined {
    const operator = matchOperator(this.tokens[this.#at]?.text);
    const value = this.tokens[this.#at + 1];
    if (operator === undefined || value?.kind !== 'string') return undefined;
    this.#at += 2;
    const span = spanInFile(this.text, { start: label.start, end: value.end });
    return { label: label.text, operator, value: value.text, span, name: value };
  }

  #skipPast(close: string): boolean {
    while (this.#at < this.tokens.length) if (this.tokens[this.#at++]?.text === close) return true;
    return false;
  }

  #add(name: string, token: PromToken, matchers: readonly PromMatcher[]): void {
    const plain = matchers.map(({ label, operator, value, span }) => ({ label, operator, value, span }));
    this.#metrics.push({ name, span: this.#span(token), matchers: plain });
  }

  #span({ start, end }: PromToken): Span {
    return spanInFile(this.text, { start, end });
  }
}

function matchOperator(text: string | undefined): PromMatcher['operator'] | undefined {
  return text === '=' || text === '!=' || text === '=~' || text === '!~' ? text : undefined;
}
