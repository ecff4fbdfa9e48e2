/** Inserts that were decided by a look-up, where the classes of the rows or what is called are not seen: texts of SQL, repositories, stores of documents. */
import {
  argumentValues,
  type Call,
  type Def,
  type Expression,
  type If,
  lastName,
  type Node,
  numberConstant,
  walk,
  withoutAwait,
} from '../../ast/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { statementGivenTo } from './database-rows.ts';
import { existenceTested, leadsTo, rowAdded, testsIn } from './existence-checks.ts';
import { storesBehind } from './store-access.ts';

/** Something that is written because a look-up for the same value found nothing. */
export interface CheckedWrite {
  readonly asked: Call;
  readonly insert: Call;
  /** What both are given, as it is written. */
  readonly value: string;
}

/** The first of a function. */
export function checkedWrite(fn: Def, model: SemanticModel): CheckedWrite | undefined {
  const tests = testsIn(fn);
  const calls = tests.length === 0 ? [] : callsWithin([fn]);
  for (const test of tests) {
    const asked = askedIn(test, calls, model);
    const question = asked && questionOf(asked, model);
    if (asked === undefined || question === undefined || expectsSeveral(asked, calls, model)) continue;
    const given = valuesOf(asked, model);
    for (const insert of calls) {
      const write = insert.start > asked.end && leadsTo(test, insert, model) ? writeOf(insert, model) : undefined;
      if (write === undefined || !mayBeSamePlace(question, write)) continue;
      const written = valuesOf(insert, model);
      const value = given.find((each) => written.includes(each));
      if (value !== undefined) return { asked, insert, value };
    }
  }
  return undefined;
}

/** `if len(rows) > 1`: whoever asks for doubles deals with them. */
function expectsSeveral(asked: Call, calls: readonly Call[], model: SemanticModel): boolean {
  return calls.some(({ func, args: [rows], parent }) => {
    if (lastName(func) !== 'len' || rows === undefined || parent?.kind !== 'Compare') return false;
    const [than] = parent.comparators;
    const isSeveral = numberConstant(than) === (parent.ops[0] === 'Gt' ? 1 : parent.ops[0] === 'GtE' ? 2 : undefined);
    return isSeveral && model.flow.origins(rows).some((origin) => withoutAwait(origin) === asked);
  });
}

/** What a call reads or writes: a table, a collection, a class; or something behind what it is called on. */
type Place = { readonly kind: 'table' | 'collection' | 'class'; readonly name: string } | typeof ELSEWHERE;
const ELSEWHERE = { kind: 'elsewhere' } as const;

/** What is behind another module may be anything, as long as both deal with the same value. */
const mayBeSamePlace = (question: Place, write: Place): boolean =>
  question.kind === 'elsewhere' ||
  write.kind === 'elsewhere' ||
  (question.kind === write.kind && question.name.toLowerCase() === write.name.toLowerCase());

/** The call behind what is tested, of a cursor the statement that it was given last. */
function askedIn(test: If, calls: readonly Call[], model: SemanticModel): Call | undefined {
  const tested = existenceTested(test.test)?.subject;
  const origins = tested === undefined ? [] : model.flow.origins(tested).map(withoutAwait);
  const call = origins.find((each): each is Call => each.kind === 'Call');
  if (call?.func.kind !== 'Attribute' || !/^fetch(?:one|all|val)?$/.test(call.func.attr) || call.args.length > 0)
    return call;
  const on = withoutAwait(call.func.value);
  if (on.kind === 'Call') return on;
  const cursor = model.source.text.slice(call.func.value);
  return calls.findLast(
    ({ func, end }) =>
      end <= call.start &&
      func.kind === 'Attribute' &&
      func.attr === 'execute' &&
      model.source.text.slice(func.value) === cursor,
  );
}

const TABLE = 'table ';

/** A statement, a call of a mapper or a driver, or a function of the file that runs such a statement. */
function questionOf(call: Call, model: SemanticModel): Place | undefined {
  const sql = statementGivenTo(call, model);
  const table = sql !== undefined && /\bwhere\b/i.test(sql) ? /\bfrom\s+([\w."`]+)/i.exec(sql)?.[1] : undefined;
  if (sql !== undefined && /^\s*(?:select|insert|update|delete|with)\b/i.test(sql))
    return !/^\s*select\b/i.test(sql) || table === undefined ? undefined : { kind: 'table', name: table };
  const mapped = classAsked(call);
  if (mapped !== undefined) return { kind: 'class', name: mapped };
  const { func, parent } = call;
  const [behind] = storesBehind(call, 'read', model).filter((store) => store.startsWith(TABLE));
  if (behind !== undefined) return { kind: 'table', name: behind.slice(TABLE.length) };
  if (func.kind !== 'Attribute') return undefined;
  if (func.attr === 'find_one' || func.attr === 'count_documents')
    return { kind: 'collection', name: model.source.text.slice(func.value) };
  return parent?.kind === 'Await' && ASKING.test(func.attr) ? ELSEWHERE : undefined;
}

function writeOf(call: Call, model: SemanticModel): Place | undefined {
  const sql = statementGivenTo(call, model);
  if (sql !== undefined && /^\s*(?:select|insert|update|delete|with|replace)\b/i.test(sql)) {
    // Such a statement settles by itself what is there already.
    if (/\bon\s+(?:conflict|duplicate)\b|\binsert\s+(?:or|ignore)\b|\bwhere\s+not\s+exists\b/i.test(sql))
      return undefined;
    const table = /^\s*insert\s+into\s+([\w."`]+)/i.exec(sql)?.[1];
    return table === undefined ? undefined : { kind: 'table', name: table };
  }
  const { func, parent } = call;
  if (func.kind !== 'Attribute') return undefined;
  if (func.attr === 'create' && func.value.kind === 'Attribute' && func.value.attr === 'objects')
    return { kind: 'class', name: lastName(func.value.value) ?? '' };
  if (func.attr === 'insert_one') return { kind: 'collection', name: model.source.text.slice(func.value) };
  if (rowAdded(call, model) !== undefined) return ELSEWHERE;
  return parent?.kind === 'Await' && WRITING.test(func.attr) ? ELSEWHERE : undefined;
}

/** `get_by_slug`, `exists`: awaited, so something else answers. */
const ASKING = /^_?(?:get|find|fetch|load|read|lookup|search|query|select|exists?|has)(?:_|$)/;
const WRITING = /^_?(?:create|insert|add|save|register)(?:_|$)/;

/** `User` of `User.objects.filter(name=name).exists()`. */
function classAsked({ func }: Call): string | undefined {
  if (func.kind !== 'Attribute' || !/^(?:exists|first|count|get|last)$/.test(func.attr)) return undefined;
  let at: Expression = func.value;
  while (at.kind === 'Call' || at.kind === 'Attribute') {
    if (at.kind === 'Attribute' && at.attr === 'objects') return lastName(at.value);
    at = at.kind === 'Call' ? at.func : at.value;
  }
  return undefined;
}

/** The names, attributes and elements that a call, and the calls it is made of, are given; of a row that is built, what that is given. */
function valuesOf(call: Call, model: SemanticModel): readonly string[] {
  const given: Expression[] = argumentValues(call).flatMap((each) => [each, ...model.flow.origins(each)]);
  for (let at: Expression = call.func; at.kind === 'Attribute' || at.kind === 'Call'; )
    if (at.kind === 'Call') {
      given.push(...argumentValues(at));
      at = at.func;
    } else at = at.value;
  const found = new Set<string>();
  for (const each of given)
    walk(each, (node: Node) => {
      const isOuter = node.parent?.kind !== 'Attribute' && !(node.parent?.kind === 'Call' && node.parent.func === node);
      const isPlace = node.kind === 'Name' || node.kind === 'Attribute' || node.kind === 'Subscript';
      const text = isOuter && isPlace ? model.source.text.slice(node) : undefined;
      if (text !== undefined && !/^(?:self|cls|session|db|conn|connection)$|^[A-Z]/.test(text)) found.add(text);
    });
  return [...found];
}
