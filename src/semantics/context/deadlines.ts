/** What ends a wait from outside: `async with asyncio.timeout(…)` around it, `wait_for(…)` of it. */
import {
  type AsyncWith,
  ancestors,
  type Call,
  type Expression,
  isNone,
  type Node,
  type With,
} from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { ownNameOf } from '../own-name.ts';

type Names = Pick<SemanticModel['names'], 'qualifiedName'>;

/** The innermost of them in the node's own function. By name, because all frameworks call them alike. */
export function deadlineAround(node: Node, names: Names): With | AsyncWith | Call | undefined {
  for (const at of ancestors(node)) {
    if (at.kind === 'FunctionDef' || at.kind === 'AsyncFunctionDef' || at.kind === 'Lambda') return undefined;
    if (at.kind === 'Call' && isBounded(at, names)) return at;
    if ((at.kind === 'With' || at.kind === 'AsyncWith') && opensDeadline(at, names)) return at;
  }
  return undefined;
}

/** `wait_for(f(), 5)`, `asyncio.wait({f()}, timeout=5)`; what has no limit bounds nothing. */
function isBounded(call: Call, names: Names): boolean {
  const name = ownNameOf(call.func, names);
  const { keywords } = call;
  if (name === 'wait_for') return isLimit(call.args[1]) || keywords.some(({ value }) => isLimit(value));
  return (
    name === 'wait' && keywords.some(({ arg, value }) => arg === undefined || (arg === 'timeout' && isLimit(value)))
  );
}

const isLimit = (given: Expression | undefined): boolean => given !== undefined && !isNone(given);

function opensDeadline({ items }: With | AsyncWith, names: Names): boolean {
  return items.some(
    ({ context_expr: item }) => item.kind === 'Call' && DEADLINES.has(ownNameOf(item.func, names) ?? ''),
  );
}

/** asyncio's and async_timeout's, gevent's and eventlet's, anyio's and trio's. */
const DEADLINES: ReadonlySet<string> = new Set([
  'timeout',
  'Timeout',
  'timeout_at',
  'fail_after',
  'fail_at',
  'move_on_after',
  'move_on_at',
]);
