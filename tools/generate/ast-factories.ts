/** Makes src/ast/lower/make.generated.ts from src/ast/python.asdl: one factory per kind, fields in constant order. */
import { CodeBlockWriter } from 'ts-morph';
import { type Constructor, type Field, type Grammar, interfaceName, parseGrammar } from './asdl.ts';

/** Text of make.generated.ts: factories that build a node and set itself as the parent of its children. */
export function generateAstFactories(asdl: string): string {
  const grammar = parseGrammar(asdl);
  const writer = new CodeBlockWriter({ indentNumberOfSpaces: 2, useSingleQuote: true });
  writer.writeLine(
    '// Generated from python.asdl by tools/generate/ast-factories.ts. Do not edit; run `npm run generate`.',
  );
  writer.writeLine("import type * as ast from '../nodes.generated.ts';").blankLine();
  writer.writeLine('/** A node whose fields may still be set: only lowering holds one. */');
  writer.writeLine('export type Mutable<T> = { -readonly [K in keyof T]: T[K] };').blankLine();
  for (const node of grammar.nodes.flatMap((sum) => sum.constructors)) writeFactory(writer, node, grammar);
  writer.write('function adopt(parent: ast.Node, child: Mutable<ast.Node>): void ').block(() => {
    writer.writeLine('child.parent = parent;');
  });
  writer.blankLine();
  writer
    .write('function adoptAll(parent: ast.Node, children: readonly (Mutable<ast.Node> | undefined)[]): void ')
    .block(() => {
      // Counted: this runs for every list of every node, mostly before V8 optimises, when iterators are slow.
      writer.write('for (let i = 0; i < children.length; i++) ').block(() => {
        writer.writeLine('const child = children[i];').writeLine('if (child !== undefined) child.parent = parent;');
      });
    });
  return writer.toString();
}

function writeFactory(writer: CodeBlockWriter, { kind, fields }: Constructor, grammar: Grammar): void {
  const name = interfaceName(kind);
  const parameters = fields.map((f) => `, ${parameterName(f)}: ast.${name}['${f.name}']`).join('');
  writer.write(`export function make${name}(start: number, end: number${parameters}): ast.${name} `);
  writer.block(() => {
    const own = fields.map((f) => (parameterName(f) === f.name ? `, ${f.name}` : `, ${f.name}: ${parameterName(f)}`));
    writer.writeLine(`const node: ast.${name} = { kind: '${kind}', start, end, parent: undefined${own.join('')} };`);
    for (const field of fields.filter(grammar.isNodeField)) writer.writeLine(adoption(field));
    writer.writeLine('return node;');
  });
  writer.blankLine();
}

function adoption(field: Field): string {
  const name = parameterName(field);
  if (field.quantity === 'many') return `adoptAll(node, ${name});`;
  return field.quantity === 'optional' ? `if (${name} !== undefined) adopt(node, ${name});` : `adopt(node, ${name});`;
}

const parameterName = (field: Field): string => (field.name === 'arguments' ? 'args_' : field.name);
