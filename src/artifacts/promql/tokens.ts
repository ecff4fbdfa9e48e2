/** The words of PromQL, with those that Grafana puts in. Source: https://prometheus.io/docs/prometheus/latest/querying/basics/ */

export interface PromToken {
  /** `variable` is an identifier of which Grafana or a template makes a part. */
  readonly kind: 'identifier' | 'variable' | 'string' | 'number' | 'operator';
  /** Of strings, what is between the quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Undefined for what is no PromQL: a string or template that does not end, or a pipe. */
export function promTokens(content: string): readonly PromToken[] | undefined {
  const tokens: PromToken[] = [];
  for (let at = 0; at < content.length; ) {
    const character = content.charAt(at);
    if (/\s/.test(character)) at++;
    else if (character === '#') at = endOfLine(content, at);
    else {
      const token = tokenAt(content, at, character);
      if (token === undefined || token.text === '|') return undefined;
      tokens.push(token);
      at = token.end;
    }
  }
  return tokens;
}

function tokenAt(content: string, at: number, character: string): PromToken | undefined {
  if (character === '"' || character === "'" || character === '`') return stringAt(content, at, character);
  if (/[A-Za-z_:$]/.test(character) || content.startsWith('[[', at) || content.startsWith('{{', at)) {
    return wordAt(content, at);
  }
  if (/[0-9.]/.test(character)) return matchAt(NUMBER, 'number', content, at);
  return matchAt(OPERATOR, 'operator', content, at);
}

function stringAt(content: string, at: number, quote: string): PromToken | undefined {
  for (let end = at + 1; end < content.length; end++) {
    const character = content.charAt(end);
    if (character === '\\' && quote !== '`') end++;
    else if (character === quote) {
      return { kind: 'string', text: content.slice(at + 1, end), start: at, end: end + 1 };
    }
  }
  return undefined;
}

/** Letters with the variables that are among them: `app_${env}_total`, `[[job]]_up`, `$metric`. */
function wordAt(content: string, start: number): PromToken | undefined {
  let at = start;
  let isVariable = false;
  for (; at < content.length; ) {
    const word = matchEnd(WORD, content, at);
    if (word !== undefined) {
      at = word;
      continue;
    }
    const variable = variableEnd(content, at);
    if (variable === undefined) break;
    isVariable = true;
    at = variable;
  }
  if (at === start) return undefined;
  return { kind: isVariable ? 'variable' : 'identifier', text: content.slice(start, at), start, end: at };
}

function variableEnd(content: string, at: number): number | undefined {
  for (const [open, close] of VARIABLE_SIGNS) {
    if (!content.startsWith(open, at)) continue;
    const end = content.indexOf(close, at);
    return end < 0 ? undefined : end + close.length;
  }
  return matchEnd(DOLLAR, content, at);
}

const VARIABLE_SIGNS = [
  ['${', '}'],
  ['[[', ']]'],
  ['{{', '}}'],
] as const;

const WORD = /[A-Za-z0-9_:]+/y;
const DOLLAR = /\$\w*/y;
const NUMBER = /[0-9.][0-9A-Za-z_.]*/y;
const OPERATOR = /=~|!~|==|!=|<=|>=|[\s\S]/y;

function matchAt(pattern: RegExp, kind: PromToken['kind'], content: string, start: number): PromToken | undefined {
  const end = matchEnd(pattern, content, start);
  return end === undefined ? undefined : { kind, text: content.slice(start, end), start, end };
}

function matchEnd(pattern: RegExp, content: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(content) ? pattern.lastIndex : undefined;
}

function endOfLine(content: string, at: number): number {
  const end = content.indexOf('\n', at);
  return end < 0 ? content.length : end;
}
