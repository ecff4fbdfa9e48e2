import type { Call, Name, Node } from '../../ast/index.ts';
import type { ScopeTree } from './build-scopes.ts';

const READING_METHODS: ReadonlySet<string> = new Set([
  'get',
  'keys',
  'values',
  'items',
  'copy',
  '__contains__',
  '__getitem__',
]);

/** Whether a file binds names that no statement shows: star imports, `globals()[…] = …`, `exec`, a replaced `sys.modules` entry. */
export function bindsUnseenNames(tree: ScopeTree): boolean {
  return tree.imports.some((alias) => alias.name === '*') || tree.suspects.some((name) => mayBind(name, tree));
}

function mayBind(name: Name, tree: ScopeTree): boolean {
  const call = name.parent;
  if (name.id === 'sys') return replacesModule(name);
  if (tree.resolved.has(name) || call?.kind !== 'Call' || call.func !== name) return false;
  switch (name.id) {
    // With a namespace of its own `exec` leaves the module alone; `exec(code, globals())` is seen at `globals`.
    case 'exec':
      return call.args.length + call.keywords.length < 2;
    case 'globals':
      return mayWrite(call);
    default:
      return call.args[0] !== undefined && mentionsOwnModule(call.args[0]);
  }
}

/** Whether the dictionary that `globals()` returns may be written to where the call stands. */
function mayWrite(call: Call): boolean {
  const parent = call.parent;
  if (parent?.kind === 'Subscript') return parent.value !== call || parent.ctx === 'Store';
  if (parent?.kind === 'Attribute') return !READING_METHODS.has(parent.attr);
  if (parent?.kind === 'Compare') return false;
  if (parent?.kind === 'Call' && parent.func.kind === 'Name')
    return !['len', 'sorted', 'list', 'set'].includes(parent.func.id);
  return true;
}

/** `sys.modules[__name__] = …`. */
function replacesModule(name: Name): boolean {
  const modules = name.parent;
  if (modules?.kind !== 'Attribute' || modules.attr !== 'modules') return false;
  const entry = modules.parent;
  return entry?.kind === 'Subscript' && entry.value === modules && entry.ctx === 'Store' && isOwnName(entry.slice);
}

/** `setattr(sys.modules[__name__], …)`. */
function mentionsOwnModule(target: Node): boolean {
  return target.kind === 'Subscript' && isOwnName(target.slice);
}

function isOwnName(node: Node): boolean {
  return node.kind === 'Name' && node.id === '__name__';
}
