/** Makes src/ast/lower/make.generated.ts from src/ast/python.asdl: one factory per kind, fields in constant order. */
import { CodeBlockWriter } from 'ts-morph';
import { type Constructor, type Field, interfaceName, parseAsdl } from './ast-nodes.ts';

/** Text of make.generated.ts: factories that build a node and set itself as the parent of its children. */
export function generateAstFactories(asdl: string): string {
  const sums = parseAsdl(asdl);
  const enums = sums.filter(
    (sum) => sum.constructors.every((c) => c.fields.length === 0) && sum.constructors.length > 1,
  );
  const enumNames = new Set(enums.map((sum) => sum.name));
  const nodeSums = sums.filter((sum) => !enumNames.has(sum.name));
  const nodeNames = new Set([...nodeSums.map((sum) => sum.name), 'optexpr']);

  const writer = new CodeBlockWriter({ indentNumberOfSpaces: 2, useSingleQuote: true });
  writer.writeLine(
    '// Generated from python.asdl by src/dev/generate/ast-factories.ts. Do not edit; run `npm run generate`.',
  );
  writer.writeLine("import type * as ast from '../nodes.generated.ts';").blankLine();
  writer.writeLine('/** A node whose fields may still be set: only lowering holds one. */');
  writer.writeLine('export type Mutable<T> = { -readonly [K in keyof T]: T[K] };').blankLine();
  for (const sum of nodeSums) {
    for (const constructor of sum.constructors) writeFactory(writer, constructor, (f) => nodeNames.has(f.type));
  }
  writer.write('function adopt(parent: ast.Node, child: Mutable<ast.Node>): void ').block(() => {
    writer.writeLine('child.parent = parent;');
  });
  writer.blankLine();
  writer
    .write('function adoptAll(parent: ast.Node, children: readonly (Mutable<ast.Node> | undefined)[]): void ')
    .block(() => {
      writer.writeLine('for (const child of children) if (child !== undefined) child.parent = parent;');
    });
  return writer.toString();
}

function writeFactory(writer: CodeBlockWriter, constructor: Constructor, isNode: (field: Field) => boolean): void {
  const type = `ast.${interfaceName(constructor.kind)}`;
  const { fields } = constructor;
  const parameters = fields.map((f) => `, ${parameterName(f)}: ${type}['${f.name}']`).join('');
  writer.write(
    `export function make${interfaceName(constructor.kind)}(start: number, end: number${parameters}): ${type} `,
  );
  writer.block(() => {
    const own = fields
      .map((f) => (parameterName(f) === f.name ? `, ${f.name}` : `, ${f.name}: ${parameterName(f)}`))
      .join('');
    writer.writeLine(`const node: ${type} = { kind: '${constructor.kind}', start, end, parent: undefined${own} };`);
    for (const field of fields.filter(isNode)) {
      const name = parameterName(field);
      if (field.quantity === 'many') writer.writeLine(`adoptAll(node, ${name});`);
      else if (field.quantity === 'optional') writer.writeLine(`if (${name} !== undefined) adopt(node, ${name});`);
      else writer.writeLine(`adopt(node, ${name});`);
    }
    writer.writeLine('return node;');
  });
  writer.blankLine();
}

const parameterName = (field: Field): string => (field.name === 'arguments' ? 'args_' : field.name);
