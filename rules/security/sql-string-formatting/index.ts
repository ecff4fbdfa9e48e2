import { type Call, type Def, dottedName, type Expression, lastName, nameSpan } from '#ast';
import { type DoubtId, defineSourceRule, type Problem, type SourceContext } from '#kit';
import { type StrangersText, strangersTextIn } from '#kit/web';
import type { Condition, Grade } from '#project';
import type { SourceKind, ValueSource } from '#semantics';
import { importsModule } from '#semantics/names/imports-module';
import { NOTHING_CLEANS } from '#semantics/strangers/cleanings';
import { holdsSql, type SqlInsertion, type SqlPlace, sqlTexts } from '#semantics/values/sql-text';
import { isChecked, isCleaned } from '../_shared/value-checks.ts';
import { isConstantAtCalls } from './constant-parameter.ts';

/** Methods and functions that take SQL as their first argument. */
const METHODS: ReadonlySet<string> = new Set(
  'execute executemany executescript exec_driver_sql execute_query execute_sql run_query run_sql query_df fetch fetchrow fetchval fetch_all fetch_one raw query sql one run select scalar iterate'.split(
    ' ',
  ),
);
const FUNCTIONS: ReadonlySet<string> = new Set(
  'sqlalchemy.text sqlalchemy.sql.text sqlalchemy.sql.expression.text pandas.read_sql pandas.read_sql_query pandas.io.sql.read_sql'.split(
    ' ',
  ),
);

/** Wrappers of drivers, by the words of their names: `execute_sql`, `run_query`, `fetch_dicts`. */
const WRAPPERS = /(?:^|_)(?:exec(?:ute)?|query|sql|fetch)(?:_|$)/i;

/** What takes other things too: its SQL must be written in capitals or go on as SQL does, which prose does not. */
const isGeneric = (name: string): boolean => !METHODS.has(name) || GENERIC.has(name);
const GENERIC: ReadonlySet<string> = new Set('fetch raw query sql one run select scalar iterate'.split(' '));

/** Where a value comes from that no stranger is seen to send. */
const REACHABLE: ReadonlyMap<SourceKind, string> = new Map([
  ['request', 'the client of a route sends'],
  ['network', 'comes over a connection'],
  ['input', 'a person types in'],
  ['arguments', 'the command line gives'],
  ['parameter', 'a caller passes'],
  ['database', 'a row holds'],
  ['file', 'is read from a file'],
]);
/** Objects that the file does not show: nothing proves that they hold no quote. */
const UNSEEN: ReadonlyMap<SourceKind, string> = new Map([
  ['attribute', 'an object holds'],
  ['unknown', 'comes from what is not seen here'],
]);

const CLOSED = /^(?:builtins\.(?:int|float|bool)|datetime\.\w+|uuid\.UUID|decimal\.Decimal)$/;

export default defineSourceRule({
  docs: {
    summary: 'a value written into the text of an SQL statement',
    why: 'A quote in the value ends the literal and the rest of it is executed: whoever chooses the value reads, changes or drops every row that the connection may touch.',
    remedy: 'Write a placeholder where the value stands, and pass the value as a parameter of the call.',
    harm: 'admits',
    severity: {
      'value of unknown origin': 'P1',
      'untrusted input': 'P0',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [89],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-004' }],
    bad: 'def find(cursor, name):\n    cursor.execute(f"SELECT id FROM users WHERE name = \'{name}\'")\n',
    good: 'def find(cursor, name):\n    cursor.execute("SELECT id FROM users WHERE name = ?", (name,))\n',
    measured: { read: 15, right: 13, on: 'agno, apache_superset, dbgpt, feast, langchain_community, parsl, vanna' },
  },
  skips: ['test', 'vendored'],
  needs: ['strangers'],
  visit: {
    Call(call, ctx) {
      const sql = statementOf(call, ctx);
      if (sql === undefined) return;
      const isPlain = !isGeneric(lastName(call.func) ?? '') || FUNCTIONS.has(ctx.names.qualifiedName(call.func) ?? '');
      checkTexts(sql, { at: call.func, name: lastName(call.func) ?? 'the call', isPlain }, ctx);
    },
    // Who calls it may run what it gives.
    Return({ value }, ctx) {
      const fn = value && ctx.context.defAround(value);
      if (value === undefined || fn === undefined || !holdsSql(ctx)) return;
      // `return sql, values`
      for (const given of value.kind === 'Tuple' ? value.elts : [value])
        if (isPutTogether(given)) checkTexts(given, { at: fn, name: fn.name, isPlain: false, isGiven: true }, ctx);
    },
  },
});

const isPutTogether = ({ kind }: Expression): boolean =>
  kind === 'JoinedStr' || kind === 'BinOp' || kind === 'Call' || kind === 'Name';

/** What runs the statement. */
interface Sink {
  readonly at: Call['func'] | Def;
  readonly name: string;
  /** It takes nothing but SQL. */
  readonly isPlain: boolean;
  /** It gives the statement to who calls it. */
  readonly isGiven?: true;
}

function checkTexts(sql: Expression, sink: Sink, ctx: SourceContext): void {
  const texts = sqlTexts(sql, ctx);
  if (sink.isPlain && texts.every(({ isStatement }) => !isStatement) && checkWhole(sql, sink, ctx)) return;
  const isSql = texts.some(({ isStatement, looksLikeProse }) => isStatement && (sink.isPlain || !looksLikeProse));
  // Of what no driver binds only that counts which a stranger is seen to choose.
  if (!isSql && !(sink.isPlain && texts.some(({ isCommand }) => isCommand))) return;
  const found = texts.flatMap(({ insertions }) => insertions.flatMap((each) => toldOf(each, sink, isSql, ctx) ?? []));
  // What is sure is told before what the project has to say.
  const sure = found.find(({ stranger }) => stranger !== undefined && Object.keys(stranger.given).length === 0);
  const [told, ...others] = sure === undefined ? found.slice(0, MAX_ASKED) : [sure];
  if (told !== undefined) reportInsertion(sink, told, others, ctx);
}

/** `connection.execute(request.form["query"])`: the client writes all of the statement. */
function checkWhole(sql: Expression, sink: Sink, ctx: SourceContext): boolean {
  if (!importsModule(DRIVERS, ctx.names)) return false;
  const text = strangersTextIn(sql, ctx, NOTHING_CLEANS);
  if (text === undefined || !text.isWhole || text.kind !== 'request') return false;
  reportInsertion(sink, { at: sql, place: 'whole', source: undefined, stranger: text }, [], ctx);
  return true;
}

const DRIVERS = /^(?:sqlite3|psycopg2?|pymysql|MySQLdb|mysql|asyncpg|aiosqlite|duckdb|sqlalchemy|django)\b/;

/** Values of a statement of which the project is asked. */
const MAX_ASKED = 4;

function toldOf({ at, place }: SqlInsertion, sink: Sink, isSql: boolean, ctx: SourceContext): Insertion | undefined {
  if (ctx.values.possible(at) !== undefined || isClosed(at, ctx) || isCleaned(at, ctx)) return undefined;
  const stranger = strangersTextIn(at, ctx, NOTHING_CLEANS);
  const source = isSql && sink.isGiven === undefined ? reachableSource(at, ctx) : undefined;
  // What a request sends and is no stranger's text any more was proved harmless.
  const isTold = source !== undefined && source.kind !== 'request' && isTelling(at, place, source);
  if (stranger === undefined && !isTold) return undefined;
  return { at, place, source: isTold ? source : undefined, stranger };
}

/**
 * A parameter without quotes around it may be anything; names are told of where a client gives them. Of what is not seen a member of
 * something is a value; a name or a call may be a list of placeholders.
 */
function isTelling(at: Expression, place: SqlPlace, { kind }: ValueSource): boolean {
  if (place === 'argument') return false;
  if (UNSEEN.has(kind)) return place !== 'identifier' && (at.kind === 'Attribute' || at.kind === 'Subscript');
  if (place === 'identifier') return kind === 'request';
  return place === 'quoted' || (kind !== 'parameter' && kind !== 'database');
}

function statementOf(call: Call, ctx: SourceContext): Expression | undefined {
  const { func } = call;
  const [sql] = call.args;
  if (sql === undefined || sql.kind === 'Constant' || func.kind === 'Call') return undefined;
  const name = lastName(func) ?? '';
  const isRunning = (func.kind === 'Attribute' && METHODS.has(name)) || WRAPPERS.test(name);
  return isRunning || FUNCTIONS.has(ctx.names.qualifiedName(func) ?? '') ? sql : undefined;
}

/** Where a value comes from that somebody else may choose; undefined as soon as anything shows that it is closed or cleaned. */
function reachableSource(value: Expression, ctx: SourceContext): ValueSource | undefined {
  const sources = ctx.flow.sources(value);
  if (sources.some(({ kind, leaf }) => kind === 'constant' && ctx.values.string(leaf) === "''")) return undefined;
  if (sources.some(({ leaf }) => isCleaned(leaf, ctx) || isChecked(leaf, ctx))) return undefined;
  const isOpen = ({ leaf }: ValueSource): boolean => !isClosed(leaf, ctx);
  const source =
    sources.find((each) => REACHABLE.has(each.kind) && isOpen(each)) ??
    sources.find((each) => UNSEEN.has(each.kind) && isOpen(each));
  return source?.kind === 'parameter' && isConstantAtCalls(source.leaf, ctx) ? undefined : source;
}

/** Numbers, dates and the like hold no quote; nor does what an enumeration of the code may be. */
function isClosed(value: Expression, { types }: SourceContext): boolean {
  const owner = value.kind === 'Attribute' && value.attr === 'value' ? value.value : value;
  const enumeration = types.classDefOf(owner);
  if (enumeration !== undefined && types.basesOf(enumeration).some((base) => base?.startsWith('enum.'))) return true;
  return CLOSED.test(types.classOf(value) ?? '');
}

interface Insertion {
  readonly at: Expression;
  readonly place: SqlPlace | 'whole';
  /** Where it comes from that counts whether a stranger sends it or not. */
  readonly source: ValueSource | undefined;
  readonly stranger: StrangersText | undefined;
}

function reportInsertion(sink: Sink, told: Insertion, others: readonly Insertion[], ctx: SourceContext): void {
  const { at, source, stranger } = told;
  const leaf = stranger?.leaf ?? source?.leaf ?? at;
  const grade = gradeOf([told, ...others], sink);
  if (grade === undefined) return;
  const isAsked = 'question' in grade;
  ctx.report({
    at,
    message: said(told, stranger?.said ?? saidOf(source), sink),
    ...(isAsked ? { when: grade, ...(stranger?.given.doubt && { doubt: stranger.given.doubt }) } : grade),
    // One value that goes into many statements of a file is one thing to mend.
    cause: `${ctx.path} ${stranger?.cause ?? shownOf(told) ?? leaf.start}`,
    remedy: remedyOf(told, sink),
    related: [
      {
        at: sink.at.kind === 'FunctionDef' || sink.at.kind === 'AsyncFunctionDef' ? nameSpan(sink.at) : sink.at,
        message: sink.isGiven ? 'given here' : 'executed here',
      },
      ...(leaf === at ? [] : [{ at: leaf, message: 'the value comes from here' }]),
    ],
  });
}

type Graded = Pick<Problem, 'kind' | 'doubt'> & { readonly message: string };

/** What is said of the first value; where the project knows better, of the next. */
function gradeOf([first, ...others]: readonly Insertion[], sink: Sink): Graded | Condition | undefined {
  if (first === undefined) return undefined;
  const { source, stranger } = first;
  const near = source ? { message: said(first, saidOf(source), sink), doubt: doubtOf(source) } : gradeOf(others, sink);
  if (stranger === undefined) return near;
  const strangers = { message: said(first, stranger.said, sink), kind: 'untrusted input' };
  const { when, ...given } = stranger.given;
  if (when === undefined) return { ...strangers, ...given };
  const withMessage = (grade: Grade) =>
    grade === 'keep'
      ? strangers
      : typeof grade === 'object' && !('question' in grade)
        ? { ...grade, ...strangers }
        : grade;
  return { ...when, yes: withMessage(when.yes), unknown: withMessage(when.unknown), no: near ?? 'drop' };
}

const shownOf = ({ at, stranger, source }: Insertion): string | undefined => {
  const name = dottedName(at) ?? dottedName(stranger?.leaf ?? source?.leaf ?? at);
  return name === undefined ? undefined : `\`${name}\``;
};

const saidOf = (source: ValueSource | undefined): string =>
  (source && (REACHABLE.get(source.kind) ?? UNSEEN.get(source.kind))) ?? 'others choose';

function said(insertion: Insertion, by: string, { name, isGiven }: Sink): string {
  const sql = `the SQL ${isGiven ? `that \`${name}\` gives` : `of \`${name}\``}`;
  const value = `${shownOf(insertion) ?? 'a value'}, which ${by},`;
  if (insertion.place === 'whole') return `${value} is all of ${sql}`;
  return `${value} is written into ${sql} as ${insertion.place === 'identifier' ? 'a name' : 'a value'}`;
}

function remedyOf(insertion: Insertion, { name, isGiven }: Sink): string {
  if (insertion.place === 'whole')
    return 'Write the statement in the code, and pass what the client chooses as parameters';
  if (insertion.place === 'identifier') return 'Take the name from a table of allowed names';
  return `Write a placeholder, and pass ${shownOf(insertion) ?? 'a value'} as a parameter of ${isGiven ? 'the call that runs it' : `\`${name}\``}`;
}

const doubtOf = ({ kind }: ValueSource): DoubtId | undefined =>
  kind === 'parameter' ? undefined : 'unknown-source-trust';
