/** Queries that look at every row of a table, however few come out. */
import type { Call } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { textsAddedTo } from './sql-text.ts';
import { templateOf } from './text-template.ts';

/**
 * `connection.execute("SELECT make, SUM(tests) FROM risks GROUP BY make")` takes longer with each row that is stored; so does
 * `LIKE` of SQLite, which no ordinary index serves (https://sqlite.org/optoverview.html, "The LIKE Optimization").
 */
export function looksAtAllRows({ func, args: [sql] }: Call, model: SemanticModel): boolean {
  if (sql === undefined || func.kind !== 'Attribute' || func.attr !== 'execute') return false;
  return textsAddedTo(sql, model).some((text) => ALL_ROWS.test(templateOf(text, model) ?? ''));
}

const ALL_ROWS = /^\s*select\b(?=[^;]*\bfrom\b)[^;]*\b(?:group\s+by|like)\b/i;
