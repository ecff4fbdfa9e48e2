import type { AuditedTable } from './audited-table.ts';
import { type MeasuredRow, readAudited, readPlanted, readSeverities } from './measured-row.ts';
import { rowCount } from './rows.ts';

export interface ReadTables {
  readonly rows: readonly MeasuredRow[];
  /** One sentence for each table, and for each row, that cannot be read. */
  readonly problems: readonly string[];
  /** One sentence each for what is left out of tables and rows that are scored. */
  readonly remarks: readonly string[];
}

export interface TablesWish {
  /** The folder of the tables. */
  readonly tables: string;
  /** The folder of the planted projects. */
  readonly planted: string;
  readonly audits: readonly AuditedTable[];
  readonly knownRules: ReadonlySet<string>;
}

/** All rows that say what must fire and what must be quiet. */
export function readTables({ tables, planted, audits, knownRules: known }: TablesWish): ReadTables {
  const { severities, problems } = readSeverities(tables);
  const audited = audits.map((audit) => ({ name: audit.name, ...readAudited(tables, audit, severities) }));
  const read = [...audited, { name: 'planted', ...readPlanted(tables, planted) }];
  const rows = read.flatMap((table) => table.rows);
  const lost = rows.filter(({ rules }) => rules.length > 0 && !rules.some((rule) => known.has(rule)));
  const scored = rows.filter((row) => !lost.includes(row));
  return {
    rows: scored.map((row) => ({ ...row, rules: row.rules.filter((rule) => known.has(rule)) })),
    problems: [...problems, ...read.flatMap((table) => table.problems), ...unknownRules(lost, known)],
    remarks: [
      ...read
        .filter(({ elsewhere }) => elsewhere > 0)
        .map(({ name, elsewhere }) => `${name}: ${rowCount(elsewhere)} about files that its commits do not hold`),
      ...unknownRules(scored, known),
    ],
  };
}

/** A row that names no other rule can be met by nothing. */
function unknownRules(rows: readonly MeasuredRow[], known: ReadonlySet<string>): string[] {
  return rows.flatMap(({ place, rules }) =>
    rules.filter((rule) => !known.has(rule)).map((rule) => `${place}: there is no rule \`${rule}\``),
  );
}
