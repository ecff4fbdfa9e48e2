import { holds, type Node, type NodeKind, walk } from '../ast/index.ts';
import type { Proof, SourceRule } from '../kit/index.ts';
import type { SemanticModel } from '../semantics/index.ts';
import type { SourceText } from '../text/index.ts';
import type { FilePlaces } from './file-places.ts';
import type { Mask } from './finding-of.ts';
import { Inquiry, type LineContent, type Look } from './inquiry.ts';
import { headerSpan, reportSpan } from './report-span.ts';
import type { SourceRuleResults } from './run-source-rules.ts';
import type { Witness } from './witness.ts';

/** Kinds of nodes at a line, and of those that hold it. */
interface NodesAtLine {
  readonly at: ReadonlySet<NodeKind>;
  readonly around: ReadonlySet<NodeKind>;
}

/** Writes down what is on the line, and gives the nodes there; undefined where no code does. */
function inquireLine(
  { source }: Pick<SemanticModel, 'source'>,
  places: FilePlaces,
  inquiry: Inquiry,
): NodesAtLine | undefined {
  const { text, module } = source;
  const line = lineInText(places, inquiry);
  inquiry.lineCount = linesIn(text);
  if (line === undefined || line > inquiry.lineCount) {
    inquiry.content = 'beyond the end';
    return undefined;
  }
  inquiry.content = contentOf(line, lineOf(text, line).trim(), module, text);
  return inquiry.content === 'code' ? nodesAt(line, module, text) : undefined;
}

/** In a notebook the text holds all cells. */
function lineInText({ cellOfLine, text }: FilePlaces, { place: { line, cell } }: Inquiry): number | undefined {
  if (cellOfLine === undefined) return line;
  for (let each = 1; each <= text.lineCount; each++) {
    const found = cellOfLine(each);
    if (found.cell === cell && found.line === line) return each;
  }
  return undefined;
}

/** A line break ends the last line. */
export const linesIn = ({ content, lineCount }: SourceText): number =>
  /[\r\n]$/.test(content) ? lineCount - 1 : lineCount;

export const lineOf = (text: SourceText, line: number): string =>
  text.content.slice(text.lineStart(line), line < text.lineCount ? text.lineStart(line + 1) : text.content.length);

function contentOf(line: number, code: string, module: Node, text: SourceText): LineContent {
  if (code !== '' && !code.startsWith('#')) return 'code';
  // Within a text of several lines every line is part of it.
  const isText = ({ kind, start, end }: Node): boolean =>
    (kind === 'Constant' || kind === 'JoinedStr') && text.lineAt(start) < line && line <= text.lineAt(end);
  if (holds(module, isText)) return 'code';
  return code === '' ? 'blank' : 'comment';
}

function nodesAt(line: number, module: Node, text: SourceText): NodesAtLine {
  const at = new Set<NodeKind>();
  const around = new Set<NodeKind>();
  walk(module, (node) => {
    const first = text.lineAt(node.start);
    if (first > line || text.lineAt(node.end) < line) return node.kind === 'Module' ? undefined : 'skip';
    if (first === line || text.lineAt(headerSpan(node).end) >= line) at.add(node.kind);
    else around.add(node.kind);
    return undefined;
  });
  at.delete('Module');
  around.delete('Module');
  return { at, around };
}

/** How a rule that ran on the file sees the line. */
function lookOf({ visit }: SourceRule, { at, around }: NodesAtLine): Look {
  // `Visitors` maps each kind to a function; Object.keys forgets which kinds there are.
  const kinds = Object.keys(visit) as NodeKind[];
  if (kinds.some((kind) => at.has(kind))) return 'at it';
  if (kinds.some((kind) => around.has(kind))) return 'around it';
  return kinds.includes('Module') ? 'file' : 'nothing there';
}

/** How each rule about single files saw the place, and what silenced it near there; of a survey, how it saw the file. */
export function inquireRules(
  { reported, failed }: SourceRuleResults,
  model: SemanticModel,
  places: FilePlaces,
  informed: InformedWitness,
): void {
  const { path } = places;
  const { witness } = informed;
  let nodes: NodesAtLine | undefined;
  if (witness instanceof Inquiry) {
    nodes = inquireLine(model, places, witness);
    witness.roles = model.context.roles;
  }
  const around = witness instanceof Inquiry ? 'nothing there' : 'file';
  for (const { by } of failed) witness.see(path, by.registered.name, 'failed');
  for (const { by, proofs, unseen } of reported) {
    const { name } = by.registered;
    witness.see(path, name, unseen ?? (nodes === undefined ? around : lookOf(by.rule, nodes)));
    takeDown(name, proofs, places, informed);
  }
}

/** Who is notified, without the secrets of the file. */
export interface InformedWitness {
  readonly witness: Witness;
  readonly mask: Mask;
}

export function takeDown(
  rule: string,
  proofs: readonly Proof[],
  places: FilePlaces,
  { witness, mask }: InformedWitness,
): void {
  for (const { at, by, where } of proofs) {
    const informed = where === undefined ? {} : { where: places.locate(reportSpan(where)) };
    witness.prove({ rule, by: mask(by), at: places.locate(reportSpan(at)), ...informed });
  }
}
