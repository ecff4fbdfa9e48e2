/** Compares our scopes with CPython's symbol tables. */

import { type Node, walk } from '../../src/ast/index.ts';
import { groupBy } from '../../src/collections/index.ts';
import type { Names, Scope, SemanticModel } from '../../src/semantics/index.ts';

/** One scope as `symtable_dump.py` prints it. `names` maps a name to `local`, `free` or `global`, with `parameter` and `imported`. */
export interface SymbolTable {
  readonly kind: 'module' | 'function' | 'class';
  readonly name: string;
  readonly line: number;
  readonly names: Readonly<Record<string, string>>;
  /** Names used in annotation scopes directly below, which CPython keeps apart since 3.14. */
  readonly hidden: readonly string[];
  readonly children: readonly SymbolTable[];
  /** Of the module: comprehensions have no tables of their own, their names are those of the scope around (3.12 and later). */
  readonly inlines?: boolean;
}

export interface ScopeComparison {
  readonly compared: number;
  readonly equal: number;
  /** One line per difference. */
  readonly differences: readonly string[];
}

interface OwnScope {
  readonly key: string;
  readonly names: ReadonlyMap<string, string>;
  /** Names of the comprehensions in it that CPython may inline. */
  readonly inlined: ReadonlySet<string>;
  readonly isInlinable: boolean;
}

/** Every scope of a file against CPython's table of it; scopes of equal name and line are matched in any order. */
export function compareScopes(model: SemanticModel, table: SymbolTable): ScopeComparison {
  const own = groupBy(
    ownScopes(model).filter((scope) => !(table.inlines && scope.isInlinable)),
    ({ key }) => key,
  );
  const differences: string[] = [];
  let compared = 0;
  let equal = 0;
  for (const [key, theirs] of groupBy(flatten(table), ({ key }) => key)) {
    const candidates = [...(own.get(key) ?? [])];
    for (const their of theirs) {
      compared++;
      const reasons = candidates.map((candidate) => difference(candidate, their.table));
      const match = reasons.indexOf(undefined);
      if (match >= 0) {
        equal++;
        candidates.splice(match, 1);
      } else differences.push(`${model.path} ${key}: ${reasons[0] ?? 'no such scope here'}`);
    }
    own.set(key, candidates);
  }
  const surplus = [...own].flatMap(([key, left]) => left.map(() => `${model.path} ${key}: no such scope in CPython`));
  return { compared: compared + surplus.length, equal, differences: [...differences, ...surplus] };
}

function difference(own: OwnScope, table: SymbolTable): string | undefined {
  for (const [name, flags] of Object.entries(table.names)) {
    const mine = own.names.get(name);
    if (mine === flags || (mine === undefined && own.inlined.has(name))) continue;
    return `${name} is ${mine ?? 'absent'}, CPython has ${flags}`;
  }
  for (const [name, flags] of own.names) {
    if (!(name in table.names) && !table.hidden.includes(name)) return `${name} is ${flags}, CPython has none`;
  }
  return undefined;
}

function flatten(table: SymbolTable): { readonly key: string; readonly table: SymbolTable }[] {
  const own = { key: table.kind === 'module' ? 'module' : `${table.name}:${table.line}`, table };
  return [own, ...table.children.flatMap(flatten)];
}

function ownScopes(model: SemanticModel): OwnScope[] {
  const { names } = model;
  const used = usedNames(model);
  const scopes: OwnScope[] = [];
  const pending: Scope[] = [names.moduleScope];
  for (let scope = pending.pop(); scope !== undefined; scope = pending.pop()) {
    pending.push(...scope.children);
    if (scope.kind === 'annotation') continue;
    scopes.push({
      key: keyOf(scope, model),
      names: flagsOf(scope, used.get(scope) ?? { names: new Map(), imported: new Set() }, names),
      inlined: inlinedIn(scope, used),
      isInlinable: isInlinable(scope),
    });
  }
  return scopes;
}

interface UsedNames {
  /** With a node that is in the scope, for looking the name up. */
  readonly names: Map<string, Node>;
  readonly imported: Set<string>;
}

/** Names that occur in each scope without being bound there: loads, `global` and `nonlocal` statements. */
function usedNames({ names, source }: SemanticModel): ReadonlyMap<Scope, UsedNames> {
  const used = new Map<Scope, UsedNames>();
  const at = (node: Node) => {
    const scope = names.scopeAt(node);
    const known = used.get(scope) ?? { names: new Map(), imported: new Set() };
    used.set(scope, known);
    return known;
  };
  walk(source.module, (node) => {
    if (node.kind === 'Name') at(node).names.set(node.id, node);
    if (node.kind === 'Global' || node.kind === 'Nonlocal')
      for (const name of node.names) at(node).names.set(name, node);
  });
  for (const { alias, boundAs } of names.imports) {
    if (boundAs === '*') continue;
    at(alias).imported.add(boundAs);
    at(alias).names.set(boundAs, alias);
  }
  return used;
}

function flagsOf(scope: Scope, used: UsedNames, names: Names): ReadonlyMap<string, string> {
  const flags = new Map<string, string>();
  for (const [name, binding] of scope.bindings) {
    const own = binding.definitions.filter((definition) => !definition.remote);
    if (own.length === 0 || name === '__class__') continue;
    const isParameter = own.some((definition) => definition.kind === 'parameter');
    flags.set(name, `local${isParameter ? ' parameter' : ''}${used.imported.has(name) ? ' imported' : ''}`);
  }
  for (const [name, node] of used.names) {
    if (flags.has(name) || name === '__class__') continue;
    const binding = names.lookup(name, node);
    const isFree = binding !== undefined && binding.scope.kind !== 'module' && binding.scope !== scope;
    flags.set(name, `${isFree ? 'free' : 'global'}${used.imported.has(name) ? ' imported' : ''}`);
  }
  return flags;
}

function inlinedIn(scope: Scope, used: ReadonlyMap<Scope, UsedNames>): ReadonlySet<string> {
  return new Set(
    scope.children
      .filter(isInlinable)
      .flatMap((child) => [
        ...child.bindings.keys(),
        ...(used.get(child)?.names.keys() ?? []),
        ...inlinedIn(child, used),
      ]),
  );
}

function isInlinable({ node }: Scope): boolean {
  return node.kind === 'ListComp' || node.kind === 'SetComp' || node.kind === 'DictComp';
}

const COMPREHENSION_NAMES: Readonly<Record<string, string>> = {
  ListComp: 'listcomp',
  SetComp: 'setcomp',
  DictComp: 'dictcomp',
  GeneratorExp: 'genexpr',
  Lambda: 'lambda',
};

function keyOf(scope: Scope, model: SemanticModel): string {
  if (scope.kind === 'module') return 'module';
  const { node } = scope;
  const name = 'name' in node && typeof node.name === 'string' ? node.name : COMPREHENSION_NAMES[node.kind];
  return `${name}:${model.source.text.lineAt(node.start)}`;
}
