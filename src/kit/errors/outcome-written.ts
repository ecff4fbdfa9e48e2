import { type Call, lastName, type Stmt, withoutAwait } from '../../ast/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { HandlerModel, SemanticModel } from '../../semantics/index.ts';

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

/** `say("sorry")`, `flash("not saved")`: the call by which a handler tells somebody that it failed, of what it goes on with. */
export function toldInstead(described: HandlerModel, model: SemanticModel): Call | undefined {
  const { handler, failing, work, fallback, returned } = described;
  // Whoever gives the exception no name has thought of doing without it.
  if (handler.name === undefined || failing.length === 0 || fallback !== undefined || returned.length > 0)
    return undefined;
  if (!work.every(({ kind }) => kind === 'Expr' || kind === 'Assign')) return undefined;
  const told = callsWithin(work.filter(({ kind }) => kind === 'Expr')).find(({ func, args, keywords }) => {
    const isAgain = failing.some((call) => lastName(call.func) === lastName(func));
    return args.length + keywords.length > 0 && !isAgain;
  });
  // What reaches for something itself is another way to the same.
  return told === undefined || model.effects.newsworthy(work).length > 0 ? undefined : told;
}
