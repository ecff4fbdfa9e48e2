import {
  type Call,
  type Def,
  defsOf,
  type ItemLoop,
  itemLoopOf,
  type Node,
  nodesOf,
  shortText,
  type While,
} from '#ast';
import {
  type DoubtId,
  defineProjectRule,
  type FactsContext,
  functionKey,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  type RelatedLocation,
  unpackPlace,
} from '#kit';
import { isOfFileDriver } from '#knowledge/database-drivers';
import type { ProjectModel } from '#project';
import { callsWithin } from '#semantics/effects/calls-within';
import { isRelatedQuery } from '#semantics/rows/mapper-queries';
import { fetchedSingly } from './fetched-singly.ts';
import { giverOfItems, isBatch, itemQueries, whyNothingGained } from './item-loops.ts';
import { type ItemRead, itemNames, itemReadIn, type QueryingFact, queriesOrPasses } from './item-reads.ts';
import {
  type LazyRelationsFact,
  lazyRelationsIn,
  type RowReaderFact,
  type RowReadsFact,
  rowReadsOf,
} from './lazy-relations.ts';
import { type HandsFact, lazyRead, type PlaceOfFact, queryBehind } from './queries-elsewhere.ts';
import { servedRowOf } from './served-rows.ts';

const IN_PROCESS = 'the database runs in this process, so there is no round trip';
const AT_ONCE = 'Join the two queries, or query all keys at once with `IN`';
const TOGETHER = { 'take-list': 'Pass the whole list in one call', write: 'Pass all rows to one `executemany` call' };
/** What the file tells by itself. */
interface Repeat {
  readonly kind: 'repeat';
  readonly place: PackedPlace;
  readonly within: string;
  readonly message: string;
  /** Part of the fingerprint, so it is not reworded with the message. */
  readonly identity: string;
  readonly remedy: string;
  readonly doubt?: DoubtId;
  readonly related?: readonly (readonly [PackedPlace, string])[];
}

type Fact = Repeat | QueryingFact | HandsFact | LazyRelationsFact | RowReadsFact | RowReaderFact;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'N+1 query: one query or round trip per row',
    why: 'Every row costs a database call, where a single statement or batch would do. The cost grows with the amount of data.',
    remedy: 'Fetch in batches (`fetchmany`, iteration over the cursor), or join the second query to the first',
    harm: 'hangs',
    severity: 'P2',
    precision: 'low',
    measured: { read: 1, right: 0, on: 'langchain_community' },
    since: '0.1.0',
    cwe: [1049],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-010' }],
    bad: 'async def verify(cursor):\n    await cursor.execute("SELECT id, hash FROM entries")\n    while True:\n        row = await cursor.fetchone()\n        if row is None:\n            break\n        check(row)\n',
    good: 'async def verify(cursor):\n    await cursor.execute("SELECT id, hash FROM entries")\n    async for row in cursor:\n        check(row)\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  facts: (file) => [
    ...nodesOf(file.module, 'While').flatMap((loop) => fetchIn(loop, file) ?? []),
    ...LOOPS.flatMap((kind) => nodesOf(file.module, kind).flatMap((node) => factsOfLoop(node, file))),
    ...defsOf(file.module).flatMap((fn) => [...queriesOrPasses(fn, file), ...servedIn(fn, file)]),
    ...lazyRelationsIn(file),
  ],
  check(project, ctx) {
    const known = { querying: new Map<string, PlaceOfFact>(), passing: new Map<string, readonly string[]>() };
    const lazy = new Map<string, { readonly path: string; readonly fact: LazyRelationsFact }>();
    const readers = new Map<string, RowReaderFact['reads']>();
    for (const { path, fact } of ctx.facts) {
      if (fact.kind === 'asks') known.querying.set(functionKey(path, fact.fn), { path, place: fact.place });
      if (fact.kind === 'passes') known.passing.set(functionKey(path, fact.fn), fact.paths);
      if (fact.kind === 'row-reader') readers.set(functionKey(path, fact.fn), fact.reads);
      if (fact.kind === 'lazy-relations') lazy.set(fact.owner, { path, fact });
    }
    const seen = new Set<string>();
    for (const { path, fact } of ctx.facts) {
      if (fact.kind !== 'repeat' && fact.kind !== 'hands' && fact.kind !== 'row-reads') continue;
      const found = fact.kind === 'repeat' ? fact : seenElsewhere(fact, path, known, { lazy, readers }, project);
      if (found === undefined || seen.has(`${path} ${found.place}`)) continue;
      seen.add(`${path} ${found.place}`);
      const at = { path, ...unpackPlace(found.place) };
      if (project.answer({ kind: 'asks-file', from: path }).verdict === 'yes') ctx.proven({ at, by: IN_PROCESS });
      else
        ctx.report({
          at,
          message: found.message,
          remedy: found.remedy,
          doubt: found.doubt,
          key: `${fact.within} ${found.identity}`,
          related: [
            ...(found.related ?? []).map(([place, message]) => ({ path, ...unpackPlace(place), message })),
            ...('other' in found ? [found.other] : []),
          ],
        });
    }
  },
});

/** What the file tells half of, and another module the rest. */
function seenElsewhere(
  fact: HandsFact | RowReadsFact,
  path: string,
  known: Parameters<typeof queryBehind>[2],
  relations: Parameters<typeof lazyRead>[2],
  project: ProjectModel,
): (Omit<Repeat, 'kind'> & { readonly other: RelatedLocation }) | undefined {
  const { within } = fact;
  if (fact.kind === 'hands') {
    const query = known.querying.size === 0 ? undefined : queryBehind(fact.path, path, known, project);
    return (
      query && {
        place: fact.place,
        within,
        identity: `\`${fact.callee}\` asks the database for every row that \`${fact.over}\` gives`,
        message: `N+1 query: \`${fact.callee}\` queries the database for every row of \`${fact.over}\``,
        remedy: AT_ONCE,
        doubt: 'opaque-callee',
        other: { path: query.path, ...unpackPlace(query.place), message: 'the query runs here' },
      }
    );
  }
  const found = lazyRead(fact, path, relations, project);
  if (found === undefined) return undefined;
  const { read, declared } = found;
  const [name, text, place] = read;
  return {
    place,
    within,
    identity: `\`${text}\` is fetched here for every row, as the query does not bring \`${name}\` along`,
    message: `N+1 query: \`${text}\` runs a query for every row, because the first query does not also load \`${name}\``,
    remedy: 'Load it with the query (`selectinload`, `joinedload`; `select_related`, `prefetch_related`)',
    doubt: 'opaque-callee',
    other: { path: declared.path, ...unpackPlace(declared.fact.place), message: 'declared in this class' },
  };
}

const LOOPS = ['For', 'AsyncFor', 'ListComp', 'SetComp', 'GeneratorExp', 'DictComp'] as const;

/** `while True: row = await cursor.fetchone()`. */
function fetchIn(loop: While, file: FactsContext): Repeat | undefined {
  const found = fetchedSingly(loop, file);
  if (found === undefined) return undefined;
  const { call, cursor } = found;
  const isAwaited = call.parent?.kind === 'Await';
  return {
    kind: 'repeat',
    place: packPlace(file, call),
    within: file.names.qualnameOf(call),
    identity: `\`${file.text.slice(call)}\` ${isAwaited ? 'goes to the driver and back' : 'is called'} for every row of the result`,
    message: `row-by-row fetch: \`${file.text.slice(call)}\` ${isAwaited ? 'makes a round trip to the database' : 'is called'} for every row of the result`,
    remedy: `Iterate over \`${file.text.slice(cursor)}\`, or fetch batches with \`fetchmany\``,
    ...(!isAwaited && { doubt: 'opaque-callee' }),
  };
}

/** `for row in cursor.fetchall(): cursor.execute("SELECT …", (row.id,))`, `[author_of(book) for book in books]`. */
function factsOfLoop(node: Node, file: FactsContext): Fact[] {
  const loop = itemLoopOf(node);
  if (loop === undefined) return [];
  const reads = rowReadsOf(loop, file);
  const queries = itemQueries(loop, file);
  const seen = queries?.read === undefined ? [] : repeats(loop, queries.read, queries.isOverRows, file);
  const hands = (queries?.hands ?? []).map(({ call, path }): HandsFact => {
    const callee = file.text.slice(call.func);
    return {
      kind: 'hands',
      path,
      callee,
      over: shortText(giverOfItems(loop, file), file.text),
      place: packPlace(file, call),
      within: file.names.qualnameOf(node),
    };
  });
  return [...(reads === undefined ? [] : [reads]), ...seen, ...hands];
}

function repeats(loop: ItemLoop, { call, query, does }: ItemRead, isOverRows: boolean, file: FactsContext): Repeat[] {
  const by = whyNothingGained(loop, call, query, file);
  if (by !== undefined || isOfFileDriver(file.types.calleeName(call.func) ?? '')) {
    file.proven({ at: call, by: by ?? IN_PROCESS });
    return [];
  }
  const what = isOverRows ? 'row' : 'item';
  return [
    {
      kind: 'repeat',
      place: packPlace(file, call),
      within: file.names.qualnameOf(call),
      identity:
        does === 'take-list'
          ? `\`${shortText(call.func, file.text)}\` takes a list, and is given one of \`${shortText(loop.iter, file.text)}\` at a time`
          : `a ${does === 'write' ? 'statement' : 'query'} runs here for every ${what} of \`${shortText(loop.iter, file.text)}\``,
      message:
        does === 'take-list'
          ? `\`${shortText(call.func, file.text)}\` accepts a list but is called with one item of \`${shortText(loop.iter, file.text)}\` at a time`
          : `N+1 query: a ${does === 'write' ? 'statement' : 'query'} runs for every ${what} of \`${shortText(loop.iter, file.text)}\``,
      remedy: does === undefined ? AT_ONCE : TOGETHER[does],
      ...(isBatch(loop) && { doubt: 'role-from-name' as const }),
      related: [
        [packPlace(file, loop.iter), `the loop over the ${what}s`],
        ...(query === call ? [] : [[packPlace(file, query), 'the query runs here'] as const]),
      ],
    },
  ];
}

/** A field of a serializer, a column of a list, a resolver: it is called for each object that is given out. */
function servedIn(fn: Def, file: FactsContext): Repeat[] {
  const row = servedRowOf(fn, file);
  if (row === undefined) return [];
  const isRelated = (call: Call, of: ReadonlySet<string>): boolean =>
    [...of].some((name) => isRelatedQuery(call, name)) && !(call.func.kind === 'Attribute' && call.func.attr === 'all');
  const found = itemReadIn(callsWithin([fn]), itemNames([row], fn.body), file, isRelated);
  if (found === undefined) return [];
  return [
    {
      kind: 'repeat',
      place: packPlace(file, found.call),
      within: file.names.qualnameOf(found.call),
      identity: `\`${fn.name}\` runs a query here for every object that is given out`,
      message: `N+1 query: \`${fn.name}\` runs a query for every object in the response`,
      remedy: 'Load it with the query for the list (`annotate`, `prefetch_related`), or load all of them at once',
      doubt: 'opaque-callee',
    },
  ];
}
