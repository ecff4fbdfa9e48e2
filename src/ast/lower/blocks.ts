import { Kind, Token } from '../../syntax/index.ts';
import type { Stmt } from '../nodes.generated.ts';
import type { Lowering } from './lowering.ts';

/** Statements in a row, and where the last token of them ends: a closing `;` counts, as in CPython. */
export interface Block {
  readonly body: readonly Stmt[];
  readonly end: number;
}

/** The statements of a block node; no node (0) is an empty block that ends where its header does. */
export function lowerBlock(lowering: Lowering, block: number, headerEnd: number): Block {
  if (block === 0) return { body: [], end: headerEnd };
  return lowerStatements(lowering, block, headerEnd);
}

/** The statements directly below `parent`. What is no statement becomes UnparsedStmt. */
export function lowerStatements(lowering: Lowering, parent: number, headerEnd: number): Block {
  const { tree } = lowering;
  const body: Stmt[] = [];
  let end = headerEnd;
  for (let child = tree.firstChild(parent); child !== 0; child = tree.nextSibling(child)) {
    if (tree.kind(child) === Token[';']) {
      end = tree.end(child);
      continue;
    }
    const statement = lowering.isStatement(child) ? lowering.statement(child) : lowering.unparsedStatement(child);
    body.push(statement);
    end = statement.end;
  }
  return { body, end };
}

/** The block among the children of a clause. */
export function blockOf(lowering: Lowering, clause: number): number {
  return lowering.childOfKind(clause, Kind.block);
}
