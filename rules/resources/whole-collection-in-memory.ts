import { type Call, callKeyword, type For, lastName, type Node, nodesOf, shortText, type While } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { PAGE_METHODS, WHOLE_ITERATORS, WHOLE_LOADS } from '#knowledge/whole-collections';
import { callsWithin } from '#semantics/effects/calls-within';

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
      if (name !== 'builtins.list' || given?.kind !== 'Call') return;
      if (!WHOLE_ITERATORS.has(ctx.names.qualifiedName(given.func) ?? '')) return;
      ctx.report({ at: call, message: `\`${shortText(call, ctx.text)}\` holds the whole index in memory` });
    },
    While: checkPages,
    For: checkPages,
  },
});

const hasUnseen = ({ keywords }: Call): boolean => keywords.some(({ arg }) => arg === undefined);

/** Page after page of a collection is added to one list, and nothing ends the loop but the last page. */
function checkPages(loop: While | For, ctx: SourceContext): void {
  const calls = callsWithin(loop.body).filter((each) => ctx.context.loopAround(each) === loop);
  const page = calls.find((each) => isPage(each));
  const kept = calls.find(
    ({ func, args }) =>
      func.kind === 'Attribute' && func.attr === 'extend' && func.value.kind === 'Name' && args.length === 1,
  );
  if (page === undefined || kept?.func.kind !== 'Attribute' || isFiltered(page)) return;
  const { value: list } = kept.func;
  const binding = list.kind === 'Name' ? ctx.names.resolve(list) : undefined;
  // A list that each turn empties holds one page.
  const isEmptied = binding?.references.some(({ parent }) => parent?.kind === 'Attribute' && parent.attr === 'clear');
  const isBegunAgain = binding?.definitions.some(({ statement }) => isInside(statement, loop));
  if (binding === undefined || isEmptied || isBegunAgain || isBounded(loop, ctx)) return;
  ctx.report({
    at: kept,
    message: `\`${binding.name}\` holds the whole collection in memory: the loop adds every page of \`${shortText(page.func, ctx.text)}\``,
    related: [{ at: page, message: 'a page of the collection' }],
  });
}

/** By its name and its keywords: `client.scroll(collection_name=…, offset=…)`, `table.scan(ExclusiveStartKey=…)`. */
const isPage = (call: Call): boolean =>
  call.func.kind === 'Attribute' &&
  PAGE_METHODS.has(call.func.attr) &&
  call.keywords.some(({ arg }) =>
    /^(?:collection_name|ExclusiveStartKey|ContinuationToken|scroll_id|Bucket)$/.test(arg ?? ''),
  );

/** What a filter selects may be few. */
const isFiltered = (call: Call): boolean =>
  call.keywords.some(({ arg }) => /^(?:scroll_filter|FilterExpression|Prefix|query)$/.test(arg ?? ''));

const isInside = (node: Node, loop: Node): boolean => node.start > loop.start && node.end <= loop.end;

/** `if len(found) >= limit: break`, `while len(found) < limit`: a number that someone gives. */
function isBounded(loop: While | For, ctx: SourceContext): boolean {
  const tests = [
    ...(loop.kind === 'While' ? [loop.test] : []),
    ...nodesOf(ctx.module, 'If').flatMap(({ test, start }) => (start > loop.start && start < loop.end ? test : [])),
  ];
  return tests.some(
    (test) =>
      test.kind === 'Compare' &&
      [test.left, ...test.comparators].some((each) => each.kind === 'Call' && lastName(each.func) === 'len') &&
      [test.left, ...test.comparators].some((each) => /limit|max/i.test(lastName(each) ?? '')),
  );
}
