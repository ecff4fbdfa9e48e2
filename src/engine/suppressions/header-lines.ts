import { blocksOf, type ExceptHandler, type MatchCase, type ParsedModule, type Stmt } from '../../ast/index.ts';
import { headerSpan } from '../report-span.ts';

/** Lines of a text, inclusive. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** The lines that the headers of statements take: all of a simple one, what is before the block of a compound one. */
export class HeaderLines {
  #headers: Headers | undefined;
  #belowComments: ReadonlyMap<number, number> | undefined;

  constructor(readonly source: ParsedModule) {}

  /** The header that begins on a line, decorators included. */
  startingAt(line: number): LineRange | undefined {
    return this.#all().byFirst.get(line);
  }

  /** The header that has the line as its first or last one. */
  boundedBy(line: number): LineRange | undefined {
    return this.#all().byFirst.get(line) ?? this.#all().byLast.get(line);
  }

  /** The first line after `line` that holds more than a comment. */
  lineBelowComments(line: number): number {
    this.#belowComments ??= findLinesBelowComments(this.source);
    return this.#belowComments.get(line + 1) ?? line + 1;
  }

  #all(): Headers {
    this.#headers ??= findHeaders(this.source);
    return this.#headers;
  }
}

interface Headers {
  readonly byFirst: Map<number, LineRange>;
  readonly byLast: Map<number, LineRange>;
}

type Headed = Stmt | ExceptHandler | MatchCase;

function findHeaders(source: ParsedModule): Headers {
  const headers: Headers = { byFirst: new Map(), byLast: new Map() };
  const pending: Headed[] = [...source.module.body];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const range = headerLines(node, source);
    widen(headers.byFirst, range.first, range);
    widen(headers.byLast, range.last, range);
    for (const inner of nodesWithin(node)) pending.push(inner);
  }
  return headers;
}

/** Where several statements share a line (`a; b`), the longest stands for all. */
function widen(map: Map<number, LineRange>, line: number, range: LineRange): void {
  const known = map.get(line);
  if (known === undefined || range.last - range.first > known.last - known.first) map.set(line, range);
}

function headerLines(node: Headed, { text }: ParsedModule): LineRange {
  const decorators = 'decorator_list' in node ? node.decorator_list : [];
  const first = text.lineAt(decorators[0]?.start ?? node.start);
  const { end } = headerSpan(node);
  const hasBlock = nodesWithin(node).length > 0;
  return { first, last: text.lineAt(hasBlock ? colonAfter(text.content, end, node.end) : end) };
}

/** Nothing but brackets, commas, a name (`except X as e`) and comments are between a header's last node and its colon. */
function colonAfter(content: string, from: number, limit: number): number {
  for (let at = from; at < limit; at++) {
    const character = content.charAt(at);
    if (character === ':') return at;
    if (character === '#') {
      const end = content.indexOf('\n', at);
      if (end < 0) return from;
      at = end;
    }
  }
  return from;
}

function nodesWithin(node: Headed): readonly Headed[] {
  const statements = blocksOf(node).flat();
  if (node.kind === 'Try' || node.kind === 'TryStar') return [...statements, ...node.handlers];
  return node.kind === 'Match' ? node.cases : statements;
}

/** For each line that holds a comment alone, the first line below it that does not. */
function findLinesBelowComments({ comments, text }: ParsedModule): ReadonlyMap<number, number> {
  const below = new Map<number, number>();
  for (const comment of [...comments].reverse()) {
    const line = text.lineAt(comment.start);
    const isAlone = text.content.slice(text.lineStart(line), comment.start).trim() === '';
    if (isAlone) below.set(line, below.get(line + 1) ?? line + 1);
  }
  return below;
}
