import {
  type AsyncFor,
  type AugAssign,
  type Call,
  callKeyword,
  type Expression,
  type For,
  holds,
  isWithin,
  lastName,
  type Name,
  nodesOf,
  shortText,
  type While,
} from '#ast';
import { defineSourceRule, lastNames, NOT_PRODUCTION, type SourceContext } from '#kit';
import { PAGE_ITERATOR, PAGE_METHODS, WHOLE_ITERATORS, WHOLE_LOADS } from '#knowledge/whole-collections';
import { callsWithin, nodesWithin } from '#semantics/effects/calls-within';

export default defineSourceRule({
  docs: {
    summary: 'whole document or collection held in memory',
    why: 'Memory grows with the data. A long document or a grown collection ends the process for lack of memory, although the code only needs one page at a time.',
    remedy:
      'Process one page at a time (`first_page=` and `last_page=`, a generator over the pages of the collection) and keep only the result',
    harm: 'leaks',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [770],
    origin: [{ document: 'Field report 2', finding: '3: whole dataset in memory' }],
    bad: 'from pdf2image import convert_from_path\n\n\ndef embed(model, path):\n    pages = convert_from_path(path, dpi=150)\n    return [model.embed(page) for page in pages]\n',
    good: 'from pdf2image import convert_from_path, pdfinfo_from_path\n\n\ndef embed(model, path):\n    count = pdfinfo_from_path(path)["Pages"]\n    return [\n        model.embed(convert_from_path(path, dpi=150, first_page=number, last_page=number)[0])\n        for number in range(1, count + 1)\n    ]\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: [...lastNames([...WHOLE_LOADS.keys(), ...WHOLE_ITERATORS]), ...PAGE_METHODS, PAGE_ITERATOR],
  visit: {
    Call(call, ctx) {
      const name = ctx.names.qualifiedName(call.func) ?? '';
      const load = WHOLE_LOADS.get(name);
      if (load !== undefined && !load.unless.some((each) => callKeyword(call, each)) && !hasUnseen(call))
        ctx.report({
          at: call,
          message: `\`${shortText(call.func, ctx.text)}\` holds ${load.of} in memory at once`,
        });
      const [given] = call.args;
      if (name !== 'builtins.list' || given?.kind !== 'Call' || isFiltered(given)) return;
      if (!WHOLE_ITERATORS.has(ctx.names.qualifiedName(given.func) ?? '')) return;
      ctx.report({ at: call, message: `\`${shortText(call, ctx.text)}\` holds the whole index in memory` });
    },
    While: checkPages,
    For: checkPages,
    AsyncFor: checkPages,
  },
});

const hasUnseen = ({ keywords }: Call): boolean => keywords.some(({ arg }) => arg === undefined);

type Loop = While | For | AsyncFor;

/** Page after page of a collection is added to one list, and nothing ends the loop but the last page. */
function checkPages(loop: Loop, ctx: SourceContext): void {
  const page = pageOf(loop, ctx);
  if (page === undefined || isFiltered(page)) return;
  for (const { at, list, given } of additionsIn(loop, ctx)) {
    const binding = ctx.names.resolve(list);
    if (binding === undefined || !isMadeOf(given, page, ctx)) continue;
    // A list that each turn empties holds one page.
    const isEmptied = binding.references.some(({ parent }) => parent?.kind === 'Attribute' && parent.attr === 'clear');
    const isBegunAgain = binding.definitions.some(({ statement }) => statement !== at && isWithin(statement, loop));
    if (isEmptied || isBegunAgain || isBounded(loop, list, ctx)) continue;
    ctx.report({
      at,
      message: `\`${binding.name}\` holds the whole collection in memory: the loop adds every page of \`${shortText(page.func, ctx.text)}\``,
      related: [{ at: page, message: 'a page of the collection' }],
    });
    return;
  }
}

/** `client.scroll(collection_name=…, offset=…)` in each turn, or `paginator.paginate(Bucket=…)` that the loop goes through. */
function pageOf(loop: Loop, ctx: SourceContext): Call | undefined {
  if (loop.kind !== 'While')
    return loop.iter.kind === 'Call' && lastName(loop.iter.func) === PAGE_ITERATOR && isOfCollection(loop.iter)
      ? loop.iter
      : undefined;
  return callsWithin(loop.body).find(
    (call) =>
      call.func.kind === 'Attribute' &&
      PAGE_METHODS.has(call.func.attr) &&
      isOfCollection(call) &&
      ctx.context.loopAround(call) === loop,
  );
}

const isOfCollection = (call: Call): boolean =>
  call.keywords.some(({ arg }) =>
    /^(?:collection_name|ExclusiveStartKey|ContinuationToken|scroll_id|Bucket|TableName)$/.test(arg ?? ''),
  );

/** What a filter selects may be few. */
const isFiltered = (call: Call): boolean =>
  call.keywords.some(({ arg }) => /^(?:scroll_filter|FilterExpression|Prefix|query|PaginationConfig)$/.test(arg ?? ''));

interface Addition {
  readonly at: Call | AugAssign;
  readonly list: Name;
  readonly given: Expression;
}

/** `rows.extend(batch)`, `rows += batch`. */
function additionsIn(loop: Loop, ctx: SourceContext): readonly Addition[] {
  const extended = callsWithin(loop.body).flatMap((at): readonly Addition[] => {
    const {
      func,
      args: [given, other],
    } = at;
    if (func.kind !== 'Attribute' || func.attr !== 'extend' || func.value.kind !== 'Name') return [];
    return given === undefined || other !== undefined ? [] : [{ at, list: func.value, given }];
  });
  const added = nodesWithin(loop.body, 'AugAssign').flatMap((at): readonly Addition[] => {
    const { target: list, op, value: given } = at;
    return list.kind === 'Name' && op === 'Add' && ctx.types.classOf(list) === 'builtins.list'
      ? [{ at, list, given }]
      : [];
  });
  return [...extended, ...added].filter(({ at }) => ctx.context.loopAround(at) === loop);
}

/** From the page or a part of it, or something for each of its items. */
const isMadeOf = (given: Expression, page: Call, { flow }: SourceContext): boolean =>
  holds(given, (node) => node === page || (node.kind === 'Name' && flow.origins(node).includes(page))) &&
  !holds(given, (node) => node.kind === 'comprehension' && node.ifs.length > 0);

/** `if len(found) >= limit: break`, `while turn < 10`: a number that someone gives. */
const isBounded = (loop: Loop, list: Name, ctx: SourceContext): boolean =>
  nodesOf(ctx.module, 'Compare').some(({ start, left, comparators }) => {
    const sides = [left, ...comparators];
    return (
      start > loop.start &&
      start < loop.end &&
      sides.some((each) => isCount(each, loop, list)) &&
      sides.some((each) => isGivenNumber(each, ctx))
    );
  });

/** The length of the list, or what each turn counts. */
const isCount = (side: Expression, loop: Loop, list: Name): boolean =>
  side.kind === 'Call'
    ? lastName(side.func) === 'len' && side.args[0]?.kind === 'Name' && side.args[0].id === list.id
    : side.kind === 'Name' && nodesWithin(loop.body, 'AugAssign').some(({ target }) => lastName(target) === side.id);

const isGivenNumber = (side: Expression, { names, values }: SourceContext): boolean =>
  values.number(side) !== undefined ||
  (side.kind === 'Name' && names.parameterOf(side) !== undefined) ||
  /limit|max/i.test(lastName(side) ?? '');
