/** What an `except` clause catches, through aliases, tuples and names that are bound to tuples. */

import type { ExceptHandler, Expression, Name } from '../../ast/index.ts';
import { EXCEPTION_ALIASES, EXCEPTION_BASES, TIMEOUT_ERRORS } from '../../knowledge/exception-hierarchy.ts';
import type { Breadth } from '../handlers.ts';
import { FOLLOWED } from '../limits.ts';
import type { SemanticModel } from '../model.ts';

export interface Caught {
  /** Qualified names, each once, in source order. */
  readonly names: readonly string[];
  readonly breadth: Breadth;
}

export function caughtBy(model: SemanticModel, handler: ExceptHandler): Caught {
  if (handler.type === undefined) return { names: [], breadth: 'bare' };
  const names = new Set<string>();
  const isWhole = collect(model, handler.type, names, 0);
  return { names: [...names], breadth: breadthOf(names, isWhole) };
}

/** By the exception's own name or that of a base; what no table knows is an `Exception`. */
export function takes({ names, breadth }: Caught, exception: string): boolean {
  return breadth === 'bare' || [...namesTaking(exception)].some((name) => names.includes(name));
}

/** The names that a handler may have which takes an exception. */
export function namesTaking(exception: string): ReadonlySet<string> {
  const all = new Set([canonicalException(exception)]);
  for (const name of all) {
    if (name === 'builtins.BaseException') continue;
    const isTimeout = TIMEOUT_ERRORS.has(name);
    const bases = EXCEPTION_BASES.get(isTimeout ? 'builtins.TimeoutError' : name) ?? ['builtins.Exception'];
    for (const base of isTimeout ? [...bases, ...TIMEOUT_ERRORS] : bases) all.add(base);
  }
  return all;
}

/** `IOError` and `socket.error` are `OSError`; every other name stays. */
export function canonicalException(name: string): string {
  return EXCEPTION_ALIASES.get(name) ?? name;
}

function breadthOf(names: ReadonlySet<string>, isWhole: boolean): Breadth {
  if (names.has('builtins.BaseException')) return 'base';
  if (names.has('builtins.Exception')) return 'exception';
  return isWhole ? 'narrow' : 'unknown';
}

/** Adds the names an expression stands for; false when a part of it is not known. */
function collect(model: SemanticModel, type: Expression, into: Set<string>, depth: number): boolean {
  if (depth > FOLLOWED.exceptions) return false;
  switch (type.kind) {
    case 'Tuple':
      return collectAll(model, type.elts, into, depth);
    case 'Starred':
      return collect(model, type.value, into, depth + 1);
    case 'BinOp':
      return type.op === 'Add' && collectAll(model, [type.left, type.right], into, depth);
    case 'IfExp':
      return collectAll(model, [type.body, type.orelse], into, depth);
    case 'Name':
      return collectName(model, type, into, depth);
    default:
      return collectQualified(model, type, into);
  }
}

function collectAll(model: SemanticModel, types: readonly Expression[], into: Set<string>, depth: number): boolean {
  let isWhole = true;
  for (const type of types) isWhole = collect(model, type, into, depth + 1) && isWhole;
  return isWhole;
}

/** A name that is only ever assigned stands for everything assigned to it: the tuple of an optional import and its `()`. */
function collectName(model: SemanticModel, name: Name, into: Set<string>, depth: number): boolean {
  const definitions = model.names.resolve(name)?.definitions ?? [];
  const values = definitions.map((definition) => (definition.kind === 'assignment' ? definition.value : undefined));
  if (values.length === 0 || values.includes(undefined)) return collectQualified(model, name, into);
  return collectAll(
    model,
    values.filter((value) => value !== undefined),
    into,
    depth,
  );
}

function collectQualified(model: SemanticModel, type: Expression, into: Set<string>): boolean {
  const name = model.names.qualifiedName(type);
  if (name !== undefined) into.add(canonicalException(name));
  return name !== undefined;
}
