/** Whole lines: statements that are added, or taken out. */
import { blockAround, type Module, type Node, nodesOf, type Stmt } from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import type { SourceText, Span } from '../../text/index.ts';
import { type Edits, insertion, replacement } from './edits.ts';

/** Statements above one that begins its line, indented as it is. */
export function linesAbove(statement: Node, lines: readonly string[], text: SourceText): Edits {
  const start = text.lineStart(text.lineAt(statement.start));
  const indentation = text.content.slice(start, statement.start);
  if (!/^[ \t\f]*$/.test(indentation)) return undefined;
  return [insertion(start, lines.map((line) => `${indentation}${line}\n`).join(''))];
}

/** Statements below a simple one that has its lines for itself, indented as it is. */
export function linesBelow(statement: Node, lines: readonly string[], text: SourceText): Edits {
  const own = ownLines(statement, text);
  if (own === undefined) return undefined;
  const indentation = text.content.slice(own.start, statement.start);
  // A comment behind the statement stays with it.
  return [insertion(endOfLine(statement, text), lines.map((line) => `\n${indentation}${line}`).join(''))];
}

/**
 * Takes out a statement with its lines; one that is all of a block leaves `pass`. A comment behind it speaks against that. `tidies`: blank
 * lines go with it, where nothing else is written there.
 */
export function removedStatement(statement: Stmt, text: SourceText, tidies = true): Edits {
  const own = ownLines(statement, text);
  if (own === undefined || text.content.slice(statement.end, own.end).trim() !== '') return undefined;
  if (isAllOfBlock(statement)) return [replacement(statement, 'pass')];
  const isFirst = statement.parent?.kind !== 'Module' && blockAround(statement)[0] === statement;
  return [replacement(tidies ? withBlankLines(own, isFirst, text) : own, '')];
}

/** The lines of a statement, where no other is on them. */
function ownLines(statement: Node, text: SourceText): Span | undefined {
  const start = text.lineStart(text.lineAt(statement.start));
  const last = text.lineAt(Math.max(statement.start, statement.end - 1));
  const end = last >= text.lineCount ? text.content.length : text.lineStart(last + 1);
  const isAlone =
    /^[ \t\f]*$/.test(text.content.slice(start, statement.start)) &&
    /^[ \t\f]*(?:#.*)?$/.test(text.content.slice(statement.end, endOfLine(statement, text)));
  return isAlone ? { start, end } : undefined;
}

function endOfLine({ start, end }: Node, text: SourceText): number {
  const line = text.lineAt(Math.max(start, end - 1));
  return text.lineStart(line) + text.lineText(line).length;
}

/** Blank lines around it would stand one upon the other, or open a block: those below go with it. */
function withBlankLines({ start, end }: Span, opensBlock: boolean, text: SourceText): Span {
  const first = text.lineAt(start);
  const isBelowBlank = opensBlock || first === 1 || text.lineText(first - 1).trim() === '';
  let line = text.lineAt(end);
  while (isBelowBlank && line < text.lineCount && text.lineText(line).trim() === '') line++;
  return { start, end: line === text.lineAt(end) ? end : text.lineStart(line) };
}

function isAllOfBlock(statement: Stmt): boolean {
  const block = blockAround(statement);
  return statement.parent?.kind !== 'Module' && block?.length === 1;
}

/** Below the imports that open a module, which all functions can see whenever they run. */
export function belowImports(module: Module, lines: readonly string[], text: SourceText): Edits {
  const last = lastImportAbove(module);
  return last && linesBelow(last, ['', ...lines], text);
}

/** The last above all functions: those further down may be reached when some of them have run. */
const lastImportAbove = memoize((module: Module) => {
  const functions = [...nodesOf(module, 'FunctionDef'), ...nodesOf(module, 'AsyncFunctionDef')];
  const first = functions.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY);
  return module.body.findLast(({ kind, end }) => (kind === 'Import' || kind === 'ImportFrom') && end < first);
});
