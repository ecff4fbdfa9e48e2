import { CHILD_FIELDS, type Node } from '../ast/index.ts';
import type { Span } from '../text/index.ts';

/**
 * The span that stands for a reported construct: the name of a function or class, the header of another compound
 * statement, the node itself otherwise. A finding that spans a whole body hides what is wrong, and code scanning shows
 * it in a pull request only when all its lines changed.
 */
export function reportSpan(at: Node | Span): Span {
  if (!('kind' in at)) return at;
  switch (at.kind) {
    case 'Module':
      return { start: at.start, end: at.start };
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
      return { start: at.name_start, end: at.name_start + at.name.length };
    default:
      return headerSpan(at);
  }
}

/** From the start of a node to the end of what is before its first block; the whole node when it has no block. */
export function headerSpan(node: Node): Span {
  const blocks = CHILD_FIELDS[node.kind].filter((field) => BLOCKS.has(field));
  // A lambda's body is an expression, a block is a list.
  const hasBlock = blocks.some((field) => Array.isArray(fieldOf(node, field)));
  if (!hasBlock) return { start: node.start, end: node.end };
  let end = node.start + (KEYWORD_LENGTHS[node.kind] ?? 0);
  for (const field of CHILD_FIELDS[node.kind]) {
    if (BLOCKS.has(field) || field === 'decorator_list') continue;
    end = Math.max(end, endOf(fieldOf(node, field)));
  }
  return { start: node.start, end };
}

const BLOCKS: ReadonlySet<string> = new Set(['body', 'orelse', 'finalbody', 'handlers', 'cases']);

const KEYWORD_LENGTHS: Partial<Record<Node['kind'], number>> = { Try: 3, TryStar: 3, ExceptHandler: 6, match_case: 4 };

type Field = Node | readonly (Node | undefined)[] | undefined;

function fieldOf(node: Node, field: string): Field {
  // The generated table names the fields that hold nodes; the cast only says so to the compiler.
  return (node as unknown as Readonly<Record<string, Field>>)[field];
}

function endOf(value: Field): number {
  if (value === undefined) return 0;
  if ('kind' in value) return value.end;
  return value.reduce((end, node) => Math.max(end, node?.end ?? 0), 0);
}
