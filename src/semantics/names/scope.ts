import type { Name, Node } from '../../ast/index.ts';
import type { Binding, Definition, Scope } from '../names.ts';

/** A scope while it is built; read-only afterwards. */
export class ScopeRecord implements Scope {
  readonly children: ScopeRecord[] = [];
  readonly bindings = new Map<string, BindingRecord>();
  /** What `global` and `nonlocal` say in this scope. */
  declared: Map<string, 'global' | 'nonlocal'> | undefined;

  constructor(
    readonly kind: Scope['kind'],
    readonly node: Node,
    readonly parent: ScopeRecord | undefined,
  ) {
    parent?.children.push(this);
  }

  declare(name: string, how: 'global' | 'nonlocal'): void {
    this.declared ??= new Map();
    this.declared.set(name, how);
  }

  define(name: string, definition: Definition): void {
    const binding = this.bindings.get(name);
    // Most names are bound once: a list that is made with its one entry takes an eighth of the room of one that grows.
    if (binding === undefined) this.bindings.set(name, new BindingRecord(name, this, [definition]));
    else binding.definitions.push(definition);
  }
}

/** A binding while it is built. Visiting follows the source nearly everywhere, so sorting is rarely needed. */
export class BindingRecord implements Binding {
  readonly references: Name[] = [];

  constructor(
    readonly name: string,
    readonly scope: ScopeRecord,
    readonly definitions: Definition[],
  ) {}

  sort(): void {
    const { references, definitions } = this;
    if (references.length > 1 && !isSorted(references, (name) => name.start)) {
      references.sort((a, b) => a.start - b.start);
    }
    if (definitions.length > 1 && !isSorted(definitions, (definition) => definition.node.start)) {
      definitions.sort((a, b) => a.node.start - b.node.start);
    }
  }
}

/**
 * The binding that an identifier means in a scope: its own, then those of the enclosing functions, then the module's. The
 * names of a class are seen by its own body and by annotation scopes directly in it, not by what is nested in it.
 */
export function lookupFrom(scope: ScopeRecord, identifier: string): BindingRecord | undefined {
  let seesClass = true;
  for (let at: ScopeRecord | undefined = scope; at !== undefined; at = at.parent) {
    if (at.kind !== 'class' || seesClass) {
      const declared = at.declared?.get(identifier);
      if (declared === 'global') return moduleOf(at).bindings.get(identifier);
      if (declared === undefined) {
        const binding = at.bindings.get(identifier);
        if (binding !== undefined) return binding;
      }
    }
    if (at.kind !== 'annotation') seesClass = false;
  }
  return undefined;
}

/**
 * In a class body a name that is used before the class binds it means the module's (`open = open`): Python looks class
 * names up when it runs, not when it compiles.
 */
export function resolveAt(name: Name, scope: ScopeRecord): BindingRecord | undefined {
  const binding = lookupFrom(scope, name.id);
  if (binding === undefined || binding.scope !== scope || scope.kind !== 'class' || name.ctx !== 'Load') return binding;
  const boundBefore = binding.definitions.some((definition) => takesEffectAt(definition) <= name.start);
  return boundBefore ? binding : moduleOf(scope).bindings.get(name.id);
}

function takesEffectAt(definition: Definition): number {
  switch (definition.kind) {
    case 'assignment':
    case 'annotation':
    case 'augmented':
    case 'function':
    case 'class':
      return definition.statement.end;
    default:
      return definition.node.start;
  }
}

function moduleOf(scope: ScopeRecord): ScopeRecord {
  let at = scope;
  while (at.parent !== undefined) at = at.parent;
  return at;
}

function isSorted<T>(items: readonly T[], position: (item: T) => number): boolean {
  let last = -1;
  for (const item of items) {
    const at = position(item);
    if (at < last) return false;
    last = at;
  }
  return true;
}
