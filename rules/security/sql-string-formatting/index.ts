import { type Expression, lastName, nameSpan } from '#ast';
import { defineSourceRule, type Problem, type SourceContext } from '#kit';
import { taintedValueIn } from '#kit/web';
import type { Condition, Grade } from '#project';
import { importsModule } from '#semantics/names/imports-module';
import { ANY_SINK } from '#semantics/taint/sinks';
import { holdsSql, sqlTexts } from '#semantics/values/sql-text';
import { calleeCode } from '../_shared/callee.ts';
import {
  DRIVERS,
  describeInserted,
  describeSource,
  describeTainted,
  doubtOf,
  FUNCTIONS,
  type Insertion,
  insertionOf,
  isGeneric,
  isPutTogether,
  MAX_QUESTIONS,
  remedyOf,
  type Sink,
  said,
  shownOf,
  statementOf,
} from './insertions.ts';

export default defineSourceRule({
  docs: {
    summary: 'SQL injection: value interpolated into a query',
    why: 'A quote in the value ends the string literal, and the rest runs as SQL. An attacker can read, change or delete every row that the connection can access.',
    remedy: 'Use a placeholder in the query and pass the value as a parameter',
    harm: 'grants-access',
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
  visit: {
    Call(call, ctx) {
      const sql = statementOf(call, ctx);
      if (sql === undefined) return;
      const isPlain = !isGeneric(lastName(call.func) ?? '') || FUNCTIONS.has(ctx.names.qualifiedName(call.func) ?? '');
      checkTexts(sql, { at: call.func, name: calleeCode(call.func), isPlain }, ctx);
    },
    // Who calls it may run what it gives.
    Return({ value }, ctx) {
      const fn = value && ctx.context.defAround(value);
      if (value === undefined || fn === undefined || !holdsSql(ctx)) return;
      // `return sql, values`
      for (const given of value.kind === 'Tuple' ? value.elts : [value])
        if (isPutTogether(given))
          checkTexts(given, { at: fn, name: `\`${fn.name}\``, isPlain: false, isGiven: true }, ctx);
    },
  },
});

function checkTexts(sql: Expression, sink: Sink, ctx: SourceContext): void {
  const texts = sqlTexts(sql, ctx);
  if (sink.isPlain && texts.every(({ isStatement }) => !isStatement) && checkWhole(sql, sink, ctx)) return;
  const isSql = texts.some(({ isStatement, looksLikeProse }) => isStatement && (sink.isPlain || !looksLikeProse));
  // Of what no driver binds only untrusted input counts.
  if (!isSql && !(sink.isPlain && texts.some(({ isCommand }) => isCommand))) return;
  const found = texts.flatMap(({ insertions }) =>
    insertions.flatMap((each) => insertionOf(each, sink, isSql, ctx) ?? []),
  );
  // What is sure is told before what the project has to say.
  const sure = found.find(({ tainted }) => tainted !== undefined && Object.keys(tainted.given).length === 0);
  const [reported, ...others] = sure === undefined ? found.slice(0, MAX_QUESTIONS) : [sure];
  if (reported !== undefined) reportInsertion(sink, reported, others, ctx);
}

/** `connection.execute(request.form["query"])`: the client writes all of the statement. */
function checkWhole(sql: Expression, sink: Sink, ctx: SourceContext): boolean {
  if (!importsModule(DRIVERS, ctx.names)) return false;
  const text = taintedValueIn(sql, ctx, ANY_SINK);
  if (text === undefined || !text.isWhole || text.kind !== 'request') return false;
  reportInsertion(sink, { at: sql, place: 'whole', source: undefined, tainted: text }, [], ctx);
  return true;
}

function reportInsertion(sink: Sink, reported: Insertion, others: readonly Insertion[], ctx: SourceContext): void {
  const { at, source, tainted } = reported;
  const leaf = tainted?.leaf ?? source?.leaf ?? at;
  const grade = gradeOf([reported, ...others], sink);
  if (grade === undefined) return;
  const isQuestion = 'question' in grade;
  ctx.report({
    at,
    message: said(reported, describeInserted(reported), sink),
    ...(isQuestion ? { when: grade, ...(tainted?.given.doubt && { doubt: tainted.given.doubt }) } : grade),
    // One value that goes into many statements of a file is one thing to fix.
    cause: `${ctx.path} ${tainted?.cause ?? shownOf(reported) ?? leaf.start}`,
    remedy: remedyOf(reported, sink),
    related: [
      {
        at: sink.at.kind === 'FunctionDef' || sink.at.kind === 'AsyncFunctionDef' ? nameSpan(sink.at) : sink.at,
        message: sink.isGiven ? 'the query is returned here' : 'the query is executed here',
      },
      ...(leaf === at ? [] : [{ at: leaf, message: 'the value comes from here' }]),
    ],
  });
}

type Graded = Pick<Problem, 'kind' | 'doubt'> & { readonly message: string };

/** What is said of the first value; where the project knows better, of the next. */
function gradeOf([first, ...others]: readonly Insertion[], sink: Sink): Graded | Condition | undefined {
  if (first === undefined) return undefined;
  const { source, tainted } = first;
  const near = source
    ? { message: said(first, describeSource(source, first), sink), doubt: doubtOf(source) }
    : gradeOf(others, sink);
  if (tainted === undefined) return near;
  const untrusted = { message: said(first, describeTainted(tainted, first), sink), kind: 'untrusted input' };
  const { when, ...given } = tainted.given;
  if (when === undefined) return { ...untrusted, ...given };
  const withMessage = (grade: Grade) =>
    grade === 'keep'
      ? untrusted
      : typeof grade === 'object' && !('question' in grade)
        ? { ...grade, ...untrusted }
        : grade;
  return { ...when, yes: withMessage(when.yes), unknown: withMessage(when.unknown), no: near ?? 'drop' };
}
