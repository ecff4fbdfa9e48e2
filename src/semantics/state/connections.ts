/** Connections of a database: where they are taken from a pool or kept, and how they are given back or rolled back. */
import { type Call, dottedName, type Expression, stringConstant, withoutAwait } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** Methods that give a connection back: `await pool.release(connection)`. */
export const GIVING_BACK: readonly string[] = ['release', 'putconn', 'release_connection', 'return_connection'];
/** Methods that take one. */
export const TAKING: ReadonlySet<string> = new Set(['acquire', 'getconn', 'get_connection', 'acquire_connection']);

export interface ConnectionEnd {
  readonly call: Call;
  readonly connection: Expression;
  readonly how: 'rolled-back' | 'given-back';
}

/** `connection.rollback()`, `pool.release(connection)`. */
export function connectionEndedBy(call: Call): ConnectionEnd | undefined {
  const { func, args } = call;
  if (func.kind !== 'Attribute') return undefined;
  const [given] = args;
  const isRollback = func.attr === 'rollback' && given === undefined;
  if (isRollback || (func.attr === 'execute' && startsWith(given, /^\s*rollback\b/i)))
    return { call, connection: func.value, how: 'rolled-back' };
  if (given?.kind !== 'Name' || !GIVING_BACK.includes(func.attr)) return undefined;
  return { call, connection: given, how: 'given-back' };
}

const startsWith = (given: Expression | undefined, how: RegExp): boolean => how.test(stringConstant(given) ?? '');

/** `await connection.execute("BEGIN")`, `await transaction.start()`: the function itself begins what it rolls back. */
export function beginsTransaction({ func, args }: Call, connection: string): boolean {
  if (func.kind !== 'Attribute' || dottedName(func.value) !== connection) return false;
  if (func.attr === 'execute') return startsWith(args[0], /^\s*(?:begin|start\s+transaction)\b/i);
  return (func.attr === 'begin' || func.attr === 'start') && args.length === 0;
}

/** `connection = await pool.acquire()`, for the connection as it is at an offset behind. */
export function connectionTaken(connection: Expression, before: number, model: SemanticModel): Call | undefined {
  for (const origin of model.flow.origins(connection)) {
    const call = withoutAwait(origin);
    if (call.kind !== 'Call' || call.func.kind !== 'Attribute' || call.start > before) continue;
    if (TAKING.has(call.func.attr)) return call;
  }
  return undefined;
}

/**
 * The connection outlives the function: an attribute that the class itself fills, a name of the module, or a local taken
 * from these. What is handed in, and what a context manager gives, is ended by its owner.
 */
export function isKeptConnection(connection: Expression, model: SemanticModel): boolean {
  if (isOfModule(connection, model)) return true;
  const roots = model.flow.origins(connection);
  return roots.length > 0 && roots.every((root) => isOfModule(root, model) || isFilledByClass(root, model));
}

function isOfModule(root: Expression, model: SemanticModel): boolean {
  return root.kind === 'Name' && model.names.resolve(root)?.scope === model.names.moduleScope;
}

function isFilledByClass(root: Expression, model: SemanticModel): boolean {
  if (root.kind !== 'Attribute' || dottedName(root)?.startsWith('self.') !== true) return false;
  const life = model.state.lifeOf(root);
  const bound = [...(life?.of('create') ?? []), ...(life?.of('rebind') ?? [])].flatMap(({ value }) => value ?? []);
  return bound.length > 0 && bound.every((value) => isMadeHere(value, model));
}

/** A connection that the class opens, or None; not a parameter. */
function isMadeHere(value: Expression, model: SemanticModel): boolean {
  return model.flow.origins(value).every((origin) => ['Call', 'Constant'].includes(withoutAwait(origin).kind));
}
