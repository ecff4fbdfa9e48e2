import { Composer, type CST, type Document, Parser } from 'yaml';
import type { Located, SourceText } from '../../text/index.ts';
import type { Reading, ReadingProblem } from '../reading.ts';
import { buildNode } from './build-node.ts';
import { findTemplateMark } from './template-mark.ts';
import { surveyTokens } from './tokens.ts';
import type { YamlNode } from './yaml-node.ts';

/** A file of YAML (or of JSON, which is YAML). */
export interface YamlFile {
  /** Empty documents are left out. */
  readonly documents: readonly YamlNode[];
  readonly comments: readonly Located<string>[];
  readonly problems: readonly ReadingProblem[];
}

/** Longer ones hold data; the parser needs a second for each million characters. */
const MAX_LENGTH = 2_000_000;

/**
 * Deeper ones are not composed: a stack that overflows within the library's regular expressions ends the process, and no
 * `catch` sees it. People's files stay below thirty.
 */
const MAX_DEPTH = 100;

/** Reads YAML of any number of documents. Never throws. */
export function readYaml({ content }: SourceText): YamlFile {
  if (content.length > MAX_LENGTH) return tooMuch(`has more than ${MAX_LENGTH} characters: not read`);
  const tokens = tokensOf(content);
  if (tokens === undefined) return tooMuch(TOO_DEEP);
  const { comments, depth } = surveyTokens(tokens);
  if (depth > MAX_DEPTH) return tooMuch(TOO_DEEP, comments);
  const template = findTemplateMark(content);
  if (template !== undefined) {
    return refused('is a template, so its output is unknown', comments, template);
  }
  return { ...buildDocuments(compose(tokens), content), comments };
}

const TOO_DEEP = `is nested deeper than ${MAX_DEPTH} levels: not read`;

/** Undefined where thousands of levels overflow the parser's own stack, which is JavaScript alone and can be caught. */
function tokensOf(content: string): CST.Token[] | undefined {
  try {
    return [...new Parser().parse(content)];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The reading of a file that is made of its documents; without an artifact where `build` finds none in them. */
export function readingOf<A>(yaml: YamlFile, build: (documents: readonly YamlNode[]) => A | undefined): Reading<A> {
  const { documents, comments, problems } = yaml;
  return { artifact: documents.length === 0 ? undefined : build(documents), comments, problems };
}

function tooMuch(message: string, comments: YamlFile['comments'] = []): YamlFile {
  return { documents: [], comments, problems: [{ message, isLimit: true }] };
}

function refused(message: string, comments: YamlFile['comments'], span?: Located<string>['span']): YamlFile {
  return { documents: [], comments, problems: [{ message, ...(span !== undefined && { span }) }] };
}

/** Keys are not compared with each other: that takes time by the square, and no reader here minds. */
function compose(tokens: readonly CST.Token[]): Document.Parsed[] {
  return [...new Composer({ uniqueKeys: false, keepSourceTokens: true }).compose(tokens)];
}

function buildDocuments(parsed: readonly Document.Parsed[], content: string): Omit<YamlFile, 'comments'> {
  const documents: YamlNode[] = [];
  const problems: ReadingProblem[] = [];
  for (const { contents, errors } of parsed) {
    const [error] = errors;
    if (error !== undefined && problems.length === 0) {
      const [start, end] = error.pos;
      problems.push({ message: `is not valid YAML: ${withoutSource(error.message)}`, span: { start, end } });
    }
    if (contents === null) continue;
    const built = buildNode(contents, content);
    if (built.kind === 'too-large')
      problems.push({ message: 'expands to too many nodes through its aliases: not read', isLimit: true });
    else if (built.node.kind !== 'scalar' || built.node.value !== null) documents.push(built.node);
  }
  return { documents, problems };
}

/** The library quotes the file behind a colon, at any length; secrets are in such files. */
function withoutSource(message: string): string {
  return (message.split(/(?<=\w):\s/, 1)[0] ?? '').slice(0, 120);
}
