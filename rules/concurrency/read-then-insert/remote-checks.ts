/** Inserts that were decided by a look-up, where the classes of the rows or what is called are not seen: texts of SQL, repositories, stores of documents. */
import {
  argumentValues,
  type Call,
  type Def,
  type Expression,
  isCapWords,
  lastName,
  type Node,
  numberConstant,
  walk,
  withoutAwait,
} from '#ast';
import { type DoubtId, type FactsContext, type PackedPlace, packPlace } from '#kit';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { queryBehind, tableQueried, tableWritten } from '#semantics/rows/database-rows';
import { expressionsBehind, type LookUp, lookUpsIn } from '#semantics/rows/existence-checks';
import { rowsInsertedBy } from '#semantics/rows/row-inserts';
import { storesBehind } from '#semantics/state/store-access';
import { doubtOfLock, isHeld, type Refusal, refusalOf } from './refused-inserts.ts';
import { type RowAccess, readsOf } from './row-access.ts';

/** Something that is written because a look-up for the same value found nothing. */
interface CheckedWrite {
  readonly check: Call;
  readonly insert: Call;
  /** What both are given, as it is written. */
  readonly value: string;
  /** There were fewer than so many. */
  readonly isCount: boolean;
  /** Functions of the project that ask and write, by access path, and the class of a row that is written here. */
  readonly readPath?: string | undefined;
  readonly writePath?: string | undefined;
  readonly row?: string | undefined;
  /** What is asked by a query in the function itself. */
  readonly reads?: RowAccess['reads'] | undefined;
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
  readonly doubt?: DoubtId;
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
        ...doubtOfLock(insert, fn, file),
        refusal: rest.writePath !== undefined ? 'elsewhere' : refusal,
      },
    ];
  });

/** What may be such writes in a function, in their order: what a function of another file does is not seen here. */
function checkedWrites(fn: Def, model: SemanticModel): readonly CheckedWrite[] {
  const found: CheckedWrite[] = [];
  const calls = callsWithin([fn]);
  const lookUps = lookUpsIn(fn, model);
  const writes = lookUps.length === 0 ? [] : calls.flatMap((insert) => writesOf(insert, model));
  for (const lookUp of lookUps) {
    const asked = callTested(lookUp, model);
    const question = asked && questionOf(asked, model);
    // What another function asks, it is given here.
    const check = lookUp.check.kind === 'Call' && !calls.some((call) => call === asked) ? lookUp.check : asked;
    if (check === undefined || question === undefined || expectsSeveral(check, calls, model)) continue;
    const given = valuesOf(check, model);
    for (const { insert, write, written } of writes) {
      if (insert === check || areOfOtherRows(question, write)) continue;
      const shared = given.filter((each) => written.some((whole) => each === whole || each.startsWith(`${whole}.`)));
      // What is a part of something is asked for; a name may be what goes along with all calls.
      const value = shared.find((each) => /[.[]/.test(each)) ?? shared[0];
      const led = value === undefined ? undefined : lookUp.absent.leadsTo(insert);
      if (value === undefined || led === undefined) continue;
      const isLikely = led === 'always' && question.isLikely && write.isLikely;
      const [{ path: readPath, reads }, { path: writePath, row }] = [question, write];
      if (!isLikely && ((writePath ?? row) === undefined || (readPath === undefined && reads === undefined))) continue;
      found.push({ check, insert, value, isCount: lookUp.isCount === true, isLikely, readPath, reads, writePath, row });
      if (readPath === undefined && writePath === undefined) break;
    }
  }
  return found.slice(0, MAX_WRITES);
}

const MAX_WRITES = 60;

/** `if len(rows) > 1`: anyone who asks for doubles deals with them. */
function expectsSeveral(check: Call, calls: readonly Call[], model: SemanticModel): boolean {
  return calls.some(({ func, args: [rows], parent }) => {
    if (lastName(func) !== 'len' || rows === undefined || parent?.kind !== 'Compare') return false;
    const [than] = parent.comparators;
    const isSeveral = numberConstant(than) === (parent.ops[0] === 'Gt' ? 1 : parent.ops[0] === 'GtE' ? 2 : undefined);
    return isSeveral && model.flow.origins(rows).some((origin) => withoutAwait(origin) === check);
  });
}

/** What a call asks for or adds; or the way to what does so. */
interface Access {
  readonly path?: string | undefined;
  readonly reads?: RowAccess['reads'] | undefined;
  readonly row?: string | undefined;
  readonly isLikely: boolean;
}

function elsewhere(call: Call, isNamed: (name: string) => boolean, model: SemanticModel): Access | undefined {
  const path = isCapWords(lastName(call.func) ?? '') ? undefined : model.effects.projectPath(call);
  const isLikely = call.func.kind === 'Attribute' && call.parent?.kind === 'Await' && isNamed(call.func.attr);
  return path === undefined && !isLikely ? undefined : { isLikely, path };
}

/** What is behind another module may be anything, as long as both deal with the same value. */
const areOfOtherRows = ({ reads }: Access, { row }: Access): boolean =>
  reads !== undefined && row !== undefined && !reads.some((each) => each.row === row);

/** The call behind what is tested, of a cursor the statement that it was given last. */
function callTested({ subject }: LookUp, model: SemanticModel): Call | undefined {
  const call = model.flow
    .origins(subject)
    .map(withoutAwait)
    .find((each): each is Call => each.kind === 'Call');
  return call && (queryBehind(call, model) ?? call);
}

const TABLE = 'table ';

/** A statement, a call of a mapper or a driver, or a function of the file that runs such a statement. */
function questionOf(call: Call, model: SemanticModel): Access | undefined {
  const { func } = call;
  if (tableQueried(call, model) === false) return undefined;
  if (func.kind === 'Attribute' && (func.attr === 'find_one' || func.attr === 'count_documents'))
    return { isLikely: true, reads: [{ row: `collection ${model.source.text.slice(func.value)}`, columns: [] }] };
  const own = readsOf([call], model);
  if (own.length > 0) return { isLikely: true, reads: own };
  const stores = storesBehind(call, 'read', model).filter((store) => store.startsWith(TABLE));
  const reads = [...stores.map((row) => ({ row, columns: [] })), ...readsOf(expressionsBehind(call, model), model)];
  return reads.length > 0
    ? { isLikely: stores.length > 0, reads }
    : elsewhere(call, (name) => READING.test(name), model);
}

/** What a call writes, and what it is given for that. */
function writesOf(insert: Call, model: SemanticModel) {
  if (tableWritten(insert, model) === false) return [];
  const [added] = rowsInsertedBy(insert, model);
  const write: Access | undefined =
    added === undefined ? elsewhere(insert, (name) => WRITING.test(name), model) : { isLikely: true, row: added.row };
  return write === undefined ? [] : [{ insert, write, written: valuesOf(insert, model) }];
}

/** `get_by_slug`, `exists`: awaited, so something else answers. */
const READING = /^_?(?:get|count|find|fetch|load|read|lookup|search|query|select|exists?|has)(?:_|$)/;
const WRITING = /^_?(?:create|insert|add|save|register)(?:_|$)/;

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
