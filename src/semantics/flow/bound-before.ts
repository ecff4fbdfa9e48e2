import { ancestors, blocksOf, type Name, type Node } from '../../ast/index.ts';
import type { Binding, Definition } from '../names.ts';

/**
 * Whether a name is bound at a read of its own scope without following control: it is a parameter, or a statement that binds it
 * stands before the read in the same block or in one around it, and nothing ever unbinds it. `false` proves nothing.
 */
export function isBoundBefore(name: Name, { definitions }: Binding): boolean {
  if (definitions.some(({ kind }) => kind === 'delete' || kind === 'except')) return false;
  const [first] = definitions;
  if (first?.kind === 'parameter') return true;
  const plain = definitions.filter(({ kind, node }) => ALWAYS.has(kind) && node.end <= name.start);
  if (plain.length === 0) return false;
  // By parent: the ways from the read up to what holds the statement that binds.
  const above = new Map<Node, Node>();
  let child: Node = name;
  for (const at of ancestors(name)) {
    above.set(at, child);
    child = at;
  }
  return plain.some((definition) => standsBefore(definition, above));
}

function standsBefore({ statement }: Definition, above: ReadonlyMap<Node, Node>): boolean {
  const { parent } = statement;
  const beside = parent === undefined ? undefined : above.get(parent);
  if (parent === undefined || beside === undefined || statement.end > beside.start) return false;
  return blocksOf(parent).some((block) => holds(block, statement) && holds(block, beside));
}

/** By place: blocks of one node do not overlap. */
function holds(block: readonly Node[], { start, end }: Node): boolean {
  const [first] = block;
  const last = block.at(-1);
  return first !== undefined && last !== undefined && first.start <= start && end <= last.end;
}

/** What binds whenever its statement runs to its end. */
const ALWAYS: ReadonlySet<Definition['kind']> = new Set(['assignment', 'import', 'from-import', 'function', 'class']);
