import { blocksOf, type Node, type Stmt } from '../../ast/index.ts';

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
