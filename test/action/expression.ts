/**
 * The part of GitHub's expressions that an action needs: contexts, strings, `==`, `!=`, `!`, `&&`, `||`, brackets and the functions
 * of a job's status. Anything else is an error. Source: https://docs.github.com/actions/reference/evaluate-expressions-in-workflows-and-actions
 */
export type Contexts = Readonly<Record<string, unknown>>;

/** A text in which every `${{ … }}` is replaced by its value. */
export function interpolate(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => asText(evaluate(expression, contexts)));
}

/** An `if:`, in which brackets are optional; without a function of the status, `success()` is meant besides. */
export function isMet(condition: string | undefined, contexts: Contexts, hasFailed: boolean): boolean {
  const expression = (condition ?? 'success()').replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1');
  const testsStatus = /\b(?:always|success|failure|cancelled)\(\)/.test(expression);
  const status = { always: true, success: !hasFailed, failure: hasFailed, cancelled: false };
  return asBoolean(evaluate(expression, { ...contexts, [STATUS]: status })) && (testsStatus || !hasFailed);
}

const STATUS = '#status';
const TOKEN =
  /\s*(?:(?<text>'(?:[^']|'')*')|(?<operator>==|!=|&&|\|\||[!()])|(?<name>[A-Za-z_][\w-]*(?:\.[\w-]+)*(?:\(\))?))/y;

function evaluate(expression: string, contexts: Contexts): unknown {
  const tokens = tokenize(expression);
  let next = 0;
  const accept = (token: string): boolean => {
    if (tokens[next] !== token) return false;
    next++;
    return true;
  };
  const primary = (): unknown => {
    if (accept('!')) return !asBoolean(primary());
    if (!accept('(')) return readValue(tokens[next++] ?? '', contexts);
    const value = or();
    if (!accept(')')) throw new Error(`a bracket is open in ${expression}`);
    return value;
  };
  const equality = (): unknown => {
    const left = primary();
    if (accept('==')) return isEqual(left, primary());
    if (accept('!=')) return !isEqual(left, primary());
    return left;
  };
  // Both sides are read, whichever gives the value.
  const and = (): unknown => {
    let left = equality();
    while (accept('&&')) {
      const right = equality();
      left = asBoolean(left) ? right : left;
    }
    return left;
  };
  const or = (): unknown => {
    let left = and();
    while (accept('||')) {
      const right = and();
      left = asBoolean(left) ? left : right;
    }
    return left;
  };
  const value = or();
  if (next !== tokens.length) throw new Error(`unknown expression: ${expression}`);
  return value;
}

function tokenize(expression: string): string[] {
  const tokens: string[] = [];
  const text = expression.trimEnd();
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length; ) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new Error(`unknown expression at ${at}: ${expression}`);
    tokens.push(match[0].trim());
  }
  return tokens;
}

function readValue(token: string, contexts: Contexts): unknown {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (token === 'true' || token === 'false') return token === 'true';
  const status = contexts[STATUS];
  if (token.endsWith('()')) return member(status, token.slice(0, -2)) ?? fail(`unknown function ${token}`);
  const [context = '', ...path] = token.split('.');
  if (!(context in contexts)) fail(`unknown context ${token}`);
  return path.reduce(member, contexts[context]);
}

// What is not there is null.
function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (Object.entries(value).find(([key]) => key === name)?.[1] ?? null)
    : null;
}

function isEqual(left: unknown, right: unknown): boolean {
  return asText(left).toLowerCase() === asText(right).toLowerCase();
}

function asBoolean(value: unknown): boolean {
  return value !== false && value !== '' && value !== null && value !== undefined;
}

function asText(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

function fail(message: string): never {
  throw new Error(message);
}
