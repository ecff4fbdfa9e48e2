import {
  attributeChain,
  type Call,
  type Definition,
  defineSourceRule,
  type Expression,
  lastNames,
  type Name,
  type SourceContext,
  type SourceKind,
  type ValueSource,
} from '#kit';

/** Methods and functions that take SQL as their first argument. */
const METHODS: ReadonlySet<string> = new Set(
  'execute executemany executescript fetch fetchrow fetchval fetch_all fetch_one raw query sql'.split(' '),
);
const FUNCTIONS: ReadonlySet<string> = new Set(
  'sqlalchemy.text sqlalchemy.sql.text sqlalchemy.sql.expression.text pandas.read_sql pandas.read_sql_query pandas.io.sql.read_sql'.split(
    ' ',
  ),
);

/** Statements whose values a driver can bind; the others (DDL, SET, ATTACH, COPY) take text only. */
const STATEMENT =
  /^\s*(?:\(\s*)?(?:select\b[^;]*\bfrom\b|insert\s+(?:or\s+\w+\s+)?into\b|replace\s+into\b|update\b[^;]*\bset\b|delete\s+from\b|with\s+\w+\s+as\b|merge\s+into\b)/is;

/** Methods that take other things too: their SQL must be written in capitals, which prose is not. */
const GENERIC: ReadonlySet<string> = new Set(['fetch', 'raw', 'query', 'sql']);
const CAPITALS = /^[\s(]*[A-Z]{4,}\b/;

/** A value is expected next: after a comparison, in a list of IN or VALUES. */
const VALUE_NEXT = /(?:(?:=|<|(?<!=)>)|\b(?:like|ilike|between)|\b(?:in|values)\s*\((?:[^()]*,)?)\s*$/i;
const IDENTIFIER_NEXT = /\b(?:from|join|into|update|order\s+by|group\s+by)\s+["`[]?$/i;

const REACHABLE: ReadonlyMap<SourceKind, string> = new Map([
  ['request', 'the client of a route sends'],
  ['network', 'comes over a connection'],
  ['input', 'a person types in'],
  ['arguments', 'the command line gives'],
  ['parameter', 'a caller passes'],
]);

const CLEANED = /quote|escape|sanitiz|literal|identifier|placeholder|valid|allow|check|mogrify|\bparam|bind/i;
const CLOSED_TYPES = /^(?:builtins\.(?:int|float|bool)|datetime\.\w+|uuid\.UUID|decimal\.Decimal)$/;

export default defineSourceRule({
  docs: {
    summary: 'a value written into the text of an SQL statement',
    why: 'A quote in the value ends the literal and the rest of it is executed: whoever chooses the value reads, changes or drops every row that the connection may touch.',
    remedy: 'Write a placeholder where the value stands, and pass the value as a parameter of the call.',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [89],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-004' }],
    bad: 'def find(cursor, name):\n    cursor.execute(f"SELECT id FROM users WHERE name = \'{name}\'")\n',
    good: 'def find(cursor, name):\n    cursor.execute("SELECT id FROM users WHERE name = ?", (name,))\n',
    measured: { read: 15, right: 13, on: 'agno, apache_superset, dbgpt, feast, langchain_community, parsl, vanna' },
  },
  skips: ['test', 'vendored'],
  mentions: [...METHODS, ...lastNames(FUNCTIONS)],
  visit: {
    Call(call, ctx) {
      const sql = statementOf(call, ctx);
      if (sql === undefined || ctx.context.isTestCode(call)) return;
      const found = insertionsIn(sql, GENERIC.has(lastName(call.func)), ctx);
      if (!found.some(({ isStatement }) => isStatement)) return;
      for (const { at, place } of found.flatMap(({ insertions }) => insertions)) {
        const source = reachableSource(at, ctx);
        if (source === undefined || !isTelling(place, source)) continue;
        reportInsertion(call, at, place, source, ctx);
        return;
      }
    },
  },
});

/** Without quotes a value looks like a column or an expression. */
type Place = 'quoted' | 'value' | 'identifier';

interface Insertion {
  readonly at: Expression;
  readonly place: Place;
}

function isTelling(place: Place, { kind }: ValueSource): boolean {
  if (place === 'identifier') return kind === 'request';
  return place === 'quoted' || kind !== 'parameter';
}

function statementOf(call: Call, ctx: SourceContext): Expression | undefined {
  const { func } = call;
  const [sql] = call.args;
  if (sql === undefined || sql.kind === 'Constant' || (func.kind !== 'Attribute' && func.kind !== 'Name'))
    return undefined;
  const isMethod = func.kind === 'Attribute' && METHODS.has(func.attr);
  return isMethod || FUNCTIONS.has(ctx.names.qualifiedName(func) ?? '') ? sql : undefined;
}

/** For every text that may be the statement, or is added to it: what is written into it where a value or a name stands. */
function insertionsIn(
  sql: Expression,
  isGeneric: boolean,
  ctx: SourceContext,
): { isStatement: boolean; insertions: Insertion[] }[] {
  return textsOf(sql, ctx).map((text) => {
    const insertions: Insertion[] = [];
    let before = '';
    for (const piece of ctx.values.textPieces(text) ?? []) {
      if (piece.kind === 'constant') {
        before += piece.text;
        continue;
      }
      const place = placeAfter(before);
      if (place !== undefined) insertions.push({ at: piece.expression, place });
      before += '\u0001';
    }
    return { isStatement: STATEMENT.test(before) && (!isGeneric || CAPITALS.test(before)), insertions };
  });
}

/** A name that is bound or added to in several places stands for all of these texts. */
function textsOf(sql: Expression, ctx: SourceContext): readonly Expression[] {
  if (sql.kind !== 'Name') return [sql];
  const texts: Expression[] = [];
  const seen = new Set<Definition>();
  const pending = [...ctx.flow.reachingDefinitions(sql)];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (at.kind === 'augmented' && at.statement.kind === 'AugAssign' && at.node.kind === 'Name') {
      texts.push(at.statement.value);
      pending.push(...ctx.flow.reachingDefinitions(at.node));
    } else if (at.value !== undefined) texts.push(at.value);
  }
  return texts;
}

/** An odd number of quotes is an open literal; a path in a function's argument (`read_csv('…')`) is not looked at. */
function placeAfter(before: string): Place | undefined {
  const isOpen = (before.split("'").length - 1) % 2 === 1;
  const outside = isOpen ? before.slice(0, before.lastIndexOf("'")) : before;
  if (VALUE_NEXT.test(outside)) return isOpen ? 'quoted' : 'value';
  return !isOpen && IDENTIFIER_NEXT.test(outside) ? 'identifier' : undefined;
}

/** Where a value comes from that somebody else may choose; undefined as soon as anything shows that it is closed or cleaned. */
function reachableSource(value: Expression, ctx: SourceContext): ValueSource | undefined {
  if (ctx.values.possible(value) !== undefined || isClosed(value, ctx) || isCleaned(value)) return undefined;
  const sources = ctx.flow.sources(value);
  if (sources.some(({ kind, leaf }) => kind === 'constant' && ctx.values.string(leaf) === "''")) return undefined;
  if (sources.some(({ leaf }) => isCleaned(leaf) || isChecked(leaf, ctx))) return undefined;
  const source = sources.find(({ kind, leaf }) => REACHABLE.has(kind) && !isClosed(leaf, ctx));
  return source?.kind === 'parameter' && isConstantAtCalls(source.leaf, ctx) ? undefined : source;
}

function isClosed(value: Expression, ctx: SourceContext): boolean {
  const type = ctx.types.classOf(value);
  if (type !== undefined) return CLOSED_TYPES.test(type);
  return (
    value.kind === 'Call' && ['builtins.int', 'builtins.float'].includes(ctx.names.qualifiedName(value.func) ?? '')
  );
}

function isCleaned(leaf: Expression): boolean {
  const named = leaf.kind === 'Call' ? leaf.func : leaf;
  const name = named.kind === 'Name' ? named.id : attributeChain(named).names.at(-1);
  return name !== undefined && CLEANED.test(name);
}

/** The name is looked up in a collection, matched with a pattern, or handed to something that validates it. */
function isChecked(leaf: Expression, ctx: SourceContext): boolean {
  const binding = leaf.kind === 'Name' ? ctx.names.resolve(leaf) : undefined;
  return (
    binding?.references.some((reference) => {
      const { parent } = reference;
      if (parent?.kind === 'Compare') return parent.ops.some((op) => op === 'In' || op === 'NotIn');
      if (parent?.kind === 'Call') return CHECKS.test(lastName(parent.func)) || lastName(parent.func) === 'int';
      return parent?.kind === 'Attribute' && /^is(?:identifier|digit|alnum|alpha|numeric|decimal)$/.test(parent.attr);
    }) === true
  );
}

const CHECKS = /valid|check|verify|ensure|assert|sanitiz|quote|escape|^(?:full)?match$|^isinstance$/i;

function lastName(func: Expression): string {
  if (func.kind === 'Name') return func.id;
  return func.kind === 'Attribute' ? func.attr : '';
}

/** A function that only this file calls, always with constants. */
function isConstantAtCalls(leaf: Expression, ctx: SourceContext): boolean {
  const parameter = leaf.kind === 'Name' ? ctx.names.parameterOf(leaf) : undefined;
  const fn = parameter?.parent?.parent;
  if (parameter === undefined || (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef')) return false;
  const owner = ctx.context.classOfMethod(fn);
  const mentions =
    owner === undefined ? (ctx.names.lookup(fn.name, fn)?.references ?? []) : ctx.state.mentionsOf(owner, fn.name);
  const position = [...fn.args.posonlyargs, ...fn.args.args].indexOf(parameter) - (owner === undefined ? 0 : 1);
  const given = mentions.flatMap(({ parent }) =>
    parent?.kind === 'Call'
      ? [ctx.values.givenArgument(parent, parameter.arg, position < 0 ? undefined : position)]
      : [undefined],
  );
  return given.length > 0 && given.every((value) => value !== undefined && ctx.values.possible(value) !== undefined);
}

function reportInsertion(call: Call, at: Expression, place: Place, source: ValueSource, ctx: SourceContext): void {
  const shown = nameShown(at) ?? nameShown(source.leaf);
  const what = shown === undefined ? 'a value' : `\`${shown}\``;
  const sink = lastName(call.func);
  ctx.report({
    at,
    message: `${what}, which ${REACHABLE.get(source.kind) ?? 'others choose'}, is written into the SQL of \`${sink}\` as ${place === 'identifier' ? 'a name' : 'a value'}`,
    // Who passes a parameter of a private function is the same code, which knows what it passes.
    ...(source.kind === 'parameter' && isPrivate(call, ctx) && { severity: 'P2', profile: 'strict' }),
    remedy:
      place !== 'identifier'
        ? `Write a placeholder, and pass ${what} as a parameter of \`${sink}\``
        : `Take the name from a table of allowed names`,
    related: [
      { at: call.func, message: 'executed here' },
      ...(source.leaf === at ? [] : [{ at: source.leaf, message: 'the value comes from here' }]),
    ],
  });
}

function isPrivate(call: Call, ctx: SourceContext): boolean {
  return /^_(?!_)/.test(ctx.context.defAround(call)?.name ?? '');
}

function nameShown(expression: Expression): string | undefined {
  if (expression.kind === 'Name') return expression.id;
  const { root, names } = attributeChain(expression);
  return root.kind === 'Name' && names.length > 0 ? [(root as Name).id, ...names].join('.') : undefined;
}
