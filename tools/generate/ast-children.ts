/** Makes src/ast/children.generated.ts from src/ast/python.asdl: the children of each kind without looking fields up by name. */
import { CodeBlockWriter } from 'ts-morph';
import { type Constructor, type Field, parseGrammar } from './asdl.ts';

/** Commonest kinds first: a switch over strings compares them in order. */
const COMMON = [
  'Name',
  'Constant',
  'Attribute',
  'Call',
  'Expr',
  'arg',
  'keyword',
  'Assign',
  'alias',
  'Subscript',
  'arguments',
];

/** Text of children.generated.ts. */
export function generateAstChildren(asdl: string): string {
  const grammar = parseGrammar(asdl);
  const constructors = grammar.nodes
    .flatMap((sum) => sum.constructors)
    .map(({ kind, fields }) => ({ kind, fields: fields.filter(grammar.isNodeField) }));
  constructors.sort((a, b) => rank(a) - rank(b));
  const writer = new CodeBlockWriter({ indentNumberOfSpaces: 2, useSingleQuote: true });
  writer.writeLine(
    '// Generated from python.asdl by tools/generate/ast-children.ts. Do not edit; run `npm run generate`.',
  );
  writer.writeLine("import type { Node } from './nodes.generated.ts';").blankLine();
  writer.writeLine(
    '/** Pushes the direct children of `node`, last field first, so that popping meets them in the order of the fields. */',
  );
  writer.write('export function pushChildren(node: Node, pending: Node[]): void ').block(() => {
    writer.write('switch (node.kind) ').block(() => {
      for (const { kind, fields } of constructors) {
        writer.writeLine(`case '${kind}':`);
        writer.indent(() => {
          for (const field of [...fields].reverse()) writer.writeLine(pushed(field));
          writer.writeLine('return;');
        });
      }
    });
  });
  writer.blankLine();
  writer.write('function pushAll(children: readonly (Node | undefined)[], pending: Node[]): void ').block(() => {
    writer.write('for (let i = children.length - 1; i >= 0; i--) ').block(() => {
      writer.writeLine('const child = children[i];').writeLine('if (child !== undefined) pending.push(child);');
    });
  });
  return writer.toString();
}

function rank({ kind }: Constructor): number {
  const index = COMMON.indexOf(kind);
  return index === -1 ? COMMON.length : index;
}

function pushed({ name, quantity }: Field): string {
  if (quantity === 'many') return `if (node.${name}.length > 0) pushAll(node.${name}, pending);`;
  return quantity === 'optional'
    ? `if (node.${name} !== undefined) pending.push(node.${name});`
    : `pending.push(node.${name});`;
}
