/** Imports. */
import { Field, Kind } from '../../syntax/index.ts';
import type { Alias, Stmt } from '../nodes.generated.ts';
import type { Lowering, LowerStatement } from './lowering.ts';
import { makeAlias, makeImport, makeImportFrom } from './make.generated.ts';

export const importStatements: Readonly<Record<number, LowerStatement>> = {
  [Kind.import_statement]: lowerImport,
  [Kind.import_from_statement]: lowerImportFrom,
  [Kind.future_import_statement]: lowerFutureImport,
};

/** The text of a dotted name without the spaces that may be around its dots. */
function dottedText(lowering: Lowering, node: number): string {
  const first = lowering.firstNamed(node);
  let text = lowering.nameOf(first);
  for (let part = lowering.nextNamed(first); part !== 0; part = lowering.nextNamed(part)) {
    text += `.${lowering.nameOf(part)}`;
  }
  return text;
}

function lowerImport(lowering: Lowering, node: number): Stmt {
  if (lowering.isBroken(node)) return lowering.unparsedStatement(node);
  return makeImport(lowering.tree.start(node), lowering.tree.end(node), lowerAliases(lowering, node));
}

function lowerImportFrom(lowering: Lowering, node: number): Stmt {
  const { tree } = lowering;
  if (lowering.isBroken(node)) return lowering.unparsedStatement(node);
  const source = lowering.child(node, Field.module_name);
  const isRelative = tree.kind(source) === Kind.relative_import;
  const name = isRelative ? lowering.childOfKind(source, Kind.dotted_name) : source;
  const level = isRelative ? countDots(lowering.textOf(lowering.childOfKind(source, Kind.import_prefix))) : 0;
  const module = name === 0 ? undefined : dottedText(lowering, name);
  return makeImportFrom(tree.start(node), tree.end(node), module, lowerAliases(lowering, node), level);
}

function lowerFutureImport(lowering: Lowering, node: number): Stmt {
  const { tree } = lowering;
  if (lowering.isBroken(node)) return lowering.unparsedStatement(node);
  return makeImportFrom(tree.start(node), tree.end(node), '__future__', lowerAliases(lowering, node), 0);
}

function lowerAliases(lowering: Lowering, node: number): Alias[] {
  const { tree } = lowering;
  const aliases: Alias[] = [];
  for (let child = lowering.firstNamed(node); child !== 0; child = lowering.nextNamed(child)) {
    const start = tree.start(child);
    const end = tree.end(child);
    if (tree.kind(child) === Kind.wildcard_import) aliases.push(makeAlias(start, end, '*', undefined));
    else if (tree.field(child) === Field.name) aliases.push(lowerAlias(lowering, child, start, end));
  }
  return aliases;
}

function lowerAlias(lowering: Lowering, node: number, start: number, end: number): Alias {
  if (lowering.tree.kind(node) !== Kind.aliased_import) {
    return makeAlias(start, end, dottedText(lowering, node), undefined);
  }
  const name = dottedText(lowering, lowering.child(node, Field.name));
  return makeAlias(start, end, name, lowering.nameOf(lowering.child(node, Field.alias)));
}

function countDots(text: string): number {
  return text.split('.').length - 1;
}
