import { ancestors, blocksOf, isInBlock, type Name, type Node } from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import type { Binding, Definition } from '../names.ts';

/**
 * Whether a name is bound at a read without following control: it is a parameter, a statement that binds it stands before the
 * read in the same block or in one around it, or the read stands in the body of what binds it on entering; and nothing ever
 * unbinds it. What is written in an inner scope runs later still. `false` proves nothing.
 */
export function isBoundBefore(name: Name, binding: Binding): boolean {
  const [first] = binding.definitions;
  // By far most names are bound once, which needs no table of places.
  if (first !== undefined && binding.definitions.length === 1) return isBoundBy(first, name);
  const { isUnboundSomewhere, byBlock } = placesOf(binding);
  if (isUnboundSomewhere) return false;
  if (first?.kind === 'parameter') return true;
  if (byBlock.size === 0) return false;
  let child: Node = name;
  for (const at of ancestors(name)) {
    const found = byBlock.get(at);
    if (found?.some((definition) => definition.node.end <= name.start && holdsAt(definition, at, child))) return true;
    child = at;
  }
  return false;
}

/** The same of a name that has no other definition. */
function isBoundBy(definition: Definition, name: Name): boolean {
  if (definition.kind === 'parameter') return true;
  const place = placeOf(definition);
  if (place === undefined || definition.node.end > name.start) return false;
  let child: Node = name;
  for (const at of ancestors(name)) {
    if (at === place) return holdsAt(definition, at, child);
    child = at;
  }
  return false;
}

/** The node that holds the statement of a definition, or whose body it is bound for. */
function placeOf({ kind, statement }: Definition): Node | undefined {
  return isEntry(kind) ? statement : ALWAYS.has(kind) ? statement.parent : undefined;
}

interface Places {
  readonly isUnboundSomewhere: boolean;
  /** By the place of a definition, the first of each kind in each block. */
  readonly byBlock: ReadonlyMap<Node, readonly Definition[]>;
}

const placesOf = memoize(({ definitions }: Binding): Places => {
  const byBlock = new Map<Node, Definition[]>();
  for (const definition of definitions) {
    const { kind } = definition;
    const at = placeOf(definition);
    if (at === undefined) continue;
    const known = byBlock.get(at);
    if (known === undefined) byBlock.set(at, [definition]);
    // What the first of a block does not hold for, no later one does.
    else if (!known.some((other) => !isEntry(kind) && !isEntry(other.kind) && isInSameBlock(at, other, definition)))
      known.push(definition);
  }
  return { isUnboundSomewhere: definitions.some(({ kind }) => kind === 'delete' || kind === 'except'), byBlock };
});

const isInSameBlock = (at: Node, one: Definition, other: Definition): boolean =>
  blocksOf(at).some((block) => isInBlock(block, one.statement) && isInBlock(block, other.statement));

/** Whether the read, in the scope of the name, stands in the handler whose error the name is, and in none around one of that name. */
export function isInItsHandler(name: Name, binding: Binding): boolean {
  const { isDeleted, all, holding } = handlersOf(binding);
  if (isDeleted || all.size === 0) return false;
  return [...ancestors(name)].some(
    (at) => at.kind === 'ExceptHandler' && all.has(at) && isInBlock(at.body, name) && !holding.has(at),
  );
}

interface Handlers {
  readonly isDeleted: boolean;
  /** Handlers whose error the name is. */
  readonly all: ReadonlySet<Node>;
  /** Those of them around another one. */
  readonly holding: ReadonlySet<Node>;
}

/** Once for a name: thousands of handlers may call their error so, and each read asks. */
const handlersOf = memoize(({ definitions }: Binding): Handlers => {
  const all = new Set(definitions.flatMap(({ kind, node }) => (kind === 'except' ? node : [])));
  return {
    isDeleted: definitions.some(({ kind }) => kind === 'delete'),
    all,
    holding: new Set([...all].flatMap((handler) => [...ancestors(handler)].filter((at) => all.has(at)))),
  };
});

/** `at` holds the read by way of `child`. */
function holdsAt({ kind, statement }: Definition, at: Node, child: Node): boolean {
  if (isEntry(kind)) return statement === at && isInBlock(blocksOf(at)[0] ?? [], child);
  if (statement.parent !== at || statement.end > child.start) return false;
  return blocksOf(at).some((block) => isInBlock(block, statement) && isInBlock(block, child));
}

/** What binds whenever its statement runs to its end. */
const ALWAYS: ReadonlySet<Definition['kind']> = new Set(['assignment', 'import', 'from-import', 'function', 'class']);

/** What is bound before the body of its statement runs. */
const isEntry = (kind: Definition['kind']): boolean => kind === 'for' || kind === 'with';
