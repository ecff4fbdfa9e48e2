/** Inserts that a lock guards, or that the database may refuse, and who answers the refusal. */
import { type Call, type Def, isSuspension, lastName, type Node } from '#ast';
import type { FactsContext } from '#kit';
import { callsWithin, holdsInOwnCode } from '#semantics/effects/calls-within';
import { rowLockAt } from '#semantics/rows/row-locks';

/** Whether someone sees to it that the database refuses a row: a handler here, or perhaps anyone who commits. */
export type Refusal = 'caught' | 'elsewhere' | 'uncaught';

/** Whether a lock is held where something is inserted, since before it was asked for. */
export function isHeld(insert: Call, check: Node, fn: Def, file: FactsContext): boolean {
  const where = file.context.lockHeldFrom(check, insert)?.lock ?? rowLockAt(insert, fn, file, check);
  if (where !== undefined) file.proven({ at: insert, by: 'a lock is held', where });
  return where !== undefined;
}

/** What is called before it may take a lock, by its name; a migration runs once. */
export function doubtOfLock(insert: Call, fn: Def, file: FactsContext): { readonly doubt?: 'serialized-access' } {
  const isNamed = ({ func, start }: Call): boolean => start <= insert.start && LOCKING_NAME.test(lastName(func) ?? '');
  return /migrat/i.test(file.path) || callsWithin([fn]).some(isNamed) ? { doubt: 'serialized-access' } : {};
}

export const LOCKING_NAME = /immediate|exclusive|serializ|advisory|(?<![bc])lock|for_update/i;

/** Where the row is written: by the first `commit` or `flush` behind the insert. */
export function refusalOf(insert: Call, fn: Def, file: FactsContext): Refusal {
  const first = writeBehind(insert, fn, /^(?:commit|flush)$/);
  const places = first === undefined ? [insert] : [insert, first];
  const handlers = places.flatMap((place) => file.context.triesAround(place).flatMap((each) => each.handlers));
  const isCaught = handlers.some((handler) => {
    const { isBroad, catches } = file.handlers.describe(handler);
    return isBroad || catches.some((name) => REFUSAL.test(name));
  });
  if (isCaught) return 'caught';
  return first === undefined ? 'elsewhere' : 'uncaught';
}

const writeBehind = (insert: Call, fn: Def, names: RegExp): Call | undefined =>
  callsWithin([fn]).find(({ func, start }) => start > insert.start && names.test(lastName(func) ?? ''));

/** Whether the function commits, and the loop that runs it has no turn before that. */
export function isUnbroken(insert: Call, fn: Def): boolean {
  const commit = writeBehind(insert, fn, /^commit$/);
  return commit !== undefined && !holdsInOwnCode(fn.body, (node) => node.start < commit.end && isSuspension(node));
}

const REFUSAL =
  /(?:^|\.)(?:IntegrityError|UniqueViolation(?:Error)?|DuplicateKeyError|DatabaseError|SQLAlchemyError|DBAPIError)$/;

/** `@app.exception_handler(IntegrityError)` */
export const answersRefusedRow = ({ func, args }: Call, { names }: FactsContext): boolean =>
  /^(?:add_exception_handler|exception_handler|errorhandler|app_errorhandler)$/.test(lastName(func) ?? '') &&
  args[0] !== undefined &&
  REFUSAL.test(names.qualifiedName(args[0]) ?? '');
