import { findAudit, readAudits, readAuditTable } from './audited-table.ts';
import { type RecallRow, rulesOf } from './check-rows.ts';
import { minedTables, type Part, partOf, readMinedTable } from './mined-row.ts';

/** Rows to score. */
export interface RowSelection {
  readonly rows: readonly RecallRow[];
  readonly problems: readonly string[];
}

export interface SelectionWish {
  /** The project whose `measurements/recall` is read. */
  readonly project: string;
  /** Tables of audits, which no project holds. */
  readonly tables: readonly string[];
  /** All rules when empty. */
  readonly select: readonly string[];
  readonly parts: readonly Part[];
  readonly knownRules: ReadonlySet<string>;
}

/** All rows that a run is about, without those that nobody can score. */
export function readSelection(wish: SelectionWish): RowSelection {
  const parts = [...wish.tables.map((file) => readAudited(wish, file)), ...readMined(wish)];
  const isWanted = (row: RecallRow): boolean =>
    wish.select.length === 0 || rulesOf(row).some((rule) => wish.select.includes(rule));
  return {
    rows: parts.flatMap(({ rows }) => rows).filter(isWanted),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

function readAudited({ project, knownRules }: SelectionWish, file: string): RowSelection {
  try {
    const audit = findAudit(readAudits(project), file);
    const { rows, problems } = readAuditTable(file, audit);
    return withKnownRules(rows, problems, knownRules);
  } catch (error) {
    return { rows: [], problems: [error instanceof Error ? error.message : String(error)] };
  }
}

/** A rule that nobody knows can fire nowhere; where a row names others, too, they are asked. */
function withKnownRules(
  rows: ReturnType<typeof readAuditTable>['rows'],
  problems: readonly string[],
  known: ReadonlySet<string>,
): RowSelection {
  const unknown = rows.flatMap(({ place, rules }) =>
    rules.filter((rule) => !known.has(rule)).map((rule) => `${place}: there is no rule \`${rule}\``),
  );
  const asked = rows.map((row) => ({ ...row, rules: row.rules.filter((rule) => known.has(rule)) }));
  return { rows: asked.filter(({ rules }) => rules.length > 0), problems: [...problems, ...unknown] };
}

function readMined({ project, parts, knownRules }: SelectionWish): RowSelection[] {
  return minedTables(project).map(({ rule, file }) => {
    if (!knownRules.has(rule)) return { rows: [], problems: [`measurements/recall/${rule}.tsv: there is no rule \`${rule}\``] };
    const { rows, problems } = readMinedTable(file, rule);
    return { rows: rows.filter(({ repository }) => parts.includes(partOf(repository))), problems };
  });
}
