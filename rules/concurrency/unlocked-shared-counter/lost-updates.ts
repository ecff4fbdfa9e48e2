/** Values that are read, changed and written back, so that what others write in between is lost. */
import {
  type Assign,
  type Call,
  type Def,
  type Expression,
  holds,
  isSuspension,
  lastName,
  type Name,
  type Node,
} from '#ast';
import type { Proof } from '#kit';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { openedPath } from '#semantics/files/opened-path';
import { locksRows } from '#semantics/rows/row-locks';

export interface LostUpdate {
  readonly read: Node;
  readonly write: Node;
  /** What is kept in a file is for one program, as a rule. */
  readonly isFile?: true;
  /** All of it is written back, of which a part was changed. */
  readonly isRecord?: true;
}

/**
 * `left = self.left` before an `await`, `self.left = left - cost` after it: what other tasks write while it waits is lost. So it is where
 * what was counted up before the wait is set back to what it was.
 */
export function staleWrite({ targets, value }: Assign, fn: Def, model: SemanticModel): LostUpdate | undefined {
  const [target] = targets;
  if (target === undefined || fn.kind !== 'AsyncFunctionDef') return undefined;
  if (value.kind !== 'BinOp' && value.kind !== 'Name') return undefined;
  const text = (node: Node): string => model.source.text.slice(node);
  const kept = text(target);
  const dotGet = target.kind === 'Subscript' ? `${text(target.value)}.get(${text(target.slice)}` : undefined;
  for (const name of namesIn(value)) {
    const read = onlyValue(name, model);
    if (read === undefined) continue;
    // `rest = self.left - cost` before the wait.
    const isSum =
      value.kind === 'Name' &&
      read.kind === 'BinOp' &&
      holds(read, (node) => node.kind === target.kind && text(node) === kept);
    if (!isSum && text(read) !== kept && !(dotGet !== undefined && text(read).startsWith(dotGet))) continue;
    if (value.kind === 'Name' && !isSum && !isCounted(name)) continue;
    const waits = fn.body.some((each) =>
      holds(each, (node) => isSuspension(node) && node.start > read.end && node.end < target.start),
    );
    if (waits) return { read, write: target };
  }
  return undefined;

  /** `self.left = left - 1`, before. */
  function isCounted(old: Name): boolean {
    return model.context
      .nodesOfFunction(fn, 'Assign')
      .some(
        ({ targets: [other], value: sum }) =>
          other !== undefined &&
          other !== target &&
          text(other) === kept &&
          sum.kind === 'BinOp' &&
          [sum.left, sum.right].some((side) => side.kind === 'Name' && side.id === old.id),
      );
  }
}

/** `self.last = self.last + 1`, `last = self.last` and then `self.last = last + 1`. */
export const isWrittenBack = (target: Expression, value: Expression, model: SemanticModel): boolean =>
  isOfItself(target, value, model) ||
  (value.kind === 'BinOp' &&
    namesIn(value).some((name) => {
      const read = onlyValue(name, model);
      return read !== undefined && model.source.text.slice(read) === model.source.text.slice(target);
    }));

function onlyValue(name: Name, { flow }: SemanticModel): Expression | undefined {
  const [definition, other] = flow.reachingDefinitions(name);
  return other === undefined ? definition?.value : undefined;
}

function namesIn(within: Node): readonly Name[] {
  const names: Name[] = [];
  holds(within, (node) => {
    if (node.kind === 'Name') names.push(node);
    return false;
  });
  return names;
}

/** `row.used = row.used + 1` */
const isOfItself = (target: Expression, value: Expression, { source: { text } }: SemanticModel): boolean =>
  value.kind === 'BinOp' && [value.left, value.right].some((each) => text.slice(each) === text.slice(target));

/** Of the module, or of an object. */
export function isShared(target: Expression, model: SemanticModel): boolean {
  const kept = target.kind === 'Subscript' ? target.value : target;
  if (kept.kind === 'Name') return model.names.resolve(kept)?.scope.kind === 'module';
  return kept.kind === 'Attribute';
}

/** What locks the row when it is read (`select_for_update()`), or what only one process gets past before that. */
export function lockOfUpdate(
  { read }: Pick<LostUpdate, 'read'>,
  fn: Def,
  model: SemanticModel,
): Pick<Proof, 'by' | 'where'> | undefined {
  // `found = await session.execute(select(…).with_for_update())` in a line of its own.
  const asked = [read, ...namesIn(read).flatMap((name) => model.flow.origins(name))];
  const row = callsWithin(asked).find((call) => locksRows(call, model));
  if (row !== undefined) return { by: 'the row is locked when it is read', where: row };
  const watch = callsWithin([fn]).find(({ func, start }) => lastName(func) === 'watch' && start < read.start);
  if (watch !== undefined) return { by: 'the key is watched before it is read', where: watch };
  const file = callsWithin([fn]).find((call) => call.start < read.start && locksFile(call, model));
  return file && { by: 'a file is locked before it is read', where: file };
}

/** Whether some statement of a function does. */
export const locksSomeRows = (fn: Def, model: SemanticModel): boolean =>
  callsWithin([fn]).some((call) => locksRows(call, model));

/** `os.open(path, os.O_CREAT | os.O_EXCL)`, `open(path, "x")`, `fcntl.flock(…)`. */
function locksFile(call: Call, model: SemanticModel): boolean {
  const name = model.names.qualifiedName(call.func);
  const isFlagged = (flag: string): boolean =>
    holds(call.args, (node) => (node.kind === 'Attribute' || node.kind === 'Name') && lastName(node) === flag);
  if (name === 'fcntl.flock' || name === 'fcntl.lockf') return !isFlagged('LOCK_SH') && !isFlagged('LOCK_UN');
  if (name === 'os.open') return isFlagged('O_EXCL');
  return openedPath(call, model)?.mode.startsWith('x') === true;
}
