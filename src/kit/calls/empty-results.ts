/** Results that are `None` where there is nothing to give, as what is called tells by itself. */
import {
  type Attribute,
  type Call,
  type Expression,
  isNone,
  lastName,
  nodesOf,
  stringConstant,
  withoutAwait,
} from '../../ast/index.ts';
import {
  type EmptyResult,
  NO_ROW,
  OPTIONAL_RESULTS,
  SCALAR_FUNCTIONS,
  SOUP_CLASSES,
  SOUP_LISTS,
  SOUP_SEARCHES,
} from '../../knowledge/optional-results.ts';
import type { Effect, SemanticModel } from '../../semantics/index.ts';
import { isMappedRead, mapperOf, queryGivenTo, statementGivenTo } from '../../semantics/rows/database-rows.ts';
import { isInjectedArgument } from '../../semantics/taint/route-parameters.ts';
import { queriesChangedRow } from './changed-rows.ts';
import { isFirstOfRows, whereDiscordKnowsNone, whereNoneIsGiven, whereNotInTable } from './optional-lookups.ts';
import { namesClass, queryBefore } from './queried-rows.ts';

/** Undefined where nothing shows that it may. */
export function emptyResultOf(call: Call, model: SemanticModel): EmptyResult | undefined {
  const { func } = call;
  const callee = model.types.calleeName(func) ?? '';
  const known = OPTIONAL_RESULTS.get(callee);
  if (known !== undefined) {
    const isGiven = (TAKES_DEFAULT.test(callee) && !hasNoDefault(call)) || alwaysMatches(call, model);
    if (isGiven || alwaysReturnsRow(call, model)) return undefined;
    return callee === 'yaml.safe_load' ? { ...known, ...ofFile(call.args[0], model) } : known;
  }
  const variable = model.values.environmentRead(call);
  if (variable !== undefined) {
    const isBare = variable.key !== undefined && !variable.required && hasNoDefault(call);
    return isBare && !isRequiredByList(variable.key, model)
      ? { when: `when \`${variable.key}\` is not set`, source: 'environment', variable: variable.key }
      : undefined;
  }
  if (func.kind !== 'Attribute') return whereNoneIsGiven(call, model);
  if (isSoupSearch(call, func, model))
    return { when: 'when the page has no such element', source: 'page', ...ofPage(func.value, model) };
  if (func.attr === 'get' && isRowByKey(call, func)) return NO_ROW;
  if (func.attr === 'get' || func.attr === 'pop') {
    const sent = func.attr === 'get' ? whenNotSent(call, func, model) : undefined;
    return sent ?? whereNotInTable(call, func, model);
  }
  // What a method of the project gives under such a name, the project tells.
  if (isAwaitedLater(call)) return undefined;
  if (func.attr === 'get_or_none' || (/^find_one(?:_or_none|_and_\w+)?$/.test(func.attr) && isByFilter(call, model)))
    return { ...NO_ROW, unless: model.effects.projectPath(call) };
  if (func.attr === 'fetchone')
    return isRowLooked(queryBefore(call, func, model)) && !queriesChangedRow(call, func, model) ? NO_ROW : undefined;
  if (/^fetch(?:row|val|_one)$/.test(func.attr)) return isRowLooked(queryGivenTo(call, model)) ? NO_ROW : undefined;
  if (/^(first|last|one_or_none)$/.test(func.attr) && isMappedRead(call)) return NO_ROW;
  if (isFirstOfRows(call, func, model) || (SINGLE_ROW.test(func.attr) && isRowSelected(call, model))) return NO_ROW;
  return whereDiscordKnowsNone(call, func, model);
}

/** A page that is read from a file, to be filled. */
function ofPage(page: Expression, model: SemanticModel): Pick<EmptyResult, 'isOfFile'> {
  const made = model.flow.whole(page);
  return made.kind === 'Call' ? ofFile(made.args[0], model) : {};
}

function ofFile(text: Expression | undefined, { flow }: SemanticModel): Pick<EmptyResult, 'isOfFile'> {
  const kinds = text === undefined ? [] : flow.sources(text).map(({ kind }) => kind);
  return kinds.length > 0 && kinds.every((kind) => kind === 'file') ? { isOfFile: true } : {};
}

/** The second argument is what is given where there is nothing. */
const TAKES_DEFAULT = /(?:\.findtext|[cC]ache\.get|Element\.get)$/;

/** `REQUIRED = ("REGISTRY", "IMAGE")`, in a file that looks up variables by names that it goes over: it asks for all of them. */
function isRequiredByList(variable: string | undefined, model: SemanticModel): boolean {
  const { module } = model.source;
  const isListed = nodesOf(module, 'Constant').some(
    (node) => stringConstant(node) === variable && (node.parent?.kind === 'Tuple' || node.parent?.kind === 'List'),
  );
  return (
    isListed &&
    nodesOf(module, 'Call').some((call) => {
      const key = lastName(call.func) === undefined ? undefined : call.args[0];
      return key?.kind === 'Name' && model.values.environmentRead(call) !== undefined;
    })
  );
}

/** `await Order.get_or_none(number=number).only("total")`: what is awaited is the query, of which the call is a part. */
function isAwaitedLater({ parent }: Call): boolean {
  let at = parent;
  while (at?.kind === 'Attribute' || (at?.kind === 'Call' && at.func.kind === 'Attribute')) at = at.parent;
  return parent?.kind === 'Attribute' && at?.kind === 'Await';
}

/** `find_one({"number": number})`, `find_one(Order.number == number)`, `find_one(sort=…)`; others look up by a key, and raise. */
function isByFilter({ args: [first], keywords }: Call, { flow }: SemanticModel): boolean {
  const filter = first === undefined ? undefined : flow.whole(first);
  return keywords.length > 0 || filter?.kind === 'Dict' || filter?.kind === 'Compare';
}

/** `Order.query.get(number)`, `session.query(Order).get(number)`, `db.session.get(Order, number)`; `objects.get` of Django raises. */
function isRowByKey({ args }: Call, { value }: Attribute): boolean {
  if (args.length === 1) return mapperOf(value) === 'query';
  return (
    args.length > 1 &&
    args[0] !== undefined &&
    namesClass(args[0]) &&
    /(?:^|_)(?:session|db)$/i.test(lastName(value) ?? '')
  );
}

const SINGLE_ROW = /^(?:first|one_or_none|scalar|scalar_one_or_none)$/;

/** `session.scalar(select(User).where(…))`, `(await session.execute(statement)).scalar_one_or_none()`: a row of a class, by a condition. */
function isRowSelected(call: Call, model: SemanticModel): boolean {
  let at: Expression = call;
  let run: Call | undefined;
  while (at.kind === 'Call' && at.func.kind === 'Attribute' && run === undefined) {
    if (/^(?:scalars?|execute|exec)$/.test(at.func.attr) && at.args.length > 0) run = at;
    // `result = await session.execute(…)` in a line of its own.
    at = withoutAwait(model.flow.whole(at.func.value));
  }
  const statements = run?.args[0] === undefined ? [] : model.flow.origins(run.args[0]);
  return statements.length > 0 && statements.every((statement) => selectsRows(statement, model));
}

function selectsRows(statement: Expression, model: SemanticModel): boolean {
  let hasCondition = false;
  let at = statement;
  while (at.kind === 'Call' && at.func.kind === 'Attribute' && !isSelect(at, model)) {
    hasCondition ||= /^(?:where|filter|filter_by)$/.test(at.func.attr);
    at = at.func.value;
  }
  const [row] = at.kind === 'Call' && isSelect(at, model) ? at.args : [];
  return hasCondition && row !== undefined && namesClass(row.kind === 'Attribute' ? row.value : row);
}

const isSelect = ({ func }: Call, { names }: SemanticModel): boolean =>
  /^(?:sqlalchemy|sqlmodel)(?:\.\w+)*\.select$/.test(names.qualifiedName(func) ?? '');

/** `[ \t]*`: a pattern that finds the empty text finds it in every text. */
function alwaysMatches({ func, args }: Call, { values }: SemanticModel): boolean {
  const pattern = args[0] === undefined ? undefined : values.string(args[0]);
  return pattern !== undefined && lastName(func) !== 'fullmatch' && MATCHING_ALL.test(pattern);
}

function alwaysReturnsRow(call: Call, model: SemanticModel): boolean {
  const query = statementGivenTo(call, model);
  return query !== undefined && (makesRow(query) || addsUp(query) || selectsFromNothing(query));
}

/** `INSERT … RETURNING id` gives the row that it made, or raises; what it does on a conflict has to touch the row that is there. */
function makesRow(query: string): boolean {
  const [, conflict] = query.split(/\bon\s+conflict\b/i, 2);
  const isTouched = conflict === undefined || (/\bdo\s+update\b/i.test(conflict) && !/\bwhere\b/i.test(conflict));
  return /^\s*insert\b/i.test(query) && isTouched && !/\bselect\b/i.test(query);
}

/** A statement that only counts or adds up gives one row, of however many there are; groups within brackets are those of another statement. */
function addsUp(query: string): boolean {
  const outer = withoutBrackets(query);
  const [selected = ''] = outer.split(/\b(?:from|where)\b/i, 1);
  const isSum = AGGREGATE.test(selected) || (/\bcoalesce\s*\[/i.test(selected) && AGGREGATE.test(query));
  return isSum && !/\bgroup\s+by\b/i.test(outer);
}

/** `SELECT pg_try_advisory_lock($1)` asks no table: it gives one row, unless what it calls gives a set of them. */
function selectsFromNothing(query: string): boolean {
  const [, selected] = /^\s*select\b(.*)/is.exec(withoutBrackets(query)) ?? [];
  if (selected === undefined || NARROWED.test(selected)) return false;
  return [...selected.matchAll(/\b(\w+) ?\[/g)].every(([, name = '']) => SCALAR_FUNCTIONS.has(name.toLowerCase()));
}

const NARROWED = /\b(?:from|where|having|limit|offset|fetch|union|intersect|except)\b/i;

/** With `[]` for whatever is within brackets. */
function withoutBrackets(query: string): string {
  let outer = query;
  for (let inner = ''; inner !== outer; ) {
    inner = outer;
    outer = inner.replace(/\([^()]*\)/g, '[]');
  }
  return outer;
}

const AGGREGATE = /\b(?:count|sum|max|min|avg|stddev|variance|exists|total)\s*[([]/i;

const MATCHING_ALL = /^\^?\(?(?:\\[a-zA-Z]|\.|\[[^\]]{1,40}\])\*\??\)?$/;

const hasNoDefault = ({ args, keywords }: Call): boolean =>
  keywords.length === 0 && (args.length === 1 || (args.length === 2 && isNone(args[1])));

/** `request.form.get("name")`, `response.json().get("user")`: anyone who sends it may leave it out. */
function whenNotSent(call: Call, { value }: Attribute, model: SemanticModel): EmptyResult | undefined {
  const [key] = call.args;
  const name = key === undefined ? undefined : stringConstant(key);
  if (name === undefined || !hasNoDefault(call) || /^\/|:\/\//.test(name)) return undefined;
  // A client is asked by `get` too.
  if (CLIENTS.has(model.effects.of(call))) return undefined;
  // What a dependency gives has been looked at by it.
  if (value.kind === 'Name' && isInjectedArgument(model.names.parameterOf(value), model)) return undefined;
  const kinds = model.flow.sources(value).map(({ kind }) => kind);
  if (kinds.length === 0 || !kinds.every((kind) => kind === 'request' || kind === 'network')) return undefined;
  return { when: `when the ${kinds[0] === 'request' ? 'request' : 'response'} has no \`${name}\``, source: 'request' };
}

const CLIENTS: ReadonlySet<Effect> = new Set<Effect>(['network', 'database', 'file']);

/** A row of a table: what counts or adds up always gives one. */
const isRowLooked = (query: string | undefined): boolean =>
  query !== undefined && /\bfrom\b/i.test(query) && !addsUp(query);

function isSoupSearch(call: Call, func: Attribute, model: SemanticModel): boolean {
  return SOUP_SEARCHES.has(func.attr) && call.args.length + call.keywords.length > 0 && isSoup(func.value, model);
}

/** A page, or a part of one, that Beautiful Soup has parsed. */
function isSoup(expression: Expression, model: SemanticModel, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  if (SOUP_CLASSES.has(model.types.classOf(expression) ?? '')) return true;
  if (expression.kind === 'Call') {
    const { func } = expression;
    return func.kind === 'Attribute' && SOUP_SEARCHES.has(func.attr) && isSoup(func.value, model, depth + 1);
  }
  if (expression.kind !== 'Name') return false;
  const definitions = model.names.resolve(expression)?.definitions ?? [];
  return (
    definitions.length > 0 &&
    definitions.every(({ value, partOf, kind }) => {
      if (value !== undefined) return isSoup(value, model, depth + 1);
      if ((kind !== 'for' && kind !== 'comprehension') || partOf?.kind !== 'Call') return false;
      const { func } = partOf;
      return func.kind === 'Attribute' && SOUP_LISTS.has(func.attr) && isSoup(func.value, model, depth + 1);
    })
  );
}

const MAX_DEPTH = 6;
