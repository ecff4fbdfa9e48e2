/** What a loop goes through: rows of a store, items of which nobody knows how many there are, or a few that the code names. */
import {
  ancestors,
  argumentValues,
  attributeChain,
  type Call,
  type Expression,
  type ItemLoop,
  isCapWords,
  isWithin,
  itemsOf,
  lastName,
  type Node,
  namesIn,
  withoutAwait,
} from '#ast';
import type { Effect, SemanticModel } from '#semantics';
import { callsWithin, holdsInOwnCode } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { holdsRows, statementGivenTo } from '#semantics/rows/database-rows';
import { holdsMappedRows, isRelatedQuery, loadsRelated } from '#semantics/rows/mapper-queries';
import { holdsKeyedRows, type ItemHand, type ItemRead, itemHandsIn, itemNames, itemReadIn } from './item-reads.ts';

const BATCH = /(^|_)(batch|batches|chunk|chunks|chunked|batched|page|pages|pairwise)$/i;
const COUNTS = /^(?:range|count|repeat|cycle|arange|linspace|as_completed)$/;

export interface ItemQueries {
  /** What is gone through comes of a store itself. */
  readonly isOverRows: boolean;
  readonly read?: ItemRead;
  readonly hands: readonly ItemHand[];
}

/** What a loop asks stores for with each of its items; undefined where it goes through few, through parts, or looks for one. */
export function itemQueries(loop: ItemLoop, model: SemanticModel): ItemQueries | undefined {
  const calls = callsWithin(loop.body);
  if (calls.length === 0) return undefined;
  const isOverRows = returnsRows(loop, model);
  // What comes over a stream one by one cannot be asked for at once.
  const isNone = loop.node.kind === 'AsyncFor' || isFew(loop.iter, model) || seeksOne(loop);
  const names = itemNames(namesIn(loop.target), loop.body);
  const single = isNone ? undefined : calls.find((call) => takesListOfOne(call, names, model));
  if (single !== undefined)
    return { isOverRows: false, read: { call: single, query: single, does: 'take-list' }, hands: [] };
  if (!isOverRows && (isNone || isBatch(loop))) return undefined;
  const mayRelate = holdsMappedRows(loop.iter, model) && !loadsRelated(model.flow.whole(loop.iter));
  const isRelated = (call: Call, of: ReadonlySet<string>): boolean =>
    mayRelate && [...of].some((name) => isRelatedQuery(call, name));
  const read = itemReadIn(calls, names, model, isRelated);
  const write = read === undefined ? writtenSingly(loop, names, model) : undefined;
  if (write !== undefined) return { isOverRows, read: { call: write, query: write, does: 'write' }, hands: [] };
  if (read !== undefined) return leavesAfter(read.call, loop) ? undefined : { isOverRows, read, hands: [] };
  // What is done for its effect writes, and may have to be done for each.
  const queries = calls.filter((call) => call.parent?.kind !== 'Expr' && !leavesAfter(call, loop));
  return { isOverRows, hands: itemHandsIn(queries, names, model) };
}

/** `for order in orders: connection.execute(INSERT, order)`, a step of its own of which nothing is taken: one call would do for all. */
function writtenSingly({ node, body }: ItemLoop, names: ReadonlySet<string>, model: SemanticModel): Call | undefined {
  if (node.kind !== 'For') return undefined;
  for (const step of body) {
    const call = step.kind === 'Expr' ? withoutAwait(step.value) : undefined;
    if (call?.kind !== 'Call' || call.func.kind !== 'Attribute' || call.func.attr !== 'execute') continue;
    const [statement, ...given] = call.args.map((each) => model.flow.whole(each));
    const text = statement && statementGivenTo({ ...call, args: [statement] }, model);
    if (text !== undefined && WRITES.test(text) && [...namesIn(...given)].some((name) => names.has(name))) return call;
  }
  return undefined;
}

/** `self.embedder.embed([chunk])[0]`: an object that answers for many is asked for one. */
function takesListOfOne(call: Call, names: ReadonlySet<string>, { names: { imports } }: SemanticModel): boolean {
  const { parent } = call.parent?.kind === 'Await' ? call.parent : call;
  const isFirst = parent?.kind === 'Subscript' && parent.slice.kind === 'Constant' && parent.slice.value.kind === 'int';
  const { root } = attributeChain(call.func);
  if (!isFirst || call.func.kind !== 'Attribute' || root.kind !== 'Name') return false;
  const given = argumentValues(call)[0];
  const [item, other] = given?.kind === 'List' ? given.elts : [];
  const isItem = item?.kind === 'Name' && names.has(item.id) && other === undefined;
  return isItem && imports.every(({ boundAs }) => boundAs !== root.id);
}

const WRITES = /^\s*(?:insert|replace|update|delete|merge)\b(?!.*\breturning\b)/is;

/** What is looped over is a part of the rows already, or the whole of them in parts. */
export function isBatch({ target, iter }: ItemLoop): boolean {
  const called = iter.kind === 'Call' ? lastName(iter.func) : undefined;
  return [lastName(target), lastName(iter), called].some((name) => name !== undefined && BATCH.test(name));
}

/** Rows of a query: fetched in the loop's header, or before it, or by a function of this file; or of the cursor itself. */
function returnsRows({ node, iter }: ItemLoop, file: SemanticModel): boolean {
  if (node.kind === 'AsyncFor' && iter.kind === 'Name' && /(^|_)cur(sor)?$/.test(iter.id)) return true;
  const areRows = (each: Expression): boolean =>
    holdsRows(each, file) || holdsMappedRows(each, file) || holdsKeyedRows(each, file);
  if (areRows(iter)) return true;
  const items = withoutAwait(file.flow.whole(itemsOf({ iter })));
  if (areRows(items)) return true;
  const fn = items.kind === 'Call' ? definitionCalled(file, items) : undefined;
  return (
    fn !== undefined &&
    fn.kind !== 'ClassDef' &&
    file.flow.returnValues(fn).some((value) => value !== undefined && areRows(value))
  );
}

/** Numbers, what the code writes out, and constants by their names. */
function isFew(iter: Expression, file: SemanticModel): boolean {
  if (file.values.fold(iter) !== undefined) return true;
  return [iter, ...file.flow.origins(iter)].some((each) => {
    const of = each.kind === 'Call' && each.func.kind === 'Attribute' && /^(?:items|keys|values)$/.test(each.func.attr);
    const items = of && each.func.kind === 'Attribute' ? each.func.value : each;
    if (items.kind === 'Call')
      return COUNTS.test(lastName(items.func) ?? '') || items.args.some((arg) => isWritten(arg));
    const name = lastName(items) ?? '';
    return isWritten(file.flow.whole(items)) || /^_*[A-Z][A-Z0-9_]*$/.test(name) || isCapWords(name);
  });
}

const isWritten = (node: Expression): boolean =>
  ((node.kind === 'List' || node.kind === 'Tuple' || node.kind === 'Set') && node.elts.length > 0) ||
  (node.kind === 'Dict' && node.keys.length > 0);

/** Candidates, of which one is enough. */
const seeksOne = ({ body }: ItemLoop): boolean =>
  holdsInOwnCode(body, ({ kind }) => kind === 'Break' || kind === 'Return');

/** The loop ends with the query: in a `return`, or before a `return` or `break` of the same block. */
function leavesAfter(call: Call, loop: ItemLoop): boolean {
  if (ends(loop.body, call)) return true;
  for (const node of ancestors(call)) {
    if (node === loop.node) return false;
    if (node.kind === 'Return') return true;
    if (node.kind === 'If' && (ends(node.body, call) || ends(node.orelse, call))) return true;
  }
  return false;
}

function ends(block: readonly Node[], call: Call): boolean {
  const last = block.at(-1);
  const isWithinBlock = block.some((statement) => isWithin(call, statement));
  return isWithinBlock && (last?.kind === 'Return' || last?.kind === 'Break' || last?.kind === 'Raise');
}

/** Why one query for all would spare nobody anything: a turn commits, asks another machine or waits for a process, with or without it. */
export function whyNothingGained(
  { node, body }: ItemLoop,
  read: Call,
  query: Call,
  model: SemanticModel,
): string | undefined {
  const querying = model.context.defAround(query);
  const own = querying === undefined || querying === model.context.defAround(node) ? [] : callsWithin([querying]);
  const besides = [...callsWithin(body), ...own].some((call) => {
    if (call === read || call === query || [...ancestors(call)].some(({ kind }) => kind === 'ExceptHandler'))
      return false;
    return (call.func.kind === 'Attribute' && call.func.attr === 'commit') || SLOW.has(model.effects.of(call));
  });
  return besides ? 'each iteration waits for more than its query' : undefined;
}

const SLOW: ReadonlySet<Effect> = new Set<Effect>(['network', 'process', 'sleep']);

/** What gives the items, by its name alone where it is called. */
export function giverOfItems({ iter }: ItemLoop, { flow }: SemanticModel): Node {
  const rows = withoutAwait(flow.whole(iter));
  const isPassing = rows.kind === 'Call' && /^(?:enumerate|zip|list|sorted|tqdm)$/.test(lastName(rows.func) ?? '');
  const items = isPassing ? itemsOf({ iter: rows }) : rows;
  return items.kind === 'Call' ? items.func : items;
}
