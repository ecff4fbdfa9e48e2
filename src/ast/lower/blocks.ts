import { Kind, Token } from '../../syntax/index.ts';
import type { Stmt } from '../nodes.generated.ts';
import type { Lowering } from './lowering.ts';
import { makeUnparsedStmt } from './make.generated.ts';

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
    if (tree.kind(child) === Token[';']) end = tree.end(child);
    else if (body.length > 0 && !isSeparated(lowering, end, tree.start(child))) {
      body.push(joinUnparsed(lowering, body.pop(), child));
      end = tree.end(child);
    } else {
      if (lowering.isStatement(child)) body.push(lowering.statement(child));
      else if (!holdsStatement(lowering, child)) body.push(lowering.unparsedStatement(child));
      else for (const statement of lowerUnreadable(lowering, child)) body.push(statement);
      end = body.at(-1)?.end ?? end;
    }
  }
  return { body, end };
}

/** False for `x: list[int][str]`, which the grammar reads as `x: list[int]` and then, from nowhere, `[str]`. */
function isSeparated(lowering: Lowering, from: number, to: number): boolean {
  const { content } = lowering;
  for (let at = from - 1; at < to; at++) {
    const unit = content.charCodeAt(at);
    if (unit === LINE_FEED || unit === CARRIAGE_RETURN || (unit === SEMICOLON && at === from - 1)) return true;
  }
  return false;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SEMICOLON = 59;

function joinUnparsed(lowering: Lowering, before: Stmt | undefined, node: number): Stmt {
  const start = before?.start ?? lowering.tree.start(node);
  const end = lowering.tree.end(node);
  lowering.gaps.push({ start, end });
  return makeUnparsedStmt(start, end);
}

/** Where the grammar lost its way it may still have read whole statements: those are kept, the rest is a gap. */
function lowerUnreadable(lowering: Lowering, error: number): Stmt[] {
  const { tree } = lowering;
  const body: Stmt[] = [];
  for (let child = tree.firstChild(error); child !== 0; child = tree.nextSibling(child)) {
    if (lowering.isStatement(child)) body.push(lowering.statement(child));
    else if (holdsStatement(lowering, child)) body.push(...lowerStatements(lowering, child, tree.end(child)).body);
    else if (tree.isNamed(child)) body.push(lowering.unparsedStatement(child));
  }
  return body;
}

function holdsStatement(lowering: Lowering, node: number): boolean {
  const { tree } = lowering;
  const kind = tree.kind(node);
  if (kind !== Kind.ERROR && kind !== Kind.block) return false;
  let child = tree.firstChild(node);
  while (child !== 0 && !lowering.isStatement(child) && tree.kind(child) !== Kind.block)
    child = tree.nextSibling(child);
  return child !== 0;
}

/** The block among the children of a clause. */
export function blockOf(lowering: Lowering, clause: number): number {
  return lowering.childOfKind(clause, Kind.block);
}
