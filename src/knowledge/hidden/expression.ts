/** The texts of which an expression of Python makes its value. */
import { BETWEEN_IN_BRACKETS, BETWEEN_IN_LINE, literalsAt, type ReadLiteral } from './literals.ts';
import type { HiddenSpan } from './spans.ts';

export interface ValueText extends Omit<ReadLiteral, 'end'> {
  /** It is under a key. */
  readonly isUnderKey: boolean;
  /** It is a key. */
  readonly isKey: boolean;
  readonly isNumber: boolean;
}

export interface ValueTexts {
  readonly found: readonly ValueText[];
  readonly end: number;
}

/** Where an expression is read, and where it ends beside its brackets. */
export interface Reading {
  readonly last: number;
  /** Of a tuple without brackets the element that counts. */
  readonly element?: number;
  /** `==`: what is joined to it by `and`, `or` is another condition. */
  readonly isCompared?: boolean;
  /** How many tables within each other are entered. */
  readonly tables?: number;
}

/** A bracket that is open. */
interface Open {
  readonly bracket: string;
  /** What the call makes of the texts that it is given. */
  readonly call: Call | undefined;
  counts: boolean;
  argument: number;
  isUnderKey: boolean;
}

/** `keeps`: its value is made of its arguments. `reads`: of those behind the name that it asks for. `other`: of a default alone. */
type Call = 'keeps' | 'reads' | 'reads attribute' | 'other';

const KEEPS =
  /^(?:SecretStr|SecretBytes|Secret|Field|field|(?:urlsafe_|standard_)?b(?:16|32|64|85)decode|unhexlify|fromhex|a2b_\w+|quote|quote_plus|make_password|generate_password_hash|hashpw|String|dedent|Query|Form|Header|Cookie|Body|Option)$/;
/** No methods of the same names. */
const BUILT_IN = /^(?:str|bytes|bytearray|list|tuple|set|frozenset|reversed|map|int|chr|cast)$/;
const READS = /^(?:getenv|get|pop|setdefault|config|env|secret)$/;
/** Methods of a text that put texts into it. */
const JOINS = /^\s{0,20}\.\s{0,20}(?:join|format)\(/;
const DEFAULTS = /^(?:default|fallback|value|default_value|return_value|server_default)$/;
/** What a value ends with. */
const VALUE = /^[\p{L}\p{N}_"')]/u;
const WORD = /[\p{L}_][\p{L}\p{N}\p{M}_]*/uy;
const NUMBER = /0[xX][\da-fA-F_]+|\d[\d_]*/y;
const LITERAL = /[rbuf]{0,2}["']/iy;
const JOINING = /^(?:and|or|if|else|in|not|is|for|lambda|await|async)$/;
/** What begins a statement, as behind `case "token":` and `if kind == "token":`. */
const STATEMENT = /^(?:return|raise|assert|del|import|from|pass|break|continue|with|while|try|def|class|global|yield)$/;
const MOST_TABLES = 20;
/** Of an expression no more is looked at. */
const LONGEST = 200_000;

export function valueTexts(text: string, at: number, reading: Reading): ValueTexts {
  return new ExpressionReader(text, at, reading).read();
}

class ExpressionReader {
  readonly #found: ValueText[] = [];
  readonly #open: Open[] = [];
  readonly #last: number;
  #at: number;
  #element = 0;
  #isDone = false;
  #lambdas = 0;
  /** How many of the open brackets are those of tables. */
  #tables = 0;
  #isLoop = false;
  /** The last word or sign, which says what the next text is for. */
  #before = '';

  constructor(
    readonly text: string,
    at: number,
    readonly reading: Reading,
  ) {
    this.#at = at;
    this.#last = Math.min(reading.last, at + LONGEST);
  }

  read(): ValueTexts {
    while (this.#at < this.#last && !this.#isDone && !this.#isAtEnd()) this.#step();
    return { found: this.#found, end: this.#at };
  }

  /** Beside all brackets: what ends a statement, an argument, a condition. */
  #isAtEnd(): boolean {
    const each = this.text[this.#at] ?? '';
    if (this.#open.length > 0) return false;
    if (/[;)\]}\n\r$?`]/.test(each)) return true;
    if (each === '=' && this.reading.tables === 0 && this.text[this.#at + 1] !== '=') return true;
    if (each === ':') return this.#lambdas === 0;
    return each === ',' && this.#lambdas === 0 && this.#element >= (this.reading.element ?? 0);
  }

  #step(): void {
    const { text } = this;
    const each = text[this.#at] ?? '';
    if (/[ \t\r\n]/.test(each)) this.#at++;
    else if (each === '\\') this.#at = this.#matched(/\\\r?\n?/y)?.length ?? this.#at + 1;
    else if (each === '#') this.#at = lineEnd(text, this.#at);
    else if (this.#takeLiteral() || this.#takeWord() || this.#takeNumber()) return;
    else this.#takeSign(each);
  }

  #matched(pattern: RegExp): { readonly word: string; readonly length: number } | undefined {
    pattern.lastIndex = this.#at;
    const word = pattern.exec(this.text)?.[0];
    return word === undefined ? undefined : { word, length: pattern.lastIndex };
  }

  #takeLiteral(): boolean {
    if (this.#matched(LITERAL) === undefined) return false;
    if (this.#isBeside()) return this.#stop();
    const literal = literalsAt(this.text, this.#at, this.#open.length > 0 ? BETWEEN_IN_BRACKETS : BETWEEN_IN_LINE);
    if (literal === undefined || literal.end > this.#last) return false;
    const after = this.text.slice(literal.end, literal.end + 60);
    const around = this.#open.at(-1);
    const isKey = around?.bracket === '{' && /^\s{0,40}:/.test(after);
    const isCondition = /^(?:==|!=|in)$/.test(this.#before) || /^\s{0,20}(?:[!=]=|(?:not\s{1,8})?in\s)/.test(after);
    if (!isCondition) this.#add(literal, isKey, false);
    this.#at = literal.end;
    this.#before = '"';
    const joined = JOINS.exec(after)?.[0].length;
    if (joined !== undefined) {
      this.#at += joined;
      this.#enter('(', 'keeps');
    }
    return true;
  }

  /** Two values side by side are no Python. */
  #isBeside(): boolean {
    return this.#open.length === 0 && VALUE.test(this.#before) && !JOINING.test(this.#before);
  }

  #stop(): true {
    this.#isDone = true;
    return true;
  }

  #add({ pieces, hasFields }: Omit<ReadLiteral, 'end'>, isKey: boolean, isNumber: boolean): void {
    if (!this.#counts || this.#element !== (this.reading.element ?? 0)) return;
    this.#found.push({ pieces, hasFields, isKey, isNumber, isUnderKey: this.#open.at(-1)?.isUnderKey === true });
  }

  get #counts(): boolean {
    return this.#open.at(-1)?.counts ?? true;
  }

  #takeWord(): boolean {
    const matched = this.#matched(WORD);
    if (matched === undefined) return false;
    const { word, length } = matched;
    if (STATEMENT.test(word) || (!JOINING.test(word) && this.#isBeside())) return this.#stop();
    const isMethod = this.#before === '.';
    this.#at = length;
    if (word === 'lambda') this.#lambdas++;
    else if (word === 'for') this.#isLoop = true;
    else if (word === 'in' && this.#isLoop) {
      this.#isLoop = false;
      this.#before = ',';
      return true;
    } else if (this.reading.isCompared === true && this.#open.length === 0 && /^(?:and|or|if|else)$/.test(word)) {
      return this.#stop();
    }
    this.#before = word;
    const next = this.text[this.#at];
    const around = this.#open.at(-1);
    if (next === '(' && !JOINING.test(word)) {
      this.#at++;
      this.#enter('(', callOf(word, isMethod));
    } else if (around?.call !== undefined && /^\s{0,20}=(?!=)/.test(this.text.slice(this.#at, this.#at + 24))) {
      around.counts = DEFAULTS.test(word) && around.argument >= 0;
    }
    return true;
  }

  #takeNumber(): boolean {
    const matched = this.#matched(NUMBER);
    if (matched === undefined) return false;
    if (this.#isBeside()) return this.#stop();
    const span: HiddenSpan = { start: this.#at, end: matched.length };
    this.#add({ pieces: [span], hasFields: false }, false, true);
    this.#at = matched.length;
    this.#before = '0';
    return true;
  }

  #enter(bracket: string, call?: Call): void {
    const outer = this.#open.at(-1);
    const isCounted = (outer?.counts ?? true) || call === 'reads' || call === 'reads attribute';
    const counts = isCounted && (call === undefined || call === 'keeps');
    this.#open.push({ bracket, call, counts, argument: isCounted ? 0 : -1, isUnderKey: outer?.isUnderKey === true });
    this.#before = bracket;
  }

  #takeSign(sign: string): void {
    const isValueBefore = VALUE.test(this.#before) && !JOINING.test(this.#before);
    const pair = this.#matched(/[!=]=/y);
    this.#at = pair?.length ?? this.#at + 1;
    const before = this.#before;
    this.#before = pair?.word ?? sign;
    if ((sign === '[' && isValueBefore) || ((sign === '(' || sign === '[') && before === 'in'))
      this.#open.push({ bracket: sign, call: undefined, counts: false, argument: -1, isUnderKey: false });
    else if (sign === '(' && isValueBefore) this.#enter('(', 'other');
    else if (sign === '{') {
      this.#enter('{', this.#tables < (this.reading.tables ?? MOST_TABLES) ? undefined : 'other');
      this.#tables++;
    } else if (sign === '(' || sign === '[') this.#enter(sign);
    else if (/[)\]}]/.test(sign)) {
      if (this.#open.pop()?.bracket === '{') this.#tables--;
      this.#before = ')';
    } else if (sign === ',') this.#comma();
    else if (sign === ':') this.#colon();
  }

  #comma(): void {
    const around = this.#open.at(-1);
    if (around === undefined) {
      if (this.#lambdas === 0) this.#element++;
      return;
    }
    around.argument += around.argument < 0 ? 0 : 1;
    around.isUnderKey = around.bracket === '{' ? false : around.isUnderKey;
    if (around.call === undefined || around.argument < 0) return;
    around.counts = around.call === 'keeps' || around.argument >= (FIRST[around.call] ?? Number.POSITIVE_INFINITY);
  }

  #colon(): void {
    const around = this.#open.at(-1);
    if (this.#lambdas > 0) this.#lambdas--;
    else if (around?.bracket === '{') around.isUnderKey = true;
  }
}

function callOf(name: string, isMethod: boolean): Call {
  if (KEEPS.test(name) || (!isMethod && BUILT_IN.test(name))) return 'keeps';
  if (name === 'getattr') return 'reads attribute';
  return READS.test(name) ? 'reads' : 'other';
}

/** The first argument that is no name of what is asked for. */
const FIRST: Readonly<Partial<Record<Call, number>>> = { reads: 1, 'reads attribute': 2 };

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Expressions within expressions: those far within have been read often enough. */
export class Nesting {
  readonly #ends: number[] = [];

  admits(at: number): boolean {
    while ((this.#ends.at(-1) ?? Number.POSITIVE_INFINITY) <= at) this.#ends.pop();
    return this.#ends.length < MOST_READINGS;
  }

  enter(end: number): void {
    this.#ends.push(end);
  }
}

const MOST_READINGS = 20;
