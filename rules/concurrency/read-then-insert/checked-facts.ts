/** Rows that are inserted because a query of the same function found none, as facts carry them. */
import type { Call, Def, Expression } from '#ast';
import { type DoubtId, type FactsContext, type PackedPlace, packPlace } from '#kit';
import type { SemanticModel } from '#semantics';
import { memoizeInFile } from '#semantics/by-file';
import { callsWithin } from '#semantics/effects/calls-within';
import { expressionsBehind, type LookUp, lookUpsIn } from '#semantics/rows/existence-checks';
import { rowsInsertedBy } from '#semantics/rows/row-inserts';
import { rowsAskedFor } from '#semantics/rows/row-queries';
import { sumBeside } from './added-sums.ts';
import { doubtOfLock, isHeld, isUnbroken, type Refusal, refusalOf } from './refused-inserts.ts';

/** A row that is added because a query found none like it. */
export interface CheckedInsert {
  /** The full name of the class of the rows, as this file knows it. */
  readonly row: string;
  readonly rowName: string;
  /** The columns that the query compares, each of which the new row is given. */
  readonly columns: readonly string[];
  readonly lookUp: LookUp;
  readonly insert: Call;
  /** The row is written there, and not when someone commits. */
  readonly isWritten: boolean;
}

/** Those of a function, one for each class of rows. */
export const checkedInserts = memoizeInFile((fn: Def, model: SemanticModel): readonly CheckedInsert[] => {
  const found = new Map<string, CheckedInsert>();
  const inserts = callsWithin([fn]).flatMap((insert) =>
    rowsInsertedBy(insert, model).map((added) => ({ insert, ...added })),
  );
  for (const { insert, kind, row, name: rowName, made, isWritten } of inserts) {
    if (kind !== 'class' || row === undefined || found.has(row)) continue;
    for (const lookUp of lookUpsIn(fn, model)) {
      // What is asked again, under a lock perhaps, is decided there.
      if (lookUp.check.start < (found.get(row)?.lookUp.check.start ?? 0)) continue;
      const columns = columnsAsked(lookUp, row, model);
      if (columns.length > 0 && isGiven(made, columns) && lookUp.absent.leadsTo(insert) !== undefined)
        found.set(row, { row, rowName, columns, lookUp, insert, isWritten });
    }
  }
  return [...found.values()];
});

function columnsAsked({ subject, isMember }: LookUp, row: string, model: SemanticModel): readonly string[] {
  const { columns = [], selected = [] } = rowsBehind(subject, model).find((query) => query.row === row) ?? {};
  return isMember ? [...new Set([...columns, ...selected])] : columns;
}

const rowsBehind = memoizeInFile((subject: Expression, model: SemanticModel) =>
  rowsAskedFor(expressionsBehind(subject, model), model),
);

/** The new row has the values that were asked for, as far as its arguments say. */
const isGiven = ({ keywords }: Call, columns: readonly string[]): boolean =>
  keywords.some(({ arg }) => arg === undefined) ||
  columns.every((column) => keywords.some(({ arg }) => arg === column));

/** Such a row, and what its function does about it. */
export interface Checked extends Pick<CheckedInsert, 'row' | 'rowName' | 'columns'> {
  readonly kind: 'checked';
  readonly fn: string;
  readonly check: PackedPlace;
  readonly insert: PackedPlace;
  /** As long as there are fewer than so many. */
  readonly isCount?: true;
  /** Whether someone sees to it that the database refuses the row: a handler here, or perhaps anyone who commits. */
  readonly refusal: Refusal;
  readonly doubt?: DoubtId;
  /** Nothing else of an event loop has its turn until the row is committed; whether the function is a coroutine. */
  readonly unbroken?: 'async' | 'plain';
  /** What is added to a number for each row, and where. */
  readonly sum?: readonly [name: string, at: PackedPlace];
}

export function checkedFactsIn(fn: Def, file: FactsContext): Checked[] {
  return checkedInserts(fn, file).flatMap(({ insert, lookUp, isWritten, ...row }) => {
    if (isHeld(insert, lookUp.check, fn, file)) return [];
    const refusal = refusalOf(insert, fn, file);
    const sum: Expression | undefined = sumBeside(lookUp, insert, fn, file);
    return [
      {
        kind: 'checked' as const,
        ...row,
        ...(lookUp.isCount && { isCount: lookUp.isCount }),
        fn: file.names.fullNameOf(fn),
        check: packPlace(file.source, lookUp.check),
        insert: packPlace(file.source, insert),
        refusal: isWritten && refusal === 'elsewhere' ? 'uncaught' : refusal,
        ...doubtOfLock(insert, fn, file),
        ...(isUnbroken(insert, fn) && {
          unbroken: fn.kind === 'AsyncFunctionDef' ? ('async' as const) : ('plain' as const),
        }),
        ...(sum && { sum: [file.text.slice(sum), packPlace(file.source, sum)] as const }),
      },
    ];
  });
}
