import { type Call, lastName, type Stmt, withoutAwait } from '#ast';
import type { HandlerModel, SemanticModel } from '#semantics';

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
