/** Puts statements into a block. */
import type { Node, Stmt } from '../../ast/index.ts';
import type { PythonFile, Rewriting } from './rewriting.ts';
import {
  behindLine,
  indentedLines,
  indentLines,
  indentOf,
  lineStart,
  nodesUnder,
  sitesIn,
  startOf,
  topOf,
} from './syntax.ts';
import type { Subject } from './transformation.ts';

export interface Wrapper {
  /** The line above, without its indent. */
  readonly head: string;
  /** Lines below, without their indent. */
  readonly tail: readonly string[];
  /** Whether the statement is below the tail once more. */
  readonly isTwice?: boolean;
  /** What the module has to import. */
  readonly imports?: string;
  mayHold(statement: Stmt): boolean;
}

export function wrapSites(subject: Subject, rewriting: Rewriting, wrapper: Wrapper): void {
  const { imports, mayHold } = wrapper;
  for (const file of subject.python) {
    const alone = sitesIn(subject, file).flatMap((statement) => statementOnOwnLine(file, statement) ?? []);
    const chosen = new Set(alone.sort((a, b) => a.start - b.start));
    const isInAnother = (inner: Stmt) => [...chosen].some((outer) => outer !== inner && isInside(inner, outer));
    const wrapped = [...chosen].filter((each) => mayHold(each) && isMovable(each) && !isInAnother(each));
    // First, because it may come to be where the first of the statements begins.
    if (wrapped.length > 0 && imports !== undefined) rewriting.insert(file.path, topOf(file), `${imports}\n`);
    for (const statement of wrapped) wrap(file, rewriting, statement, wrapper);
  }
}

/** Where the comments begin that stand right above a line. */
function withComments(file: PythonFile, line: number): number {
  let start = line;
  while (start > 0) {
    const above = lineStart(file, start - 1);
    if (!file.text.slice(above, start).trim().startsWith('#')) break;
    start = above;
  }
  return start;
}

function wrap(file: PythonFile, rewriting: Rewriting, statement: Stmt, { head, tail, isTwice }: Wrapper): void {
  const indent = indentOf(file, statement) ?? '';
  const next = behindLine(file, statement.end);
  const start = withComments(file, lineStart(file, startOf(file, statement)));
  rewriting.insert(file.path, start, `${indent}${head}\n`);
  indentLines(file, rewriting, statement, start);
  const newline = file.text.charAt(next - 1) === '\n' ? '' : '\n';
  if (tail.length === 0) return;
  const again = isTwice === true ? indentedLines(file, statement, start) : [];
  rewriting.insert(file.path, next, newline, ...tail.map((line) => `${indent}${line}\n`), ...again);
}

function isInside(inner: Stmt, outer: Stmt): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The statement, or the one around it where it shares its line with another. */
function statementOnOwnLine(file: PythonFile, statement: Stmt): Stmt | undefined {
  for (let at: Node | undefined = statement; at !== undefined; at = at.parent) {
    if ('parent' in at && isStatement(at) && indentOf(file, at) !== undefined) return at;
  }
  return undefined;
}

function isStatement(node: Node): node is Stmt {
  const { parent } = node;
  if (parent === undefined) return false;
  return ['body', 'orelse', 'finalbody'].some((field) => {
    // Blocks are lists of statements, whatever node holds them.
    const block = (parent as unknown as Record<string, unknown>)[field];
    return Array.isArray(block) && block.includes(node);
  });
}

/** Docstrings, imports and declarations have to be where they stand; so has what a class body binds. */
function isMovable(statement: Stmt): boolean {
  if (statement.kind === 'Global' || statement.kind === 'Nonlocal' || statement.kind === 'Pass') return false;
  if (statement.kind === 'Import' || statement.kind === 'ImportFrom' || statement.parent?.kind === 'ClassDef')
    return false;
  return !(statement.kind === 'Expr' && statement.value.kind === 'Constant');
}

/** Whether a statement binds names, itself or in its blocks, or leaves where it stands. */
export function binds(statement: Stmt): boolean {
  return nodesUnder(statement).some(
    (node) =>
      (node.kind === 'Name' && node.ctx !== 'Load') ||
      node.kind === 'FunctionDef' ||
      node.kind === 'AsyncFunctionDef' ||
      node.kind === 'ClassDef' ||
      node.kind === 'Return' ||
      node.kind === 'Raise' ||
      node.kind === 'Break' ||
      node.kind === 'Continue',
  );
}
