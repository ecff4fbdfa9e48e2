import type { ScopeRecord } from './scope.ts';

/** Python's `__qualname__` of what a scope's node defines; '' for the module. Comprehensions and annotations count as what holds them. */
export function qualnameOfScope(scope: ScopeRecord): string {
  const segments: string[] = [];
  let at = holderOf(scope);
  while (at.parent !== undefined) {
    const name = nameOf(at);
    const holder = holderOf(at.parent);
    segments.push(name);
    if (holder.parent === undefined || holder.declared?.get(name) === 'global') break;
    segments.push(separatorIn(holder));
    at = holder;
  }
  return segments.reverse().join('');
}

/** `__qualname__` of a name bound in a scope. */
export function qualnameWithin(scope: ScopeRecord, name: string): string {
  const holder = holderOf(scope);
  if (holder.kind === 'module' || holder.declared?.get(name) === 'global') return name;
  return qualnameOfScope(holder) + separatorIn(holder) + name;
}

/** The module, class or function that a scope is part of. */
function holderOf(scope: ScopeRecord): ScopeRecord {
  let at = scope;
  while ((at.kind === 'annotation' || at.kind === 'comprehension') && at.parent !== undefined) at = at.parent;
  return at;
}

function separatorIn(holder: ScopeRecord): string {
  return holder.kind === 'class' ? '.' : '.<locals>.';
}

function nameOf(scope: ScopeRecord): string {
  return 'name' in scope.node && typeof scope.node.name === 'string' ? scope.node.name : '<lambda>';
}
