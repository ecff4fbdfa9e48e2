/** Makes src/ast/nodes.generated.ts from src/ast/python.asdl: one interface per kind, unions, the table of child fields. */
import { CodeBlockWriter } from 'ts-morph';
import { type Field, type Grammar, interfaceName, parseGrammar, type Sum, toPascalCase } from './asdl.ts';

const PRIMITIVES: Readonly<Record<string, string>> = {
  identifier: 'string',
  string: 'string',
  int: 'number',
  offset: 'number',
  constant: 'ConstantValue',
  optexpr: 'Expression | undefined',
};
const UNIONS: Readonly<Record<string, string>> = { stmt: 'Stmt', expr: 'Expression' };

/** Text of nodes.generated.ts. Throws with the offending text when the grammar cannot be read. */
export function generateAstNodes(asdl: string): string {
  const grammar = parseGrammar(asdl);
  const writer = new CodeBlockWriter({ indentNumberOfSpaces: 2, useSingleQuote: true });
  writeHeader(writer);
  for (const { name, constructors } of grammar.enums) {
    writer.writeLine(`export type ${toPascalCase(name)} = ${constructors.map((c) => `'${c.kind}'`).join(' | ')};`);
  }
  writer.blankLine();
  const typeNames = typeNamesOf(grammar);
  for (const sum of grammar.nodes) writeSum(writer, sum, typeNames);
  writer.writeLine(`export type Node = ${grammar.nodes.map(unionName).join(' | ')};`);
  writer.writeLine("export type NodeKind = Node['kind'];");
  writer.writeLine('export type NodeOfKind<K extends NodeKind> = Extract<Node, { readonly kind: K }>;').blankLine();
  writer.writeLine('/** Fields of each kind that CPython has, in its order (what ast.dump prints). */');
  writeFieldTable(writer, 'FIELDS', grammar, (field) => !field.own);
  writer.blankLine().writeLine('/** Fields of each kind that hold nodes or arrays of nodes. */');
  writeFieldTable(writer, 'CHILD_FIELDS', grammar, grammar.isNodeField);
  return writer.toString();
}

function writeHeader(writer: CodeBlockWriter): void {
  writer.writeLine(
    '// Generated from python.asdl by tools/generate/ast-nodes.ts. Do not edit; run `npm run generate`.',
  );
  writer.writeLine("import type { ConstantValue } from './constant-value.ts';").blankLine();
  writer.writeLine(
    '/** What every node has: its span in UTF-16 offsets, end exclusive, and its parent (undefined for Module). */',
  );
  writer.writeLine('interface NodeBase {').writeLine('  readonly start: number;').writeLine('  readonly end: number;');
  writer.writeLine('  readonly parent: Node | undefined;').writeLine('}').blankLine();
}

function writeSum(writer: CodeBlockWriter, sum: Sum, typeNames: ReadonlyMap<string, string>): void {
  for (const { kind, fields } of sum.constructors) {
    writer.write(`export interface ${interfaceName(kind)} extends NodeBase`).block(() => {
      writer.writeLine(`readonly kind: '${kind}';`);
      for (const field of fields) writer.writeLine(`readonly ${field.name}: ${typeOf(field, typeNames)};`);
    });
  }
  if (sum.constructors.length > 1) {
    writer.writeLine(`export type ${unionName(sum)} =`);
    for (const { kind } of sum.constructors) writer.writeLine(`  | ${interfaceName(kind)}`);
    writer.writeLine(';');
  }
  writer.blankLine();
}

function writeFieldTable(
  writer: CodeBlockWriter,
  name: string,
  grammar: Grammar,
  isWanted: (field: Field) => boolean,
): void {
  writer.write(`export const ${name}: { readonly [K in NodeKind]: readonly string[] } = `).inlineBlock(() => {
    for (const { kind, fields } of grammar.nodes.flatMap((sum) => sum.constructors)) {
      const names = fields.filter(isWanted).map((field) => `'${field.name}'`);
      writer.writeLine(`${kind}: [${names.join(', ')}],`);
    }
  });
  writer.write(';').newLine();
}

function typeNamesOf({ enums, nodes }: Grammar): ReadonlyMap<string, string> {
  return new Map([
    ...Object.entries(PRIMITIVES),
    ...enums.map((sum): [string, string] => [sum.name, toPascalCase(sum.name)]),
    ...nodes.map((sum): [string, string] => [sum.name, unionName(sum)]),
  ]);
}

function typeOf(field: Field, typeNames: ReadonlyMap<string, string>): string {
  const element = typeNames.get(field.type);
  if (element === undefined) throw new Error(`python.asdl: unknown type "${field.type}" of field "${field.name}"`);
  if (field.quantity === 'many') return element.includes('|') ? `readonly (${element})[]` : `readonly ${element}[]`;
  return field.quantity === 'optional' ? `${element} | undefined` : element;
}

function unionName(sum: Sum): string {
  const [first] = sum.constructors;
  if (first !== undefined && sum.constructors.length === 1) return interfaceName(first.kind);
  return UNIONS[sum.name] ?? toPascalCase(sum.name);
}
