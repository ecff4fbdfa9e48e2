/** Reads python.asdl: the kinds of the typed tree and their fields. */

export interface Field {
  readonly type: string;
  readonly quantity: 'one' | 'optional' | 'many';
  readonly name: string;
  /** A field of ours that CPython does not have. */
  readonly own: boolean;
}

export interface Constructor {
  readonly kind: string;
  readonly fields: readonly Field[];
}

export interface Sum {
  readonly name: string;
  readonly constructors: readonly Constructor[];
}

export interface Grammar {
  /** Sums without fields, such as operators: string unions. */
  readonly enums: readonly Sum[];
  /** Sums whose members are nodes. */
  readonly nodes: readonly Sum[];
  isNodeField(field: Field): boolean;
}

/** Parses the text of python.asdl. Throws with the offending text when it cannot be read. */
export function parseGrammar(text: string): Grammar {
  const sums = parseSums(text);
  const isEnum = (sum: Sum): boolean =>
    sum.constructors.length > 1 && sum.constructors.every((c) => c.fields.length === 0);
  const nodes = sums.filter((sum) => !isEnum(sum));
  const nodeTypes = new Set([...nodes.map((sum) => sum.name), 'optexpr']);
  return { enums: sums.filter(isEnum), nodes, isNodeField: (field) => nodeTypes.has(field.type) };
}

/** Name of a kind's interface: `FunctionDef`, and `Arguments` for `arguments`. */
export function interfaceName(kind: string): string {
  return /^[a-z]/.test(kind) ? toPascalCase(kind) : kind;
}

/** `type_param` → `TypeParam`. */
export function toPascalCase(name: string): string {
  return name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function parseSums(text: string): Sum[] {
  const source = text.replace(/--.*$/gm, '');
  return [...source.matchAll(/(\w+)\s*=\s*([^=]*?)(?=\n\s*\w+\s*=|$(?![\s\S]))/g)].map(([, name = '', body = '']) => ({
    name,
    constructors: body.split('|').map((part) => parseConstructor(part.trim())),
  }));
}

function parseConstructor(text: string): Constructor {
  const match = /^(\w+)(?:\(([\s\S]*)\))?$/.exec(text);
  if (match === null) throw new Error(`python.asdl: cannot read constructor "${text}"`);
  const [, kind = '', list = ''] = match;
  const fields = list.split(',').map((field) => field.trim());
  return { kind, fields: fields.filter((field) => field !== '').map(parseField) };
}

function parseField(text: string): Field {
  const match = /^(\+?)(\w+)([*?]?)\s+(\w+)$/.exec(text);
  if (match === null) throw new Error(`python.asdl: cannot read field "${text}"`);
  const [, own = '', type = '', mark = '', name = ''] = match;
  return { type, name, own: own === '+', quantity: mark === '*' ? 'many' : mark === '?' ? 'optional' : 'one' };
}
