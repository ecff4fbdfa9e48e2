import { type DoubtId, factsOfKind, type ProjectContext } from '#kit';
import type { ServerFact } from '#kit/artifacts';
import type { SchemaFact } from '#kit/schema';
import type { ProjectModel } from '#project';
import { listedCode } from '#text/wording';
import { isOnLoopAlone, ofOneProcess } from '../_shared/one-process.ts';
import type { Checked } from './checked-facts.ts';
import type { Numbered } from './numbered-inserts.ts';
import type { Remote } from './remote-checks.ts';
import { type RowAccess, RowAccesses } from './row-access.ts';

/** `@app.exception_handler(IntegrityError)`: the application answers it, whichever route meets it. */
interface Answered {
  readonly kind: 'answered';
}

export type Fact = Checked | Remote | Numbered | Answered | RowAccess | ServerFact | SchemaFact;

export const ONE_TURN = 'a single event loop runs it, without an `await` before the commit';

/** Whether no two can come between each other: one process is started, and its loop runs the function without a break. */
export const inOneTurn = (project: ProjectModel, { facts }: ProjectContext<Fact>) => {
  const isOfOneProcess = ofOneProcess(project, facts);
  return (path: string, { fn, unbroken }: Checked): boolean =>
    unbroken !== undefined && isOfOneProcess(path) && (unbroken === 'async' || isOnLoopAlone(fn, project));
};

export function messageOf(fact: Checked, isUnique: boolean): string {
  const row = `\`${fact.rowName}\` with this ${listedCode(fact.columns)}`;
  if (isUnique)
    return `race condition: two requests can both find no ${row}, and the second insert raises an uncaught \`IntegrityError\``;
  return fact.isCount
    ? `race condition: two requests can both find the number of ${row} below the limit and both insert one`
    : `race condition: two requests can both find no ${row} and both insert one, because no unique constraint prevents it`;
}

export function doubtAgainst({ refusal, isCount, doubt }: Checked, isUnique: boolean | undefined): DoubtId | undefined {
  if (isUnique && refusal === 'elsewhere') return 'failure-handled-elsewhere';
  return isUnique === undefined && !isCount ? 'database-constraint' : doubt;
}

export const COUNT_LOCKED = 'Count and insert in one transaction that locks the counted rows (`SELECT … FOR UPDATE`)';

export type Located<F> = { readonly path: string; readonly fact: F };

/** Of what other functions ask and write: what is known of the rows, and what may be meant. What adds other rows than were asked for is left out. */
export function followed(
  project: ProjectModel,
  ctx: ProjectContext<Fact>,
): { checked: readonly (Located<Checked> & { rowsOf: string })[]; unseen: readonly Located<Remote>[] } {
  const rows = new RowAccesses(project, factsOfKind(ctx.facts, 'access'));
  const checked: (Located<Checked> & { rowsOf: string })[] = [];
  const unseen: Located<Remote>[] = [];
  const reported = new Set<string>();
  for (const { path, fact } of factsOfKind(ctx.facts, 'remote')) {
    if (reported.has(fact.fn)) continue;
    const rowsRead = fact.reads?.map((each) => ({ ...each, path })) ?? rows.rowsRead(fact.readPath, path);
    const added =
      fact.row !== undefined
        ? [rows.classOf(fact.row, path)]
        : fact.writePath === undefined
          ? []
          : rows.added(fact.writePath, path);
    const same = rowsRead.find((each) => added.includes(rows.classOf(each.row, each.path)));
    if (same !== undefined && same.columns.length > 0) {
      const { row, columns, path: rowsOf } = same;
      const rowName = row.slice(row.lastIndexOf('.') + 1);
      const { kind: _, isCount, ...rest } = fact;
      const counted = isCount && { isCount };
      checked.push({ path, rowsOf, fact: { ...rest, kind: 'checked', row, rowName, columns, ...counted } });
    } else {
      const mayBeSame = rowsRead.length > 0 && added.includes('?');
      const isOpen = fact.isLikely && (rowsRead.length === 0 || added.length === 0);
      if (same === undefined && !mayBeSame && !isOpen) continue;
      unseen.push({ path, fact });
    }
    reported.add(fact.fn);
  }
  return { checked, unseen };
}
