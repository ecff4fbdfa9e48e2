import { blocksOf, type Match, type Node, type Pattern, type Stmt } from '../../ast/index.ts';

/** All statements of a body, nested blocks included and nested functions and classes left out, in source order. */
export function* statementsIn(body: readonly Stmt[]): Generator<Stmt> {
  const pending: Stmt[] = body.toReversed();
  for (let statement = pending.pop(); statement !== undefined; statement = pending.pop()) {
    yield statement;
    const blocks = blocksWithin(statement);
    for (let i = blocks.length - 1; i >= 0; i--) {
      const block = blocks[i] ?? [];
      for (let j = block.length - 1; j >= 0; j--) pending.push(block[j] as Stmt);
    }
  }
}

/** The blocks of a statement in source order, handlers and cases included; those of functions and classes run at another time or scope: none. */
function blocksWithin(statement: Node): readonly (readonly Stmt[])[] {
  switch (statement.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
    case 'Module':
      return [];
    case 'Match':
      return statement.cases.map((each) => each.body);
    case 'Try':
    case 'TryStar': {
      const handlers = statement.handlers.map((handler) => handler.body);
      return [statement.body, ...handlers, statement.orelse, statement.finalbody];
    }
    default:
      return blocksOf(statement);
  }
}

/** Whether one of the cases surely runs: the last one takes everything. */
export function isExhaustive(statement: Match): boolean {
  const last = statement.cases.at(-1);
  return last !== undefined && last.guard === undefined && isIrrefutable(last.pattern);
}

function isIrrefutable(pattern: Pattern): boolean {
  let at = pattern;
  while (at.kind === 'MatchAs' && at.pattern !== undefined) at = at.pattern;
  if (at.kind === 'MatchAs') return true;
  // Python allows an irrefutable alternative only as the last one.
  const last = at.kind === 'MatchOr' ? at.patterns.at(-1) : undefined;
  return last?.kind === 'MatchAs' && last.pattern === undefined;
}
