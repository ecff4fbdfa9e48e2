import type { Name, Node } from '#ast';
import type { SourceContext } from '#kit';
import { type Edits, reached, replacement, together, wrapping } from '#kit/fixes';
import type { Binding } from '#semantics';

/**
 * A `collections.deque` in place of a local list: where it is made, and where something is taken from its front or put there.
 * Undefined where the list is used as a deque cannot be.
 */
export function dequeInstead(list: Node, ctx: SourceContext): Edits {
  const binding = list.kind === 'Name' ? ctx.names.resolve(list) : undefined;
  const [made, ...others] = binding?.definitions.filter(({ kind }) => kind !== 'augmented') ?? [];
  const deque = made && reached('collections.deque', made.statement, 'name', ctx);
  if (binding === undefined || made?.value === undefined || others.length > 0 || deque === undefined) return undefined;
  if (made.statement.kind !== 'Assign' || !MAKERS.has(made.value.kind)) return undefined;
  const isEmpty = made.value.kind === 'List' && made.value.elts.length === 0;
  const making = isEmpty ? [replacement(made.value, `${deque.name}()`)] : wrapping(made.value, `${deque.name}(`, ')');
  return together(making, deque.edits, ...binding.references.map((use) => editsOfUse(use, binding, ctx)));
}

const MAKERS: ReadonlySet<Node['kind']> = new Set([...(['List', 'ListComp'] as const)]);

/** What a deque takes as a list does, and in less time or no more. */
const ALIKE: ReadonlySet<string> = new Set(['append', 'extend', 'clear', 'count', 'remove']);

function editsOfUse(use: Name, { name }: Binding, ctx: SourceContext): Edits {
  const { parent } = use;
  if (parent?.kind === 'Call' && parent.args[0] === use) return isLen(parent, ctx) ? [] : undefined;
  if (isTested(use)) return [];
  const call = parent?.kind === 'Attribute' ? parent.parent : undefined;
  if (parent?.kind !== 'Attribute' || call?.kind !== 'Call' || call.func !== parent) return undefined;
  const [first, second] = call.args;
  const isFront = first !== undefined && ctx.values.number(first) === 0;
  if (parent.attr === 'pop' && first === undefined) return [];
  const from = { start: use.start, end: call.end };
  if (parent.attr === 'pop' && isFront && call.args.length === 1) return [replacement(from, `${name}.popleft()`)];
  if (parent.attr === 'insert' && isFront && second !== undefined)
    return [replacement({ start: use.start, end: second.start }, `${name}.appendleft(`)];
  return ALIKE.has(parent.attr) ? [] : undefined;
}

const isLen = ({ func }: Node & { kind: 'Call' }, ctx: SourceContext): boolean =>
  ctx.names.qualifiedName(func) === 'builtins.len';

/** `while queue`, `if not queue`, `queue and more`. */
function isTested(use: Node): boolean {
  const { parent } = use;
  if (parent?.kind === 'While' || parent?.kind === 'If' || parent?.kind === 'IfExp') return parent.test === use;
  if (parent?.kind === 'UnaryOp') return parent.op === 'Not';
  // As an operand it is tested, as the last one it is the result.
  return parent?.kind === 'BoolOp' && (parent.values.at(-1) !== use || isTested(parent));
}
