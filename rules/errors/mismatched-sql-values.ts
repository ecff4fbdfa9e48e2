import { type Call, type Expression, lastName, stringConstant } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { counted } from '#text/wording';

export default defineSourceRule({
  docs: {
    summary: 'SQL placeholders and values do not match',
    why: 'If values are swapped, the statement succeeds but writes them to the wrong columns. If there is one value too many or too few, every call fails.',
    remedy:
      'Pass one value for each placeholder, in the same order, or use named placeholders (`:number`, `%(number)s`)',
    harm: 'loses',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [683],
    origin: [
      { document: 'Audits of six systems before a scan', finding: 'payment-gateway 80: values that changed places' },
    ],
    bad: 'def move(db, number, city):\n    db.execute("UPDATE orders SET city = ? WHERE number = ?", (number, city))\n',
    good: 'def move(db, number, city):\n    db.execute("UPDATE orders SET city = ? WHERE number = ?", (city, number))\n',
  },
  skips: ['generated', 'vendored', 'test'],
  visit: {
    Call(call, ctx) {
      const [statement, given, ...more] = call.args;
      if (statement === undefined || given === undefined) return;
      const sql = ctx.values.string(unwrapped(statement));
      if (sql === undefined || !STATEMENT.test(sql)) return;
      const written = columnsAndValues(sql);
      if (written !== undefined) return ctx.report({ at: statement, message: written, remedy: PER_COLUMN });
      const numbered = numberedPlaceholders(sql);
      if (numbered !== undefined) return checkNumbered(numbered, call, ctx);
      if (more.length > 0) return;
      const lacked = namesLacking(sql, given, ctx);
      if (lacked !== undefined)
        ctx.report({ at: given, message: lacked, remedy: 'Add the key to the values, or correct its name' });
      const values = lacked === undefined ? valuesOf(given, call, ctx) : undefined;
      const columns = values === undefined ? [] : columnsOfPlaceholders(sql);
      if (values === undefined || columns.length === 0) return;
      const message = mismatch(columns, values, call, ctx);
      if (message !== undefined) ctx.report({ at: given, message });
    },
  },
});

/** `text("…")` of SQLAlchemy. */
function unwrapped(statement: Expression): Expression {
  const [text, ...more] = statement.kind === 'Call' && lastName(statement.func) === 'text' ? statement.args : [];
  return text === undefined || more.length > 0 ? statement : text;
}

/** `$1`, `$2`: the values are beside the statement, as asyncpg takes them. */
function checkNumbered(columns: readonly string[], call: Call, ctx: SourceContext): void {
  const [, given, ...more] = call.args;
  if (
    given === undefined ||
    !/^(?:execute(?:many)?|fetch(?:row|val|_one|_all)?|cursor)$/.test(lastName(call.func) ?? '')
  )
    return;
  const isMany = lastName(call.func) === 'executemany';
  const row = isMany || (more.length === 0 && columns.length > 1) ? valuesOf(given, call, ctx) : undefined;
  // One name may hold all of them, for a driver that takes a list.
  if (isMany && row === undefined) return;
  const mayBeAll = row === undefined && more.length === 0 && columns.length > 1 && given.kind !== 'Constant';
  const values = row ?? [given, ...more];
  if (values.some(({ kind }) => kind === 'Starred')) return;
  const message = mismatch(columns, values, call, ctx);
  if (message !== undefined) ctx.report({ at: call, message, doubt: mayBeAll ? 'value-always-present' : undefined });
}

/** The column of each number; undefined where the statement has no numbers, or text of another language in it. */
function numberedPlaceholders(sql: string): readonly string[] | undefined {
  if (sql.includes('$$')) return undefined;
  const text = withoutQuoted(sql);
  const marks = [...text.matchAll(/\$(\d+)/g)];
  if (marks.length === 0) return undefined;
  const inserted = insertedColumns(text);
  const columns: string[] = new Array(Math.max(...marks.map(([, number]) => Number(number)))).fill('');
  for (const { 1: number, index } of marks)
    columns[Number(number) - 1] ||= inserted.get(index) ?? COMPARED.exec(text.slice(0, index))?.[1] ?? '';
  return columns;
}

/** `INSERT INTO t (a, b, c) VALUES (?, ?)`: the statement itself is short of a value, or has one too many. */
function columnsAndValues(sql: string): string | undefined {
  const [, names = '', values = ''] = INSERTED.exec(withoutQuoted(sql)) ?? [];
  if (names.trim() === '' || values.trim() === '') return undefined;
  const [wanted, given] = [names.split(',').length, values.split(',').length];
  return wanted === given
    ? undefined
    : `the statement names ${counted(wanted, 'column')} but has ${counted(given, 'value')}: it fails on every call`;
}

/** `:name` and `%(name)s` that a mapping, all keys of which are seen, does not have. */
function namesLacking(sql: string, given: Expression, { values }: SourceContext): string | undefined {
  const keys = given.kind === 'Dict' ? given.keys.map((key) => key && values.string(key)) : undefined;
  if (keys === undefined || keys.some((key) => key === undefined)) return undefined;
  const text = withoutQuoted(sql);
  const named = [...text.matchAll(/(?<![:\w]):([A-Za-z_]\w*)|%\((\w+)\)s/g)].map(
    ([, one, other]) => one ?? other ?? '',
  );
  const lacked = named.find((name) => !keys.includes(name));
  return lacked === undefined
    ? undefined
    : `the statement has a placeholder \`${lacked}\`, which the values do not contain`;
}

const PER_COLUMN = 'Write exactly one value for each column';
const STATEMENT = /^\s*(?:select|insert|update|delete|replace|with)\b/i;

/** The values where each is seen; undefined for rows of values, and where more are unpacked into them. */
function valuesOf(given: Expression, call: Call, ctx: SourceContext): readonly Expression[] | undefined {
  const { flow } = ctx;
  if (lastName(call.func) === 'executemany') {
    const row = given.kind === 'ListComp' || given.kind === 'GeneratorExp' ? given.elt : undefined;
    return row?.kind === 'Tuple' ? valuesOfRow(row) : undefined;
  }
  if (given.kind === 'Name') {
    const [only, other] = flow.reachingDefinitions(given);
    // A list that is used elsewhere, too, may have got more.
    const isAlone = other === undefined && only?.kind === 'assignment' && flow.usesOf(only).length === 1;
    const value = isAlone ? only.value : undefined;
    return value === undefined ? undefined : valuesOfRow(value);
  }
  return valuesOfRow(given);
}

function valuesOfRow(row: Expression): readonly Expression[] | undefined {
  if (row.kind !== 'Tuple' && row.kind !== 'List') return undefined;
  const isRow = row.elts.every(({ kind }) => kind !== 'Starred' && kind !== 'Tuple' && kind !== 'List');
  return isRow ? row.elts : undefined;
}

/**
 * For each `?` or `%s` the column that it equals, is set to or inserted in; `''` where the text does not say: what overlaps with something
 * starts before its end and ends after its start. Empty where a statement has both marks, of which one is something else.
 */
function columnsOfPlaceholders(sql: string): readonly string[] {
  const text = withoutQuoted(sql);
  const marks = [...text.matchAll(/\?|%s/g)];
  if (new Set(marks.map(([mark]) => mark)).size !== 1) return [];
  const inserted = insertedColumns(text);
  return marks.map(({ index }) => inserted.get(index) ?? COMPARED.exec(text.slice(0, index))?.[1] ?? '');
}

const withoutQuoted = (sql: string): string =>
  sql.replace(/'[^']*'|"[^"]*"|`[^`]*`|--[^\n]*/g, (quoted) => quoted.replace(/[?%:$,]/g, ' '));

const COMPARED = /(?<!\w)(\w+)["`\]]?\s*(?:=|<>|!=|\blike|\bilike)\s*$/i;
const INSERTED = /\binto\s+[\w."`[\]]+\s*\(([^()]*)\)\s*values\s*\(([^()]*)\)/i;

/** Columns by the place of the placeholder that fills them. */
function insertedColumns(text: string): ReadonlyMap<number, string> {
  const columns = new Map<number, string>();
  const match = INSERTED.exec(text);
  const [all = '', names = '', values = ''] = match ?? [];
  let at = (match?.index ?? 0) + all.length - 1 - values.length;
  for (const [index, value] of values.split(',').entries()) {
    const name = names.split(',')[index] ?? '';
    columns.set(at + value.search(/\S/), name.replace(/["`[\]\s]/g, ''));
    at += value.length + 1;
  }
  return columns;
}

function mismatch(
  columns: readonly string[],
  values: readonly Expression[],
  call: Call,
  ctx: SourceContext,
): string | undefined {
  if (columns.length !== values.length) {
    const count = counted(values.length, 'value');
    return `the statement has ${counted(columns.length, 'placeholder')} but gets ${count}: \`${ctx.text.slice(call.func)}\` fails on every call`;
  }
  const names = values.map(nameOf);
  for (const [one, column] of columns.entries()) {
    for (let two = one + 1; two < columns.length; two++) {
      const other = columns[two] ?? '';
      const [mine = '', its = ''] = [names[one], names[two]];
      if (fits(column, mine) || fits(other, its) || !fits(column, its) || !fits(other, mine)) continue;
      return `swapped values: \`${column}\` gets \`${mine}\` and \`${other}\` gets \`${its}\``;
    }
  }
  return undefined;
}

/** What a value is called: `order.city`, `row["city"]` and `city` are `city`. */
function nameOf(value: Expression): string {
  if (value.kind === 'Name') return value.id;
  if (value.kind === 'Attribute') return value.attr;
  return value.kind === 'Subscript' ? (stringConstant(value.slice) ?? '') : '';
}

/** `new_city` fits the column `city`. */
function fits(column: string, name: string): boolean {
  const [one, other] = [column.toLowerCase(), name.toLowerCase()];
  if (one === '' || other === '') return false;
  return one === other || one.endsWith(`_${other}`) || other.endsWith(`_${one}`);
}
