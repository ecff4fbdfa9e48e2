import { type ConstantValue, FIELDS, type Module, type Node } from '../../src/ast/index.ts';
import type { SourceText } from '../../src/text/index.ts';
import { Utf8Columns } from './utf8-columns.ts';

/** Our tree in the words of CPython's `ast.dump(tree, include_attributes=True)`. */
export function dumpModule(module: Module, text: SourceText): string {
  return new Dumper(new Utf8Columns(text)).dump(module);
}

/** Kinds that carry a place in CPython; the others have none. */
const WITHOUT_PLACE: ReadonlySet<string> = new Set(['Module', 'comprehension', 'arguments', 'withitem', 'match_case']);
/** Enumerations print as calls: `ctx=Load()`. */
const ENUM_FIELDS: ReadonlySet<string> = new Set(['ctx', 'op', 'ops']);

class Dumper {
  readonly #columns: Utf8Columns;

  constructor(columns: Utf8Columns) {
    this.#columns = columns;
  }

  dump(node: Node): string {
    const parts: string[] = [];
    // The generated table names the fields of each kind; the cast only says so to the compiler.
    const fields = node as unknown as Readonly<Record<string, unknown>>;
    for (const name of FIELDS[node.kind]) {
      const value = this.#value(node, name, fields[name]);
      if (value !== undefined) parts.push(`${name === 'kind_prefix' ? 'kind' : name}=${value}`);
    }
    if (!WITHOUT_PLACE.has(node.kind)) parts.push(this.#columns.describe(node));
    return `${node.kind}(${parts.join(', ')})`;
  }

  #value(node: Node, name: string, value: unknown): string | undefined {
    if (value === undefined) return undefined;
    if (Array.isArray(value))
      return value.length === 0 ? undefined : `[${value.map((v) => this.#item(name, v)).join(', ')}]`;
    if (name === 'value' && (node.kind === 'Constant' || node.kind === 'MatchSingleton')) {
      // These two kinds hold a constant in this field, as python.asdl says.
      return reprConstant(value as ConstantValue);
    }
    return this.#item(name, value);
  }

  #item(name: string, value: unknown): string {
    if (value === undefined) return 'None';
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string') return ENUM_FIELDS.has(name) ? `${value}()` : reprString(value, '');
    // All that is left are nodes.
    return this.dump(value as Node);
  }
}

function reprConstant(constant: ConstantValue): string {
  switch (constant.kind) {
    case 'none':
      return 'None';
    case 'ellipsis':
      return 'Ellipsis';
    case 'bool':
      return constant.value ? 'True' : 'False';
    case 'int':
      return String(constant.value);
    case 'float':
      return reprFloat(constant.value, '.0');
    case 'complex':
      return `${reprFloat(constant.value, '')}j`;
    case 'str':
      return reprString(constant.value, '');
    case 'bytes':
      return reprString(constant.value, 'b');
  }
}

/** `repr(float)`: the shortest digits, with an exponent below 1e-4 and from 1e16. */
function reprFloat(value: number, whole: string): string {
  if (value === Number.POSITIVE_INFINITY) return 'inf';
  const exponent = value === 0 ? 0 : Number(value.toExponential().split('e')[1]);
  if (exponent < -4 || exponent >= 16) {
    const [digits = '', power = ''] = value.toExponential().split('e');
    return `${digits}e${power[0]}${power.slice(1).padStart(2, '0')}`;
  }
  // Number.prototype.toString turns to exponents below 1e-6 only, past what is left here.
  return Number.isInteger(value) ? `${value}${whole}` : String(value);
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** `ascii(str)`: which other characters `repr` escapes depends on the version of Unicode. */
function reprString(value: string, prefix: '' | 'b'): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  let text = '';
  for (const char of value) {
    const short = SHORT_ESCAPES[char];
    if (short !== undefined) text += short;
    else if (char === quote) text += `\\${char}`;
    else text += char >= ' ' && char <= '~' ? char : hexEscape(char);
  }
  return prefix + quote + text + quote;
}

function hexEscape(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}
