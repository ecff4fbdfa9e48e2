/** Middleware, and functions that refuse requests, which the file itself puts nowhere. */
import {
  type Def,
  type Expression,
  holds,
  lastName,
  type Name,
  type Node,
  nodesOf,
  parametersOf,
} from '../../ast/index.ts';
import type { ModuleSummary } from '../../project/index.ts';
import { isRequestHook } from '../../semantics/context/request-hooks.ts';
import type { FactsContext } from '../rule.ts';

export interface UnwiredHook {
  readonly what: 'middleware' | 'guard';
  readonly name: string;
  readonly at: Node;
  /** Tables that hold it and that the file does not read. */
  readonly tables: readonly string[];
}

export function unwiredHooks(file: FactsContext): readonly UnwiredHook[] {
  return file.module.body.flatMap((node): UnwiredHook[] => {
    if (node.kind !== 'ClassDef' && node.kind !== 'FunctionDef' && node.kind !== 'AsyncFunctionDef') return [];
    const tables = node.decorator_list.length > 0 ? undefined : tablesHolding(node.name, file);
    if (tables === undefined) return [];
    const what = node.kind === 'ClassDef' ? 'middleware' : 'guard';
    const isOne =
      node.kind === 'ClassDef'
        ? node.body.some((each) => isFunction(each) && isRequestHook(each, file))
        : isGuard(node, file);
    return isOne ? [{ what, name: node.name, at: node, tables }] : [];
  });
}

const isFunction = (node: Node): node is Def => node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef';

/** It takes the request or a part of it, and may answer 401, 403 or 429: routes depend on it, or it does nothing. */
function isGuard(fn: Def, file: FactsContext): boolean {
  const takesRequest = parametersOf(fn).some(
    ({ annotation, default: given }) =>
      (annotation !== undefined && /\.(?:Request|HTTPConnection)$/.test(file.names.qualifiedName(annotation) ?? '')) ||
      (given?.kind === 'Call' && FILLED.test(file.names.qualifiedName(given.func) ?? '')),
  );
  return takesRequest && file.context.routeOf(fn) === undefined && holds(fn, (node) => isTurningAway(node, file));
}

const FILLED = /^fastapi\.(?:\w+\.)*(?:Depends|Security|Header|Cookie)$/;

function isTurningAway(node: Node, { values }: FactsContext): boolean {
  if (node.kind !== 'Raise' || node.exc?.kind !== 'Call') return false;
  const { args, keywords } = node.exc;
  const status = keywords.find(({ arg }) => arg === 'status_code')?.value ?? args[0];
  const folded = status === undefined ? undefined : values.fold(status);
  if (folded?.kind === 'int') return TURNED_AWAY.has(Number(folded.value));
  return status !== undefined && /^(?:HTTP_(?:401|403|429)_\w+|UNAUTHORIZED|FORBIDDEN)$/.test(lastName(status) ?? '');
}

const TURNED_AWAY: ReadonlySet<number> = new Set([401, 403, 429]);

/** Names of the file's own from other modules that it takes and puts nowhere. */
export function importsPutNowhere(
  file: FactsContext,
): readonly { readonly name: string; readonly tables: readonly string[] }[] {
  return file.names.imports.flatMap(({ name, boundAs }) => {
    const tables = name === undefined ? undefined : tablesHolding(boundAs, file);
    return name === undefined || tables === undefined ? [] : [{ name, tables }];
  });
}

/** The tables of the module that hold a name and that the file does not read; undefined where it is used for more. */
function tablesHolding(name: string, { names }: FactsContext): readonly string[] | undefined {
  const binding = names.moduleScope.bindings.get(name);
  if (binding === undefined || binding.definitions.length !== 1 || names.hasDynamicNames) return undefined;
  const tables = binding.references.map(tableAround);
  if (tables.some((table) => table === undefined || (names.resolve(table)?.references.length ?? 1) > 0))
    return undefined;
  return tables.flatMap((table) => table?.id ?? []);
}

/** `GUARDS` of `GUARDS = {"login": limit_login}`, at the top of a module. */
function tableAround(name: Name): Name | undefined {
  let at: Expression = name;
  while (
    at.parent !== undefined &&
    (at.parent.kind === 'Dict' || at.parent.kind === 'List' || at.parent.kind === 'Tuple')
  )
    at = at.parent;
  const { parent } = at;
  if (parent?.kind !== 'Assign' || parent.parent?.kind !== 'Module') return undefined;
  const [target] = parent.targets;
  return target?.kind === 'Name' ? target : undefined;
}

/** `MIDDLEWARE = […]` of Django's settings. */
export const middlewareLists = ({ module }: FactsContext): readonly Name[] =>
  nodesOf(module, 'Assign').flatMap(({ targets: [target], parent }) =>
    target?.kind === 'Name' && target.id === 'MIDDLEWARE' && parent?.kind === 'Module' ? [target] : [],
  );

type IdleImport = { readonly path: string; readonly name: string; readonly tables: readonly string[] };

/** Whether production takes a hook, or a table that holds it, for anything. */
export function isWired(
  hook: Pick<UnwiredHook, 'name' | 'tables'>,
  idle: readonly IdleImport[],
  production: readonly ModuleSummary[],
): boolean {
  const own = idle.filter(({ name }) => name === hook.name);
  const idleIn = new Set(own.map(({ path }) => path));
  return [hook.name, ...hook.tables, ...own.flatMap(({ tables }) => tables)].some((name) =>
    production.some((module) => takes(module, name, name === hook.name && idleIn.has(module.path))),
  );
}

/** `"shop.middleware.audit"` in the text of another module, which loads by it what the module defines. */
export function isNamedInText(path: string, production: readonly ModuleSummary[]): boolean {
  const own = production.find((module) => module.path === path);
  return (
    own !== undefined &&
    production.some(
      (module) =>
        module !== own && module.texts.mentions.some((text) => own.module === text || own.module.endsWith(`.${text}`)),
    )
  );
}

const takes = (module: ModuleSummary, name: string, isIdle: boolean): boolean =>
  (!isIdle && module.imports.some((each) => each.name === name)) ||
  module.attributeReads.includes(name) ||
  module.texts.mentions.some((mention) => mention.split(/[.:]/).includes(name));
