/** Format templates, read as CPython reads them: `Objects/unicodeobject.c` for `%`, `Objects/stringlib/unicode_format.h` for braces. */

export interface Template<Field> {
  /** In order; of a faulty template what is before the fault. */
  readonly pieces: readonly (string | Field)[];
  /** The error that CPython raises whatever the values are. */
  readonly fault?: string;
}

/** `%(key)-8.2f` */
export interface PercentField {
  readonly key: string | undefined;
  readonly flags: string;
  readonly width: number | '*' | undefined;
  readonly precision: number | '*' | undefined;
  readonly letter: string;
}

/** `{root.path!conversion:spec}`. */
export interface BraceField {
  /** The index, also where it is counted automatically, or the name. */
  readonly root: number | string;
  /** `.number[0]` */
  readonly path: string;
  readonly conversion: 'r' | 's' | 'a' | undefined;
  readonly spec: readonly (string | BraceField)[];
}

class Fault extends Error {}

/** Reads the left side of `%`; `%b` is for bytes only. */
export const readPercentTemplate = (text: string, isBytes = false): Template<PercentField> =>
  template(percentPieces(text, isBytes));

/** Reads what `format` or `format_map` is called on. */
export const readBraceTemplate = (text: string): Template<BraceField> => template(new BraceReader().pieces(text, 2));

/** All fields of a template, each before those in its specification. */
export const bracesIn = (pieces: readonly (string | BraceField)[]): readonly BraceField[] =>
  pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece, ...bracesIn(piece.spec)]));

function template<Field>(read: Iterable<string | Field>): Template<Field> {
  const pieces: (string | Field)[] = [];
  try {
    for (const piece of read) {
      const before = pieces.at(-1);
      if (typeof piece === 'string' && typeof before === 'string') pieces[pieces.length - 1] = before + piece;
      else pieces.push(piece);
    }
  } catch (error) {
    if (error instanceof Fault) return { pieces, fault: error.message };
    throw error;
  }
  return { pieces };
}

const CONVERSION = /([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?[hlL]?(.)?/suy;
const MAX_WIDTH = 2 ** 63 - 1;
const MAX_PRECISION = 2 ** 31 - 1;

function* percentPieces(text: string, isBytes: boolean): Generator<string | PercentField> {
  let at = 0;
  for (let percent = text.indexOf('%'); percent >= 0; percent = text.indexOf('%', at)) {
    const isDoubled = text[percent + 1] === '%';
    yield text.slice(at, isDoubled ? percent + 1 : percent);
    at = percent + 2;
    if (isDoubled) continue;
    const keyEnd = text[percent + 1] === '(' ? endOfKey(text, percent + 2) : undefined;
    CONVERSION.lastIndex = keyEnd === undefined ? percent + 1 : keyEnd + 1;
    const [, flags = '', width = '', precision, letter] = CONVERSION.exec(text) ?? [];
    at = CONVERSION.lastIndex;
    const key = keyEnd === undefined ? undefined : text.slice(percent + 2, keyEnd);
    const field = { key, flags, width: count(width), precision: precision === '' ? 0 : count(precision) };
    if (letter === undefined) throw new Fault('incomplete format');
    if (Number(field.width) > MAX_WIDTH) throw new Fault('width too big');
    if (Number(field.precision) > MAX_PRECISION) throw new Fault('precision too big');
    if (!'sraiduoxXeEfFgGc'.includes(letter) && !(isBytes && letter === 'b'))
      throw new Fault(`unsupported format character '${letter}'`);
    yield { ...field, letter };
  }
  yield text.slice(at);
}

function endOfKey(text: string, start: number): number {
  for (let at = start, open = 1; at < text.length; at++) {
    if (text[at] === '(') open++;
    if (text[at] === ')' && --open === 0) return at;
  }
  throw new Fault('incomplete format key');
}

const count = (written: string | undefined): number | '*' | undefined =>
  written === '*' ? written : written ? Number(written) : undefined;

const BRACE = /[{}]/g;
/** Up to what ends a field's name: in brackets braces and colons are part of it. */
const NAME = /(?:\[[^\]]*|[^[{}:!])*/y;

interface Read {
  readonly field: BraceField;
  readonly end: number;
}

/** One template with the templates in its specifications, whose fields are counted together. */
class BraceReader {
  #automatic = 0;
  #numbering: 'automatic' | 'manual' | undefined;

  *pieces(text: string, depth: number): Generator<string | BraceField> {
    if (depth === 0) throw new Fault('Max string recursion exceeded');
    let at = 0;
    for (let brace = nextBrace(text, at); brace >= 0; brace = nextBrace(text, at)) {
      const isDoubled = text[brace + 1] === text[brace];
      yield text.slice(at, isDoubled ? brace + 1 : brace);
      if (!isDoubled && (text[brace] === '}' || brace + 1 === text.length))
        throw new Fault(`Single '${text[brace]}' encountered in format string`);
      const read: Read | undefined = isDoubled ? undefined : this.#field(text, brace + 1, depth);
      at = read?.end ?? brace + 2;
      if (read) yield read.field;
    }
    yield text.slice(at);
  }

  #field(text: string, start: number, depth: number): Read {
    NAME.lastIndex = start;
    NAME.exec(text);
    const nameEnd = NAME.lastIndex;
    const name = text.slice(start, nameEnd);
    if (text[nameEnd] === undefined) throw new Fault("expected '}' before end of string");
    if (text[nameEnd] === '{') throw new Fault("unexpected '{' in field name");
    const isConverted = text[nameEnd] === '!';
    const conversion = isConverted ? text[nameEnd + 1] : undefined;
    if (isConverted && conversion === undefined)
      throw new Fault('end of string while looking for conversion specifier');
    const at = isConverted ? nameEnd + 2 : nameEnd;
    if (text[at] !== undefined && text[at] !== '}' && text[at] !== ':')
      throw new Fault("expected ':' after conversion specifier");
    const end = text[at] === '}' ? at : endOfSpec(text, at + 1);
    const pathStart = name.search(/[.[]/);
    const path = pathStart < 0 ? '' : name.slice(pathStart);
    const root = this.#root(name.slice(0, name.length - path.length));
    checkPath(path);
    if (conversion !== undefined && conversion !== 'r' && conversion !== 's' && conversion !== 'a')
      throw new Fault(`Unknown conversion specifier '${conversion}'`);
    const spec = text.slice(at + 1, end);
    const nested = spec.includes('{') ? [...this.pieces(spec, depth - 1)] : [spec];
    return { field: { root, path, conversion, spec: nested }, end: end + 1 };
  }

  #root(written: string): number | string {
    if (!/^\d*$/.test(written)) return written;
    const numbering = written === '' ? 'automatic' : 'manual';
    this.#numbering ??= numbering;
    if (this.#numbering !== numbering)
      throw new Fault(
        numbering === 'manual'
          ? 'cannot switch from automatic field numbering to manual field specification'
          : 'cannot switch from manual field specification to automatic field numbering',
      );
    return written === '' ? this.#automatic++ : Number(written);
  }
}

function nextBrace(text: string, from: number): number {
  BRACE.lastIndex = from;
  return BRACE.exec(text)?.index ?? -1;
}

function endOfSpec(text: string, start: number): number {
  let open = 1;
  for (let at = nextBrace(text, start); at >= 0; at = nextBrace(text, at + 1)) {
    open += text[at] === '{' ? 1 : -1;
    if (open === 0) return at;
  }
  throw new Fault("unmatched '{' in format spec");
}

function checkPath(path: string): void {
  if (/^(?:\.[^.[]+|\[[^\]]+\])*$/.test(path)) return;
  const isEmpty = /^(?:\.[^.[]*|\[[^\]]*\])*$/.test(path);
  throw new Fault(
    isEmpty ? 'Empty attribute in format string' : "Only '.' or '[' may follow ']' in format field specifier",
  );
}
