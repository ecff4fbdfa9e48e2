import { blockAround, type ExceptHandler, type Node, type Try } from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import { DEPARTURES } from '../../knowledge/exception-hierarchy.ts';
import type { SemanticModel } from '../model.ts';
import type { Names } from '../names.ts';
import type { BlockExits } from './exits.ts';

/** Whether what stands before a node never lets control come to it. */
export class Unreachable {
  /** All that a statement holds is, where the statement is, and asks for it. */
  readonly #known = new Map<Node, boolean>();

  constructor(
    private readonly model: Pick<SemanticModel, 'names'>,
    private readonly exits: BlockExits,
  ) {}

  has(node: Node): boolean {
    const passed: Node[] = [];
    let answer: boolean | undefined;
    for (let at: Node | undefined = node; at !== undefined && answer === undefined; at = at.parent) {
      answer = this.#known.get(at) ?? (isCutOff(at, this.exits, this.model.names) ? true : undefined);
      passed.push(at);
    }
    for (const each of passed) this.#known.set(each, answer ?? false);
    return answer ?? false;
  }
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
  if (handler.parent?.kind !== 'Try' || handler.start <= startOfBroad(handler.parent, names)) return false;
  return caughtBy(handler, names).every((name) => name.startsWith('builtins.') && !DEPARTURES.has(name));
}

/** Where the first handler stands that takes all errors: each of its handlers asks. */
function startOfBroad(attempt: Try, names: Names): number {
  const known = broadIn(names);
  const start =
    known.get(attempt) ??
    attempt.handlers.find((each) => caughtBy(each, names).some((name) => ALL_ERRORS.has(name)))?.start ??
    Number.POSITIVE_INFINITY;
  known.set(attempt, start);
  return start;
}

const broadIn = memoize((_: Names) => new Map<Try, number>());

function caughtBy({ type }: ExceptHandler, names: Names): readonly string[] {
  const types = type?.kind === 'Tuple' ? type.elts : type === undefined ? [] : [type];
  return type === undefined ? ['builtins.BaseException'] : types.map((each) => names.qualifiedName(each) ?? '?');
}

const ALL_ERRORS: ReadonlySet<string> = new Set(['builtins.Exception', 'builtins.BaseException']);
