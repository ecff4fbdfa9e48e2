/** Rows that are inserted because a query of the same function found none, as facts carry them. */
import type { Def } from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { type CheckedInsert, checkedInserts } from '../_shared/existence-checks.ts';
import { managerInserts, sumBeside } from './django-inserts.ts';
import { isHeld, isUnbroken, type Refusal, refusalOf } from './refused-inserts.ts';

/** Such a row, and what its function does about it. */
export interface Checked extends Omit<CheckedInsert, 'check' | 'insert'> {
  readonly kind: 'checked';
  readonly fn: string;
  readonly check: PackedPlace;
  readonly insert: PackedPlace;
  /** Whether someone sees to it that the database refuses the row: a handler here, or perhaps anyone who commits. */
  readonly refusal: Refusal;
  /** Nothing else of an event loop has its turn until the row is committed; whether the function is a coroutine. */
  readonly unbroken?: 'async' | 'plain';
  /** What is added to a number for each row, and where. */
  readonly sum?: readonly [name: string, at: PackedPlace];
}

export function checkedFactsIn(fn: Def, file: FactsContext): Checked[] {
  return [...checkedInserts(fn, file), ...managerInserts(fn, file)].flatMap(({ check, insert, ...checked }) => {
    if (isHeld(insert, check, fn, file)) return [];
    const refusal = refusalOf(insert, fn, file);
    const sum = sumBeside(insert, fn, file);
    return [
      {
        kind: 'checked' as const,
        ...checked,
        fn: file.names.fullNameOf(fn),
        check: packPlace(file.source, check),
        insert: packPlace(file.source, insert),
        refusal: checked.isWritten === true && refusal === 'elsewhere' ? 'uncaught' : refusal,
        ...(isUnbroken(insert, fn) && {
          unbroken: fn.kind === 'AsyncFunctionDef' ? ('async' as const) : ('plain' as const),
        }),
        ...(sum && { sum: [file.text.slice(sum), packPlace(file.source, sum)] as const }),
      },
    ];
  });
}
