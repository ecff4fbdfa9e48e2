import { ancestors, blockAround, type ExceptHandler, type Node } from '../../ast/index.ts';
import type { Names } from '../names.ts';
import type { BlockExits } from './exits.ts';

/** Whether what stands before a node never lets control come to it. */
export function isUnreachable(node: Node, exits: BlockExits, names: Names): boolean {
  if (isCutOff(node, exits, names)) return true;
  for (const at of ancestors(node)) if (isCutOff(at, exits, names)) return true;
  return false;
}

function isCutOff(at: Node, exits: BlockExits, names: Names): boolean {
  if (at.kind === 'ExceptHandler') return isForestalled(at, names);
  const block = blockAround(at);
  // Most blocks can be left at their end: nothing in them is cut off.
  if (block.length === 0 || exits.falls(block)) return false;
  return exits.cutOffBehind(block) <= at.start;
}

/** An earlier handler of the same `try` takes all errors, and this one asks for errors of Python itself. */
function isForestalled(handler: ExceptHandler, names: Names): boolean {
  const handlers = handler.parent?.kind === 'Try' ? handler.parent.handlers : [];
  if (handlers[0] === handler) return false;
  const isBroad = (each: ExceptHandler) => caughtBy(each, names).some((name) => ALL_ERRORS.has(name));
  return (
    handlers.slice(0, handlers.indexOf(handler)).some(isBroad) &&
    caughtBy(handler, names).every((name) => name.startsWith('builtins.') && !DEPARTURES.has(name))
  );
}

function caughtBy({ type }: ExceptHandler, names: Names): readonly string[] {
  const types = type?.kind === 'Tuple' ? type.elts : type === undefined ? [] : [type];
  return type === undefined ? ['builtins.BaseException'] : types.map((each) => names.qualifiedName(each) ?? '?');
}

const ALL_ERRORS: ReadonlySet<string> = new Set(['builtins.Exception', 'builtins.BaseException']);
/** What `except Exception` lets pass. */
const DEPARTURES: ReadonlySet<string> = new Set([
  'builtins.BaseException',
  'builtins.BaseExceptionGroup',
  'builtins.GeneratorExit',
  'builtins.KeyboardInterrupt',
  'builtins.SystemExit',
]);
