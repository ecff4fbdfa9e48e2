/** Values that are inserted into the text of a statement. */
import { type Call, type Def, dottedName, type Expression, lastName } from '#ast';
import type { DoubtId, SourceContext } from '#kit';
import { describeInput, inputFrom, type TaintedValue, taintedValueIn } from '#kit/web';
import type { SourceKind, ValueSource } from '#semantics';
import { answerOfChecks } from '#semantics/taint/checks';
import { ANY_SINK } from '#semantics/taint/sinks';
import type { SqlInsertion, SqlPlace } from '#semantics/values/sql-text';
import { isChecked, isCleaned } from '../_shared/value-checks.ts';
import { isConstantAtCalls } from './constant-parameter.ts';

/** Methods and functions that take SQL as their first argument. */
const METHODS: ReadonlySet<string> = new Set(
  'execute executemany executescript exec_driver_sql execute_query execute_sql run_query run_sql query_df fetch fetchrow fetchval fetch_all fetch_one raw query sql one run select scalar iterate'.split(
    ' ',
  ),
);
export const FUNCTIONS: ReadonlySet<string> = new Set(
  'sqlalchemy.text sqlalchemy.sql.text sqlalchemy.sql.expression.text pandas.read_sql pandas.read_sql_query pandas.io.sql.read_sql'.split(
    ' ',
  ),
);

/** Wrappers of drivers, by the words of their names: `execute_sql`, `run_query`, `fetch_dicts`. */
const WRAPPERS = /(?:^|_)(?:exec(?:ute)?|query|sql|fetch)(?:_|$)/i;

/** What takes other things too: its SQL must be written in capitals or go on as SQL does, which prose does not. */
export const isGeneric = (name: string): boolean => !METHODS.has(name) || GENERIC.has(name);
const GENERIC: ReadonlySet<string> = new Set('fetch raw query sql one run select scalar iterate'.split(' '));

/** Where a value comes from that no user is seen to send; an empty one is user-controlled. */
const REACHABLE: ReadonlyMap<SourceKind, string> = new Map([
  ['request', ''],
  ['network', 'a network connection'],
  ['input', '`input()`'],
  ['arguments', 'the command line'],
  ['parameter', 'the caller'],
  ['database', 'a database row'],
  ['file', 'a file'],
]);
/** Objects that the file does not show: nothing proves that they hold no quote. */
const UNSEEN: ReadonlyMap<SourceKind, string> = new Map([
  ['attribute', 'an object attribute'],
  ['unknown', 'outside this file'],
]);

const CLOSED = /^(?:builtins\.(?:int|float|bool)|datetime\.\w+|uuid\.UUID|decimal\.Decimal)$/;

export const isPutTogether = ({ kind }: Expression): boolean =>
  kind === 'JoinedStr' || kind === 'BinOp' || kind === 'Call' || kind === 'Name';

/** What runs the statement. */
export interface Sink {
  readonly at: Call['func'] | Def;
  /** In backticks. */
  readonly name: string;
  /** It takes nothing but SQL. */
  readonly isPlain: boolean;
  /** It gives the statement to who calls it. */
  readonly isGiven?: true;
}

export const DRIVERS = /^(?:sqlite3|psycopg2?|pymysql|MySQLdb|mysql|asyncpg|aiosqlite|duckdb|sqlalchemy|django)\b/;

/** Values of a statement of which the project is asked. */
export const MAX_QUESTIONS = 4;

export function insertionOf(
  { at, place }: SqlInsertion,
  sink: Sink,
  isSql: boolean,
  ctx: SourceContext,
): Insertion | undefined {
  if (ctx.values.possible(at) !== undefined || isClosed(at, ctx) || isCleaned(at, ctx)) return undefined;
  const tainted = taintedValueIn(at, ctx, ANY_SINK);
  const source = isSql && sink.isGiven === undefined ? reachableSource(at, ctx) : undefined;
  // Request data that is no longer tainted was proved harmless.
  const isNearSource = source !== undefined && source.kind !== 'request' && isReportable(at, place, source);
  if (tainted === undefined && !isNearSource) return undefined;
  return { at, place, source: isNearSource ? source : undefined, tainted };
}

/**
 * A parameter without quotes around it may be anything; names are reported where a client gives them. Of what is not seen a member of
 * something is a value; a name or a call may be a list of placeholders.
 */
function isReportable(at: Expression, place: SqlPlace, { kind }: ValueSource): boolean {
  if (place === 'argument') return false;
  if (UNSEEN.has(kind)) return place !== 'identifier' && (at.kind === 'Attribute' || at.kind === 'Subscript');
  if (place === 'identifier') return kind === 'request';
  return place === 'quoted' || (kind !== 'parameter' && kind !== 'database');
}

export function statementOf(call: Call, ctx: SourceContext): Expression | undefined {
  const { func } = call;
  const sql =
    call.args[0] ?? call.keywords.find(({ arg }) => /^(?:sql|query|statement|operation)$/.test(arg ?? ''))?.value;
  if (sql === undefined || sql.kind === 'Constant' || func.kind === 'Call') return undefined;
  const name = lastName(func) ?? '';
  const isRunning = (func.kind === 'Attribute' && METHODS.has(name)) || WRAPPERS.test(name);
  return isRunning || FUNCTIONS.has(ctx.names.qualifiedName(func) ?? '') ? sql : undefined;
}

/** Where a value comes from that someone else may choose; undefined as soon as anything shows that it is closed or cleaned. */
function reachableSource(value: Expression, ctx: SourceContext): ValueSource | undefined {
  const sources = ctx.flow.sources(value);
  if (sources.some(({ kind, leaf }) => kind === 'constant' && ctx.values.string(leaf) === "''")) return undefined;
  if (sources.some(({ leaf }) => isCleaned(leaf, ctx) || isChecked(leaf, ctx))) return undefined;
  if (sources.some(({ leaf }) => answerOfChecks([value, leaf], leaf, ctx, ANY_SINK) === 'proved')) return undefined;
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

export interface Insertion {
  readonly at: Expression;
  readonly place: SqlPlace | 'whole';
  /** Its source, whether untrusted or not. */
  readonly source: ValueSource | undefined;
  readonly tainted: TaintedValue | undefined;
}

export const shownOf = ({ at, tainted, source }: Insertion): string | undefined => {
  const name = dottedName(at) ?? dottedName(tainted?.leaf ?? source?.leaf ?? at);
  return name === undefined ? undefined : `\`${name}\``;
};

export const describeTainted = ({ kind }: TaintedValue, insertion: Insertion): string =>
  describeInput(kind, shownOf(insertion));

export function describeSource(source: ValueSource | undefined, insertion: Insertion): string {
  const origin = source && (REACHABLE.get(source.kind) ?? UNSEEN.get(source.kind));
  return origin === ''
    ? describeInput('request', shownOf(insertion))
    : inputFrom(origin ?? 'outside', shownOf(insertion));
}

export const describeInserted = (insertion: Insertion): string =>
  insertion.tainted === undefined
    ? describeSource(insertion.source, insertion)
    : describeTainted(insertion.tainted, insertion);

/** `value` as it is described: "user-controlled `name`". */
export function said({ place }: Insertion, value: string, { name, isGiven }: Sink): string {
  const query = `the query ${isGiven ? `returned by ${name}` : `passed to ${name}`}`;
  if (place === 'whole') return `SQL injection: ${value} is ${query}`;
  return `SQL injection: ${value} is interpolated into ${query}${place === 'identifier' ? ' as an identifier' : ''}`;
}

export function remedyOf(insertion: Insertion, { name, isGiven }: Sink): string {
  if (insertion.place === 'whole') return 'Write the query in the code and pass the values of the client as parameters';
  if (insertion.place === 'identifier') return 'Look the identifier up in an allow-list';
  return `Use a placeholder and pass ${shownOf(insertion) ?? 'the value'} as a parameter of ${isGiven ? 'the call that runs the query' : name}`;
}

export const doubtOf = ({ kind }: ValueSource): DoubtId | undefined =>
  kind === 'parameter' ? undefined : 'unknown-source-trust';
