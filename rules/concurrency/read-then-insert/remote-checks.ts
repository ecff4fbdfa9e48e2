/** Inserts that were decided by a look-up, where the classes of the rows or what is called are not seen: texts of SQL, repositories, stores of documents. */
import {
  argumentValues,
  type Call,
  type Def,
  type Expression,
  type If,
  isCapWords,
  isWithin,
  lastName,
  type Node,
  numberConstant,
  type Try,
  walk,
  withoutAwait,
} from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { tableQueried, tableWritten } from '#semantics/rows/database-rows';
import { storesBehind } from '#semantics/state/store-access';
import { expressionsBehind, leadsTo, mayLeadTo, rowAdded, rowsTested, testsIn } from '../_shared/existence-checks.ts';
import { isHeld, type Refusal, refusalOf } from './refused-inserts.ts';
import { type RowAccess, readsIn } from './row-access.ts';

/** Something that is written because a look-up for the same value found nothing. */
interface CheckedWrite {
  readonly check: Call;
  readonly insert: Call;
  /** What both are given, as it is written. */
  readonly value: string;
  /** There were fewer than so many. */
  readonly isCount: boolean;
  /** Functions of the project that ask and write, by access path, and the class of a row that is written here. */
  readonly readPath?: string;
  readonly writePath?: string;
  readonly row?: string;
  /** What is asked by a query in the function itself. */
  readonly reads?: RowAccess['reads'];
  /** By their names both may do so wherever they are. */
  readonly isLikely: boolean;
}

/** Such a write as facts carry it. */
export interface Remote extends Omit<CheckedWrite, 'check' | 'insert'> {
  readonly kind: 'remote';
  readonly fn: string;
  readonly check: PackedPlace;
  readonly insert: PackedPlace;
  readonly refusal: Refusal;
}

export const remoteFactsIn = (fn: Def, file: FactsContext): Remote[] =>
  checkedWrites(fn, file).flatMap(({ check, insert, ...rest }): Remote[] => {
    const refusal = refusalOf(insert, fn, file);
    if (isHeld(insert, check, fn, file) || (refusal === 'caught' && !rest.isCount)) return [];
    return [
      {
        kind: 'remote',
        fn: file.names.fullNameOf(fn),
        ...rest,
        check: packPlace(file.source, check),
        insert: packPlace(file.source, insert),
        refusal: rest.writePath !== undefined ? 'elsewhere' : refusal,
      },
    ];
  });

/** A look-up, and whether a call runs because it found nothing. */
interface Check {
  readonly check: Call;
  readonly isCount: boolean;
  readonly isAlways: (insert: Call) => boolean;
  readonly isPerhaps: (insert: Call) => boolean;
}

/** What may be such writes in a function, in their order: what a function of another file does is not seen here. */
function checkedWrites(fn: Def, model: SemanticModel): readonly CheckedWrite[] {
  const found: CheckedWrite[] = [];
  const calls = callsWithin([fn]);
  for (const { check, isCount, isAlways, isPerhaps } of checksIn(fn, calls, model)) {
    const question = questionOf(check, model);
    if (question === undefined || expectsSeveral(check, calls, model)) continue;
    const given = valuesOf(check, model);
    for (const insert of calls) {
      const write = insert.start > check.end && isPerhaps(insert) ? writeOf(insert, model) : undefined;
      if (write === undefined || !mayBeSamePlace(question, write)) continue;
      const written = valuesOf(insert, model);
      const shared = given.filter((each) => written.some((whole) => each === whole || each.startsWith(`${whole}.`)));
      // What is a part of something is asked for; a name may be what goes along with all calls.
      const value = shared.find((each) => /[.[]/.test(each)) ?? shared[0];
      if (value === undefined) continue;
      const [readPath, writePath] = [question, write].map((one) => (one.kind === 'elsewhere' ? one.path : undefined));
      const isLikely =
        isAlways(insert) && [question, write].every((each) => each.kind !== 'elsewhere' || each.isLikely);
      const reads =
        question.kind === 'elsewhere'
          ? question.reads
          : question.kind === 'table'
            ? readsOfTable(question.name)
            : undefined;
      const row = write.kind === 'elsewhere' ? write.row : undefined;
      if (!isLikely && ((writePath ?? row) === undefined || (readPath === undefined && reads === undefined))) continue;
      const callees = { ...(reads && { reads }), ...(readPath !== undefined && { readPath }) };
      const made = { ...(writePath !== undefined && { writePath }), ...(row !== undefined && { row }) };
      found.push({ check, insert, value, isCount, isLikely, ...callees, ...made });
      if (readPath === undefined && writePath === undefined) break;
    }
  }
  return found.slice(0, MAX_WRITES);
}

const MAX_WRITES = 60;

const readsOfTable = (table: string): RowAccess['reads'] => [{ row: `table ${table}`, columns: [] }];

function checksIn(fn: Def, calls: readonly Call[], model: SemanticModel): readonly Check[] {
  return [
    ...testsIn(fn, model).flatMap((test) => checkOf(test, calls, model) ?? []),
    ...model.context.nodesOfFunction(fn, 'Try').flatMap((each) => foundByTrying(each, model) ?? []),
  ];
}

function checkOf(test: If, calls: readonly Call[], model: SemanticModel): Check | undefined {
  const check = checkCallIn(test, calls, model);
  return (
    check && {
      check,
      isCount: rowsTested(test.test, model)?.isCount === true,
      isAlways: (insert) => leadsTo(test, insert, model),
      isPerhaps: (insert) => mayLeadTo(test, insert, model),
    }
  );
}

/** `try: accounts.one_by_mail(mail) except NotFound: pass else: raise Taken()` */
function foundByTrying(tried: Try, model: SemanticModel): Check | undefined {
  const check = callsWithin(tried.body.slice(-1)).find((call) => questionOf(call, model) !== undefined);
  const isNarrow = tried.handlers.every((each) => !model.handlers.describe(each).isBroad);
  if (check === undefined || tried.handlers.length === 0 || !isNarrow) return undefined;
  const isLeft = !model.flow.exits([...tried.body, ...tried.orelse]).falls;
  const leads = (insert: Call): boolean =>
    tried.handlers.some((each) => isWithin(insert, each)) || (isLeft && insert.start > tried.end);
  return { check, isCount: false, isAlways: leads, isPerhaps: leads };
}

/** `if len(rows) > 1`: anyone who asks for doubles deals with them. */
function expectsSeveral(check: Call, calls: readonly Call[], model: SemanticModel): boolean {
  return calls.some(({ func, args: [rows], parent }) => {
    if (lastName(func) !== 'len' || rows === undefined || parent?.kind !== 'Compare') return false;
    const [than] = parent.comparators;
    const isSeveral = numberConstant(than) === (parent.ops[0] === 'Gt' ? 1 : parent.ops[0] === 'GtE' ? 2 : undefined);
    return isSeveral && model.flow.origins(rows).some((origin) => withoutAwait(origin) === check);
  });
}

/** What a call reads or writes: a table, a collection, a class; or something behind what it is called on. */
type Place = { readonly kind: 'table' | 'collection' | 'class'; readonly name: string } | Elsewhere;

interface Elsewhere {
  readonly kind: 'elsewhere';
  readonly path?: string;
  readonly row?: string;
  /** What a query that is in the function itself asks. */
  readonly reads?: RowAccess['reads'];
  readonly isLikely: boolean;
}

function elsewhere(call: Call, isNamed: (name: string) => boolean, model: SemanticModel): Elsewhere | undefined {
  const path = isCapWords(lastName(call.func) ?? '') ? undefined : model.effects.projectPath(call);
  const isLikely = call.func.kind === 'Attribute' && call.parent?.kind === 'Await' && isNamed(call.func.attr);
  return path === undefined && !isLikely
    ? undefined
    : { kind: 'elsewhere', isLikely, ...(path !== undefined && { path }) };
}

/** What is behind another module may be anything, as long as both deal with the same value. */
const mayBeSamePlace = (question: Place, write: Place): boolean =>
  question.kind === 'elsewhere' ||
  write.kind === 'elsewhere' ||
  (question.kind === write.kind && question.name.toLowerCase() === write.name.toLowerCase());

/** The call behind what is tested, of a cursor the statement that it was given last. */
function checkCallIn(test: If, calls: readonly Call[], model: SemanticModel): Call | undefined {
  const tested = rowsTested(test.test, model)?.subject;
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
  const table = tableQueried(call, model);
  if (table !== undefined) return table === false ? undefined : { kind: 'table', name: table };
  const mapped = classQueried(call);
  if (mapped !== undefined) return { kind: 'class', name: mapped };
  const { func } = call;
  const [behind] = storesBehind(call, 'read', model).filter((store) => store.startsWith(TABLE));
  if (behind !== undefined) return { kind: 'table', name: behind.slice(TABLE.length) };
  if (func.kind === 'Attribute' && (func.attr === 'find_one' || func.attr === 'count_documents'))
    return { kind: 'collection', name: model.source.text.slice(func.value) };
  const reads = readsIn(expressionsBehind(call, model), model);
  return reads.length > 0
    ? { kind: 'elsewhere', isLikely: false, reads }
    : elsewhere(call, (name) => READING.test(name), model);
}

function writeOf(call: Call, model: SemanticModel): Place | undefined {
  const table = tableWritten(call, model);
  if (table !== undefined) return table === false ? undefined : { kind: 'table', name: table };
  const { func } = call;
  if (
    func.kind === 'Attribute' &&
    func.attr === 'create' &&
    func.value.kind === 'Attribute' &&
    func.value.attr === 'objects'
  )
    return { kind: 'class', name: lastName(func.value.value) ?? '' };
  if (func.kind === 'Attribute' && func.attr === 'insert_one')
    return { kind: 'collection', name: model.source.text.slice(func.value) };
  const made = rowAdded(call, model);
  if (made === undefined) return elsewhere(call, (name) => WRITING.test(name), model);
  const row = model.names.qualifiedName(made.func);
  return { kind: 'elsewhere', isLikely: true, ...(row !== undefined && { row }) };
}

/** `get_by_slug`, `exists`: awaited, so something else answers. */
const READING = /^_?(?:get|count|find|fetch|load|read|lookup|search|query|select|exists?|has)(?:_|$)/;
const WRITING = /^_?(?:create|insert|add|save|register)(?:_|$)/;

/** `User` of `User.objects.filter(name=name).exists()`. */
function classQueried({ func }: Call): string | undefined {
  if (func.kind !== 'Attribute' || !/^(?:exists|first|count|get|last)$/.test(func.attr)) return undefined;
  let at: Expression = func.value;
  while (at.kind === 'Call' || at.kind === 'Attribute') {
    if (at.kind === 'Attribute' && at.attr === 'objects') return lastName(at.value);
    at = at.kind === 'Call' ? at.func : at.value;
  }
  return undefined;
}

const isCallee = (node: Node): boolean => node.parent?.kind === 'Call' && node.parent.func === node;

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
      const isOuter = node.parent?.kind !== 'Attribute' ? !isCallee(node) : isCallee(node.parent);
      const isPlace = node.kind === 'Name' || node.kind === 'Attribute' || node.kind === 'Subscript';
      const text = isOuter && isPlace ? model.source.text.slice(node) : undefined;
      if (text !== undefined && !/^(?:self|cls|session|db|conn|connection)$|^[A-Z]/.test(text)) found.add(text);
    });
  return [...found];
}
