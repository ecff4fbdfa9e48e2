/** What transformations ask of a tree: statements that are on lines of their own, and the text that they are written in. */
import { ancestors, blocksOf, type Module, type Node, type Stmt, walk } from '../../ast/index.ts';
import type { Piece, PythonFile, Rewriting } from './rewriting.ts';
import type { Subject } from './transformation.ts';

export type Def = Extract<Node, { kind: 'FunctionDef' | 'AsyncFunctionDef' }>;

export function isDef(node: Node): node is Def {
  return node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef';
}

export function nodesUnder(root: Node): Node[] {
  const nodes: Node[] = [];
  walk(root, (node) => {
    nodes.push(node);
  });
  return nodes;
}

export function functionAround(node: Node): Def | undefined {
  for (const above of ancestors(node)) if (isDef(above)) return above;
  return undefined;
}

export function moduleOf(file: PythonFile): Module {
  return file.model.source.module;
}

/** Statements of a block each, with the block. */
function statementsOf(file: PythonFile): { statement: Stmt; parent: Node }[] {
  return nodesUnder(moduleOf(file)).flatMap((parent) =>
    blocksOf(parent)
      .flat()
      .map((statement) => ({ statement, parent })),
  );
}

/** Where a statement begins, its decorators included. */
export function startOf(file: PythonFile, statement: Stmt): number {
  const [first] = 'decorator_list' in statement ? statement.decorator_list : [];
  return first === undefined ? statement.start : file.text.lastIndexOf('@', first.start);
}

export function lineStart(file: PythonFile, offset: number): number {
  return file.text.lastIndexOf('\n', offset - 1) + 1;
}

/** Just behind the line that a statement ends on. */
export function behindLine(file: PythonFile, offset: number): number {
  const end = file.text.indexOf('\n', offset);
  return end < 0 ? file.text.length : end + 1;
}

/** What is before the first character of a line; undefined where a statement does not begin its line or shares it. */
export function indentOf(file: PythonFile, statement: Stmt): string | undefined {
  const start = startOf(file, statement);
  const before = file.text.slice(lineStart(file, start), start);
  if (before.trim() !== '' || file.text.startsWith('elif', start)) return undefined;
  const rest = file.text.slice(statement.end, behindLine(file, statement.end)).trim();
  return rest === '' || rest.startsWith('#') ? before : undefined;
}

/** Whether a transformation is to work at this statement: it is the innermost around a site, or there are no sites. */
export function sitesIn({ sites }: Subject, file: PythonFile): readonly Stmt[] {
  const all = statementsOf(file).map(({ statement }) => statement);
  if (sites === undefined) return all.filter((statement) => !COMPOUND.has(statement.kind));
  const chosen = new Set<Stmt>();
  for (const { path, offset } of sites) {
    if (path !== file.path) continue;
    const around = all.filter((statement) => startOf(file, statement) <= offset && offset < statement.end);
    const innermost = around.toSorted((a, b) => b.start - a.start || a.end - b.end)[0];
    if (innermost !== undefined) chosen.add(innermost);
  }
  return [...chosen];
}

export const COMPOUND: ReadonlySet<Node['kind']> = new Set([
  ...(['FunctionDef', 'AsyncFunctionDef', 'ClassDef', 'If', 'For', 'AsyncFor', 'While', 'With', 'AsyncWith'] as const),
  ...(['Try', 'TryStar', 'Match'] as const),
]);

/** Moves the lines of a statement to the right, from one of the lines above it on, but for those that lie in a string. */
export function indentLines(file: PythonFile, rewriting: Rewriting, statement: Stmt, from: number): void {
  for (const { at, isMoved } of linesOf(file, statement, from)) if (isMoved) rewriting.insert(file.path, at, '    ');
}

/** The same lines once more, moved to the right. */
export function indentedLines(file: PythonFile, statement: Stmt, from: number): Piece[] {
  return linesOf(file, statement, from).flatMap(({ at, next, isMoved }) => [
    isMoved ? '    ' : '',
    { path: file.path, start: at, end: next },
    file.text.charAt(next - 1) === '\n' ? '' : '\n',
  ]);
}

function linesOf(file: PythonFile, statement: Stmt, from: number) {
  const lines: { at: number; next: number; isMoved: boolean }[] = [];
  const texts = nodesUnder(statement).filter(({ kind }) => kind === 'Constant' || kind === 'JoinedStr');
  for (let at = from; at < statement.end; at = behindLine(file, at)) {
    const isInText = texts.some(({ start, end }) => start < at && at < end);
    lines.push({ at, next: behindLine(file, at), isMoved: !isInText && file.text.charAt(at) !== '\n' });
  }
  return lines;
}

/** Behind the docstring and what is imported from `__future__`, at the start of a line. */
export function topOf(file: PythonFile): number {
  let at = 0;
  for (const statement of moduleOf(file).body) {
    const isDocumentation = statement.kind === 'Expr' && statement.value.kind === 'Constant' && at === 0;
    if (!isDocumentation && !(statement.kind === 'ImportFrom' && statement.module === '__future__')) break;
    at = behindLine(file, statement.end);
  }
  return at;
}

/** The statement of the module that holds a node. */
export function topStatement(node: Node): Stmt | undefined {
  let below: Node = node;
  for (const above of ancestors(node)) {
    if (above.kind === 'Module') return below as Stmt;
    below = above;
  }
  return undefined;
}

/** Words that occur anywhere in texts of the fixture: strings of its code, and files that are not Python. */
export function wordsWritten(subject: Subject): ReadonlySet<string> {
  const words = new Set<string>();
  const paths = new Set(subject.python.map(({ path }) => path));
  const take = (text: string) => {
    for (const [word] of text.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)) words.add(word);
  };
  for (const [path, content] of subject.files) {
    take(path);
    if (!paths.has(path)) take(String(content));
  }
  for (const file of subject.python) {
    for (const node of nodesUnder(moduleOf(file))) {
      if (node.kind === 'Constant' && node.value.kind === 'str' && !isDocumentation(node)) take(node.value.value);
    }
  }
  return words;
}

export function isDocumentation(node: Node): boolean {
  const statement = node.parent;
  const holder = statement?.parent;
  if (statement?.kind !== 'Expr' || holder === undefined) return false;
  if (holder.kind !== 'Module' && holder.kind !== 'ClassDef' && !isDef(holder)) return false;
  return holder.body[0] === statement && node.kind === 'Constant' && node.value.kind === 'str';
}
