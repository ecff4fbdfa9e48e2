/** Makes src/ast/nodes.generated.ts from src/ast/python.asdl: one interface per kind, unions, the table of child fields. */
import { CodeBlockWriter } from 'ts-morph';

export interface Field {
  readonly type: string;
  readonly quantity: 'one' | 'optional' | 'many';
  readonly name: string;
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

const PRIMITIVES: Readonly<Record<string, string>> = {
  identifier: 'string',
  string: 'string',
  int: 'number',
  offset: 'number',
  constant: 'ConstantValue',
};

/** Text of nodes.generated.ts. Throws with the offending line when the grammar does not parse. */
export function generateAstNodes(asdl: string): string {
  const sums = parseAsdl(asdl);
  const enums = sums.filter(
    (sum) => sum.constructors.every((c) => c.fields.length === 0) && sum.constructors.length > 1,
  );
  const enumNames = new Set(enums.map((sum) => sum.name));
  const nodeSums = sums.filter((sum) => !enumNames.has(sum.name));
  const unionNames = new Map(nodeSums.map((sum) => [sum.name, unionName(sum)]));
  const typeOf = (field: Field): string => {
    const element =
      field.type === 'optexpr'
        ? 'Expression | undefined'
        : (PRIMITIVES[field.type] ?? (enumNames.has(field.type) ? pascal(field.type) : unionNames.get(field.type)));
    if (element === undefined) throw new Error(`python.asdl: unknown type "${field.type}" of field "${field.name}"`);
    if (field.quantity === 'many') return element.includes('|') ? `readonly (${element})[]` : `readonly ${element}[]`;
    return field.quantity === 'optional' ? `${element} | undefined` : element;
  };
  const isNode = (field: Field): boolean => field.type === 'optexpr' || unionNames.has(field.type);

  const writer = new CodeBlockWriter({ indentNumberOfSpaces: 2, useSingleQuote: true });
  writer.writeLine(
    '// Generated from python.asdl by src/dev/generate/ast-nodes.ts. Do not edit; run `npm run generate`.',
  );
  writer.writeLine("import type { ConstantValue } from './constant-value.ts';").blankLine();
  writer.writeLine(
    '/** What every node has: its span in UTF-16 offsets, end exclusive, and its parent (undefined for Module). */',
  );
  writer.writeLine('interface NodeBase {').writeLine('  readonly start: number;').writeLine('  readonly end: number;');
  writer.writeLine('  readonly parent: Node | undefined;').writeLine('}').blankLine();
  for (const sum of enums) {
    writer.writeLine(`export type ${pascal(sum.name)} = ${sum.constructors.map((c) => `'${c.kind}'`).join(' | ')};`);
  }
  writer.blankLine();
  for (const sum of nodeSums) {
    for (const constructor of sum.constructors) {
      writer.write(`export interface ${interfaceName(constructor.kind)} extends NodeBase`).block(() => {
        writer.writeLine(`readonly kind: '${constructor.kind}';`);
        for (const field of constructor.fields) writer.writeLine(`readonly ${field.name}: ${typeOf(field)};`);
      });
    }
    if (sum.constructors.length > 1) {
      writer.writeLine(`export type ${unionName(sum)} =`);
      for (const c of sum.constructors) writer.writeLine(`  | ${interfaceName(c.kind)}`);
      writer.writeLine(';');
    }
    writer.blankLine();
  }
  writer.writeLine(`export type Node = ${nodeSums.map(unionName).join(' | ')};`);
  writer.writeLine("export type NodeKind = Node['kind'];");
  writer.writeLine('export type NodeOfKind<K extends NodeKind> = Extract<Node, { readonly kind: K }>;').blankLine();
  writer.writeLine('/** Fields of each kind that CPython has, in its order (what ast.dump prints). */');
  writer
    .write('export const FIELDS: { readonly [K in NodeKind]: readonly string[] } = ')
    .inlineBlock(() => {
      for (const c of nodeSums.flatMap((s) => s.constructors)) {
        writer.writeLine(
          `${c.kind}: [${c.fields
            .filter((f) => !f.own)
            .map((f) => `'${f.name}'`)
            .join(', ')}],`,
        );
      }
    })
    .write(';')
    .newLine()
    .blankLine();
  writer.writeLine('/** Fields of each kind that hold nodes or arrays of nodes. */');
  writer
    .write('export const CHILD_FIELDS: { readonly [K in NodeKind]: readonly string[] } = ')
    .inlineBlock(() => {
      for (const c of nodeSums.flatMap((s) => s.constructors)) {
        writer.writeLine(
          `${c.kind}: [${c.fields
            .filter(isNode)
            .map((f) => `'${f.name}'`)
            .join(', ')}],`,
        );
      }
    })
    .write(';')
    .newLine();
  return writer.toString();
}

/** The sums of an ASDL text. */
export function parseAsdl(text: string): Sum[] {
  const source = text.replace(/--.*$/gm, '');
  const sums: Sum[] = [];
  for (const match of source.matchAll(/(\w+)\s*=\s*([^=]*?)(?=\n\s*\w+\s*=|$(?![\s\S]))/g)) {
    const [, name = '', body = ''] = match;
    sums.push({ name, constructors: body.split('|').map((part) => parseConstructor(part.trim())) });
  }
  return sums;
}

function parseConstructor(text: string): Constructor {
  const match = /^(\w+)(?:\(([\s\S]*)\))?$/.exec(text);
  if (match === null) throw new Error(`python.asdl: cannot read constructor "${text}"`);
  const [, kind = '', fields = ''] = match;
  return {
    kind,
    fields: fields
      .split(',')
      .map((f) => f.trim())
      .filter((f) => f !== '')
      .map(parseField),
  };
}

function parseField(text: string): Field {
  const match = /^(\+?)(\w+)([*?]?)\s+(\w+)$/.exec(text);
  if (match === null) throw new Error(`python.asdl: cannot read field "${text}"`);
  const [, own = '', type = '', mark = '', name = ''] = match;
  return { type, name, own: own === '+', quantity: mark === '*' ? 'many' : mark === '?' ? 'optional' : 'one' };
}

const pascal = (name: string): string =>
  name
    .split('_')
    .map((part) => part[0]?.toUpperCase() + part.slice(1))
    .join('');
export const interfaceName = (kind: string): string => (/^[a-z]/.test(kind) ? pascal(kind) : kind);
function unionName(sum: Sum): string {
  if (sum.constructors.length === 1) return interfaceName(sum.constructors[0]?.kind ?? sum.name);
  return (
    ({ stmt: 'Stmt', expr: 'Expression', pattern: 'Pattern', type_param: 'TypeParam' } as Record<string, string>)[
      sum.name
    ] ?? pascal(sum.name)
  );
}
