import { loadSyntaxParser, type ParserChoice, type SyntaxParser, type SyntaxTree } from '../../syntax/index.ts';
import { SourceText, type Span } from '../../text/index.ts';
import type { Comment, ParsedModule } from '../parsed-module.ts';
import { mixesBitwise } from './bitwise.ts';
import { lowerStatements } from './blocks.ts';
import { findBrokenNodes } from './broken-nodes.ts';
import { collectionExpressions } from './collections.ts';
import { compoundStatements } from './compound-statements.ts';
import { definitionStatements } from './definitions.ts';
import { importStatements } from './imports.ts';
import { Lowering, type LoweringTables } from './lowering.ts';
import { makeModule } from './make.generated.ts';
import { numberExpressions } from './numbers.ts';
import { operatorExpressions, operatorExtensions } from './operators.ts';
import { matchStatements } from './patterns.ts';
import { primaryExpressions, primaryExtensions } from './primaries.ts';
import { simpleStatements } from './simple-statements.ts';
import { stringExpressions } from './strings.ts';
import { typeExpressions } from './types.ts';

/** Turns Python text into the typed tree. Synchronous once loaded; one instance serves any number of files. */
export interface PythonParser {
  /**
   * `content` decoded, without byte order mark. Never throws on bad Python: what cannot be read is in `gaps`. Asks `isTooLate`
   * now and then, and throws `ParseTimeout` when it is.
   */
  parse(content: string, isTooLate?: () => boolean): ParsedModule;
}

const loading = new Map<ParserChoice, Promise<PythonParser>>();

/** Loads the grammar (once per process and choice). */
export function loadPythonParser(choice: ParserChoice = 'wasm'): Promise<PythonParser> {
  let parser = loading.get(choice);
  if (parser === undefined) {
    parser = loadSyntaxParser(choice).then(createPythonParser);
    loading.set(choice, parser);
  }
  return parser;
}

/** The parser on top of a given binding. */
function createPythonParser(syntax: SyntaxParser): PythonParser {
  return { parse: (content, isTooLate) => lowerModule(syntax.parse(content, isTooLate), content) };
}

const TABLES: LoweringTables = {
  expressions: {
    ...operatorExpressions,
    ...primaryExpressions,
    ...collectionExpressions,
    ...typeExpressions,
    ...numberExpressions,
    ...stringExpressions,
  },
  extensions: { ...operatorExtensions, ...primaryExtensions },
  isMisnested: mixesBitwise,
  statements: {
    ...simpleStatements,
    ...compoundStatements,
    ...definitionStatements,
    ...importStatements,
    ...matchStatements,
  },
};

function lowerModule(tree: SyntaxTree, content: string): ParsedModule {
  const lowering = new Lowering(tree, content, TABLES, findBrokenNodes(tree));
  const { body } = lowerStatements(lowering, tree.root, 0);
  return {
    text: new SourceText(content),
    module: makeModule(0, content.length, body),
    comments: readComments(tree, content),
    gaps: mergeGaps(tree, lowering.gaps),
    ...(lowering.isTooDeep && { isTooDeep: true }),
  };
}

function readComments(tree: SyntaxTree, content: string): Comment[] {
  const comments: Comment[] = [];
  for (let i = 0; i < tree.comments.length; i += 2) {
    const start = tree.comments[i] ?? 0;
    const text = content.slice(start, tree.comments[i + 1]).trimEnd();
    comments.push({ start, end: start + text.length, text });
  }
  return comments;
}

/** Gaps in source order; one that lies inside another is left out. */
function mergeGaps(tree: SyntaxTree, found: readonly Span[]): Span[] {
  if (found.length === 0 && tree.errors.length === 0) return [];
  const errors = tree.errors.map((node) => ({ start: tree.start(node), end: tree.end(node) }));
  const sorted = [...errors, ...found].sort((a, b) => a.start - b.start || b.end - a.end);
  const gaps: Span[] = [];
  for (const gap of sorted) {
    const last = gaps.at(-1);
    if (last === undefined || gap.end > last.end) gaps.push(gap);
  }
  return gaps;
}
