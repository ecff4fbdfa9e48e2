import { type Call, lastName, type Stmt, withoutAwait } from '../../ast/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { HandlerModel, SemanticModel } from '../../semantics/index.ts';
import { conversionsIn } from './conversions.ts';

/** `export.set_status(FAILED); db.session.commit()`: the call by which a handler writes to a database that something failed, and no more. */
export function writesOutcome({ failing, work, returned }: HandlerModel, model: SemanticModel): Call | undefined {
  const last = work.at(-1);
  const write = last?.kind === 'Expr' ? withoutAwait(last.value) : undefined;
  if (failing.length === 0 || returned.length > 0 || write?.kind !== 'Call') return undefined;
  // A call of a database whose answer is dropped writes; the one that failed is another way to the same.
  const isWrite = model.effects.of(write) === 'database' || lastName(write.func) === 'commit';
  if (!isWrite || !work.every(({ kind }) => MARKING.has(kind))) return undefined;
  return failing.some(({ func }) => lastName(func) === lastName(write.func)) ? undefined : write;
}

const MARKING: ReadonlySet<Stmt['kind']> = new Set<Stmt['kind']>(['Expr', 'Assign', 'AnnAssign', 'If']);

export interface ToldInstead {
  readonly told: Call;
  /** What can have failed. */
  readonly failed: readonly Call[];
  readonly guess: string;
}

/** `say("sorry")`, `flash("not saved")`: the call by which a handler tells somebody that it failed, of what it goes on with. */
export function toldInstead(described: HandlerModel, model: SemanticModel): ToldInstead | undefined {
  const { handler, tried, failing, work, fallback } = described;
  const failed = failing.length > 0 ? failing : conversionsIn(tried, model);
  const isAnotherWay = fallback !== undefined && callsWithin([fallback]).length > 0;
  if (failed.length === 0 || isAnotherWay) return undefined;
  if (!work.every(({ kind }) => kind === 'Expr' || kind === 'Assign' || kind === 'Return')) return undefined;
  const told = callsWithin(work.filter(({ kind }) => kind === 'Expr')).find(({ func, args, keywords }) => {
    const isAgain = failed.some((call) => lastName(call.func) === lastName(func));
    return args.length + keywords.length > 0 && !isAgain;
  });
  // What reaches for something itself is another way to the same.
  if (told === undefined || model.effects.newsworthy(work).length > 0) return undefined;
  if (failing.length === 0) return { told, failed, guess: ONLY_CONVERTED };
  // Whoever gives the exception no name may have thought of doing without it.
  return { told, failed, guess: handler.name === undefined ? 'the message may say enough' : TOLD_THERE };
}

export const ONLY_CONVERTED = 'only a conversion is tried, which mostly fails for its input';
const TOLD_THERE = 'what the handler calls may tell it';
