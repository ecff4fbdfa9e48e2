/**
 * Reads the expected answers that Python fixtures carry as comments.
 *
 *     np.random.seed(0)                  # qualified[np.random.seed]: numpy.random.seed
 *     client = httpx.AsyncClient()       # class: httpx.AsyncClient
 *     # class[self.client]: httpx.Client
 *     self.client.get(url)
 *
 * `# key: value` answers for the outermost expression that ends the code of its line, `# key[text]: value` for the first
 * expression on the line with exactly that text (`# key[text@2]` for the second). A comment that is on its own answers for
 * the next line of code. Several answers share a comment when parted by ` # `.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type Comment,
  type Expression,
  FIELDS,
  type Node,
  type ParsedModule,
  type Stmt,
  walk,
} from '../../src/ast/index.ts';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { buildSemanticModel, type SemanticModel } from '../../src/semantics/index.ts';

export interface Expectation {
  readonly key: string;
  /** The text between the brackets. */
  readonly named: string | undefined;
  /** As written after the colon, trimmed. */
  readonly value: string;
  /** The line of code that it answers for, from 1. */
  readonly line: number;
  /** The expression it is about; undefined where the line holds none. */
  readonly expression: Expression | undefined;
  /** The innermost statement that starts on the line. */
  readonly statement: Stmt | undefined;
}

export interface Fixture {
  readonly path: string;
  readonly model: SemanticModel;
  readonly expectations: readonly Expectation[];
}

const FIXTURES = fileURLToPath(new URL('../../fixtures/semantics/', import.meta.url));
const ANSWER = /^#?\s*([a-z][a-z-]*)(?:\[(.+?)(?:@(\d+))?\])?: (.*)$/;
const EXPRESSION_KINDS: ReadonlySet<string> = new Set(
  Object.keys(FIELDS).filter((kind) => /^[A-Z]/.test(kind) && !/^(Match|TypeVar|ParamSpec|Module)/.test(kind)),
);
const STATEMENT_KINDS: ReadonlySet<string> = new Set(
  (
    'FunctionDef AsyncFunctionDef ClassDef Return Delete Assign TypeAlias AugAssign AnnAssign For AsyncFor While If With ' +
    'AsyncWith Match Raise Try TryStar Assert Import ImportFrom Global Nonlocal Expr Pass Break Continue UnparsedStmt'
  ).split(' '),
);

/** Every Python fixture below `fixtures/semantics/<folder>`, parsed, modelled, with its expectations. */
export async function readFixtures(folder: string): Promise<readonly Fixture[]> {
  const paths = readdirSync(`${FIXTURES}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.pyi?$/.test(path))
    .sort();
  return Promise.all(paths.map((path) => readFixture(folder, path)));
}

/** One fixture; `path` is below the folder and is the path that the model is given. */
async function readFixture(folder: string, path: string): Promise<Fixture> {
  return fixtureOf(path, readFileSync(`${FIXTURES}${folder}/${path}`, 'utf8'));
}

/** A fixture from text written in a test. */
export async function fixtureOf(path: string, content: string): Promise<Fixture> {
  const parser = await loadPythonParser();
  const source = parser.parse(content);
  return { path, model: buildSemanticModel(path, source), expectations: readExpectations(source) };
}

/** The answers in the comments of a parsed file. */
function readExpectations(source: ParsedModule): readonly Expectation[] {
  const byLine = nodesByLine(source);
  return source.comments.flatMap((comment) =>
    comment.text
      .split(/ (?=# [a-z-]+(?:\[.+?\])?: )/)
      .map((part) => ANSWER.exec(part.trim()))
      .filter((match) => match !== null)
      .map((match) => expectationOf(source, comment, match, byLine)),
  );
}

type NodesByLine = ReadonlyMap<number, readonly Node[]>;

function expectationOf(
  source: ParsedModule,
  comment: Comment,
  match: RegExpExecArray,
  byLine: NodesByLine,
): Expectation {
  const line = lineAnswered(source, comment);
  const [, key = '', named, ordinal = '1', value = ''] = match;
  const nodes = byLine.get(line) ?? [];
  const expressions = nodes.filter((node): node is Expression => isExpression(node));
  const expression =
    named === undefined
      ? expressionEnding(source, line, byLine)
      : expressions.filter((node) => source.text.slice(node) === named)[Number(ordinal) - 1];
  const statement = nodes.filter((node): node is Stmt => STATEMENT_KINDS.has(node.kind)).at(-1);
  return { key, named, value: value.trim(), line, expression, statement };
}

/** The comment's own line, or the next line of code when nothing is before the comment. */
function lineAnswered(source: ParsedModule, comment: Comment): number {
  let line = source.text.lineAt(comment.start);
  if (!source.text.lineText(line).trimStart().startsWith('#')) return line;
  while (line < source.text.lineCount && /^\s*(#|$)/.test(source.text.lineText(line))) line++;
  return line;
}

/** The outermost expression that ends where the code of the line ends; a block's colon and a comma are passed over. */
function expressionEnding(source: ParsedModule, line: number, byLine: NodesByLine): Expression | undefined {
  const start = source.text.lineStart(line);
  const trailing = source.comments.find((comment) => source.text.lineAt(comment.start) === line);
  const code = source.text.content.slice(start, trailing?.start ?? source.text.lineStart(line + 1));
  const end = start + code.replace(/[\s,:]+$/, '').length;
  for (let at = line; at > 0; at--) {
    const found = byLine.get(at)?.find((node) => isExpression(node) && node.end === end);
    if (found !== undefined && isExpression(found)) return found;
  }
  return undefined;
}

/** Nodes by the line they start on, parents before children. */
function nodesByLine(source: ParsedModule): NodesByLine {
  const byLine = new Map<number, Node[]>();
  walk(source.module, (node) => {
    const line = source.text.lineAt(node.start);
    const nodes = byLine.get(line);
    if (nodes === undefined) byLine.set(line, [node]);
    else nodes.push(node);
  });
  // A child listed late in CPython's fields (decorators) may stand early in the text.
  for (const nodes of byLine.values()) nodes.sort((a, b) => a.start - b.start || b.end - a.end);
  return byLine;
}

function isExpression(node: Node): node is Expression {
  return EXPRESSION_KINDS.has(node.kind) && !STATEMENT_KINDS.has(node.kind) && node.kind !== 'ExceptHandler';
}
