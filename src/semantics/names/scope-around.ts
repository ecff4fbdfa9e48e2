import { type AsyncFunctionDef, type ClassDef, chainHead, type FunctionDef, type Node } from '../../ast/index.ts';
import type { ScopeTree } from './build-scopes.ts';
import type { ScopeRecord } from './scope.ts';

/** The scope in which a name at a node is looked up: a default, a decorator or a first iterable is outside its owner. */
export function scopeAround(node: Node, tree: ScopeTree): ScopeRecord {
  let child = node;
  let grandchild: Node | undefined;
  for (let at = node.parent; at !== undefined; at = child.parent) {
    // Most nodes are no owners, and a kind is told faster than whether a table holds a node.
    const scope = OWNERS.has(at.kind) ? tree.scopes.get(at) : undefined;
    if (scope !== undefined) {
      const place = placeIn(at, child, grandchild);
      if (place === 'inside') return scope;
      if (place === 'annotation' && scope.parent?.node === at) return scope.parent;
    }
    grandchild = child;
    child = chainHead(at);
  }
  return tree.module;
}

const OWNERS: ReadonlySet<Node['kind']> = new Set([
  'AsyncFunctionDef',
  'ClassDef',
  'DictComp',
  'FunctionDef',
  'GeneratorExp',
  'Lambda',
  'ListComp',
  'Module',
  'SetComp',
  'TypeAlias',
]);

/** `annotation` is where type parameters are seen, if the owner has any. */
type Place = 'inside' | 'annotation' | 'outside';

function placeIn(owner: Node, child: Node, grandchild: Node | undefined): Place {
  switch (owner.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      // A default is a direct child of `arguments`, an annotation is in its `arg`.
      if (child.kind === 'arguments' && grandchild !== undefined && grandchild.kind !== 'arg') return 'outside';
      return placeByPosition(owner, child);
    case 'ClassDef':
      return placeByPosition(owner, child);
    case 'Lambda':
      return owner.body === child ? 'inside' : 'outside';
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      return grandchild !== undefined && owner.generators[0]?.iter === grandchild ? 'outside' : 'inside';
    case 'TypeAlias':
      return owner.name === child ? 'outside' : 'inside';
    default:
      return 'inside';
  }
}

/** Decorators are before the name, the body after everything else. */
function placeByPosition(owner: FunctionDef | AsyncFunctionDef | ClassDef, child: Node): Place {
  if (child.start < owner.name_start) return 'outside';
  const first = owner.body[0];
  return first !== undefined && child.start >= first.start ? 'inside' : 'annotation';
}
