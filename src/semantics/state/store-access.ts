/** What a store (a table, a collection, a key of a cache, a file) has: which one a call reads or writes, itself or by the function of the file that it calls. */
import { type Call, type Expression, type Name, type Node, parametersOf } from '../../ast/index.ts';
import { callsWithin } from '../effects/calls-within.ts';
import { definitionCalled } from '../effects/definition-called.ts';
import { fileAccessOf } from '../files/file-access.ts';
import type { SemanticModel } from '../model.ts';
import { statementGivenTo } from '../rows/database-rows.ts';

export type HowAccessed = 'read' | 'write';

/** The stores as they are written: `table users`, `redis`, `file STATE`. */
export function storesBehind(call: Call, how: HowAccessed, model: SemanticModel): readonly string[] {
  const own = storesOf(call, how, model);
  if (own.length > 0) return own;
  const fn = definitionCalled(model, call);
  if (fn === undefined || fn.kind === 'ClassDef') return [];
  return callsWithin(fn.body).flatMap((inner) =>
    // What a function has for itself is another thing in each.
    storesOf(inner, how, model, (root) => model.names.resolve(root)?.scope.node !== fn || isSelf(root, fn)),
  );
}

type Called = Extract<ReturnType<typeof definitionCalled>, { kind: 'FunctionDef' | 'AsyncFunctionDef' }>;

const isSelf = (root: Name, fn: Called): boolean => root.id === 'self' && parametersOf(fn)[0]?.name === 'self';

function storesOf(
  call: Call,
  how: HowAccessed,
  model: SemanticModel,
  isSeen: (root: Name) => boolean = () => true,
): readonly string[] {
  const sql = statementGivenTo(call, model);
  if (sql !== undefined && STATEMENT.test(sql)) {
    const table = (how === 'read' ? READ : WRITTEN).exec(sql)?.[1];
    return table === undefined ? [] : [`table ${table.toLowerCase()}`];
  }
  const access = fileAccessOf(call, model);
  if (access !== undefined)
    return (access.how === 'read') === (how === 'read') ? named(access.path).map((path) => `file ${path}`) : [];
  // What a call gives is used where it reads, and dropped where it writes.
  if (call.func.kind !== 'Attribute' || isDropped(call) !== (how === 'write') || !isOutside(call, model)) return [];
  return named(call.func.value);

  /** With what a local is made of: `STATE` of `part = STATE.with_suffix(".part")`. */
  function named(place: Expression): string[] {
    const root = rootName(place);
    const [made, ...others] = root === undefined ? [] : model.flow.origins(root);
    const behind = made === undefined || others.length > 0 || made === root ? undefined : rootName(made);
    return [
      ...(root === undefined || isSeen(root) ? [model.source.text.slice(place)] : []),
      ...(behind !== undefined && isKeptByModule(behind, model) ? [behind.id] : []),
    ];
  }
}

/** A library that it is made by (`asyncio.StreamWriter(…)`) is no store. */
function isKeptByModule(name: Name, { names }: SemanticModel): boolean {
  const binding = names.resolve(name);
  return binding?.scope.kind === 'module' && binding.definitions.every(({ kind }) => kind !== 'import');
}

const STATEMENT = /^\s*(?:select|with|insert|replace|update|delete)\b/i;
const READ = /^\s*select\b[\s\S]*?\bfrom\s+["'`[]?([\w.]+)/i;
const WRITTEN = /^\s*(?:insert\s+(?:or\s+\w+\s+)?into|replace\s+into|update)\s+["'`[]?([\w.]+)/i;

function isOutside(call: Call, model: SemanticModel): boolean {
  if (call.parent?.kind === 'Await') return true;
  const effect = model.effects.of(call);
  return effect === 'network' || effect === 'database' || effect === 'file';
}

/** `state` of `state["jobs"].get(key)`. */
export function rootName(of: Expression): Name | undefined {
  let at: Expression = of;
  while (at.kind !== 'Name') {
    if (at.kind === 'Attribute' || at.kind === 'Subscript' || at.kind === 'Await') at = at.value;
    else if (at.kind === 'Call') at = at.func;
    else return undefined;
  }
  return at;
}

/** Nobody takes what the call gives. */
export function isDropped({ parent }: Node): boolean {
  const at: Node | undefined = parent?.kind === 'Await' ? parent.parent : parent;
  return at?.kind === 'Expr';
}
