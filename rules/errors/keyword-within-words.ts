import { type Compare, type Expression, holds, lastName, type Name, type Node, shortText } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { WORDS_WITHIN_WORDS } from '#knowledge/words-within-words';
import type { Definition, FoldedValue, ValueSource } from '#semantics';

export default defineSourceRule({
  docs: {
    summary: 'keyword matched inside other words',
    why: '`in` finds the letters anywhere in the text, also in the middle of another word. The text is put in the wrong class, dropped or redacted.',
    remedy:
      'Compare whole words: `re.search(rf"\\b{re.escape(word)}\\b", text)`, or look each keyword up in the set of words',
    harm: 'misleads',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [185],
    origin: [{ document: 'Field report 2', finding: '3: keywords matched as substrings' }],
    bad: 'PARTS = {"arm": ["arm", "elbow"], "drive": ["wheel", "gear"]}\n\n\ndef part_of(text: str):\n    lower = text.lower()\n    for part, words in PARTS.items():\n        if any(word in lower for word in words):\n            return part\n    return None\n',
    good: 'import re\n\nPARTS = {"arm": ["arm", "elbow"], "drive": ["wheel", "gear"]}\n\n\ndef part_of(text: str):\n    found = set(re.findall(r"\\w+", text.lower()))\n    for part, words in PARTS.items():\n        if any(word in found for word in words):\n            return part\n    return None\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Compare(test, ctx) {
      const [haystack] = test.comparators;
      if (test.ops[0] !== 'In' || haystack === undefined || test.ops.length > 1 || isMatched(test, ctx)) return;
      const found = keywordsOf(test.left, ctx).flatMap((word) => {
        const holder = WORDS_WITHIN_WORDS.get(word.toLowerCase());
        return holder === undefined ? [] : `\`${word}\` in \`${holder}\``;
      });
      if (found.length === 0 || !isProse(haystack, ctx)) return;
      ctx.report({
        at: test,
        message: `keyword matched inside other words: \`${shortText(test, ctx.text)}\` also finds ${found.slice(0, 3).join(', ')}`,
        cause: ctx.path,
      });
    },
  },
});

/** `word in text and re.search(rf"\b{word}\b", text)`: the letters are only looked for first. */
const isMatched = ({ left, parent }: Compare, { names }: SourceContext): boolean =>
  left.kind === 'Name' &&
  parent?.kind === 'BoolOp' &&
  holds(
    parent.values,
    (node) =>
      node.kind === 'Call' &&
      names.qualifiedName(node.func)?.startsWith('re.') === true &&
      holds(node.args, (each) => each.kind === 'Name' && each.id === left.id),
  );

/** Text that someone wrote: a request, typed input or a string that a caller gives, and no path or address. */
function isProse(haystack: Expression, { flow, types }: SourceContext): boolean {
  const sources = flow.sources(haystack);
  const isWritten = ({ kind, leaf }: ValueSource): boolean =>
    kind === 'request' || kind === 'input' || (kind === 'parameter' && types.classOf(leaf) === 'builtins.str');
  return (
    (isText(flow.whole(haystack)) || types.classOf(haystack) === 'builtins.str') &&
    sources.some(isWritten) &&
    !sources.some(({ kind, leaf }) => kind === 'file' || kind === 'environment' || isAddress(leaf))
  );
}

const isText = (value: Expression): boolean =>
  value.kind === 'Call' && /^(?:lower|casefold|upper|strip)$/.test(lastName(value.func) ?? '');

/** `path.name`, `request.url`, `response.headers[…]`: their parts are no words of a language. */
const isAddress = (leaf: Expression): boolean =>
  holds(
    leaf,
    (node) =>
      (node.kind === 'Name' && ADDRESS.test(node.id)) ||
      (node.kind === 'Attribute' && (node.attr === 'headers' || ADDRESS.test(node.attr))),
  );

const ADDRESS =
  /(?:^|_)(?:urls?|uri|paths?|file_?names?|suffix|ext|extension|hosts?|hostname|domain|email|user_agent)$/i;

/** A constant, or those that a name runs through: `for word in WORDS`, `for _, words in TABLE.items(): for word in words`. */
function keywordsOf(sought: Expression, ctx: SourceContext): readonly string[] {
  if (sought.kind !== 'Name') return textsOf(ctx.values.fold(sought));
  const made = loopOf(sought, ctx);
  return made?.partOf === undefined ? [] : textsIn(made.partOf, made.node, ctx, 0);
}

/** The loop or comprehension that binds a name where it is read. */
function loopOf(name: Name, { flow }: SourceContext): Definition | undefined {
  const [made, other] = flow.reachingDefinitions(name);
  return other === undefined && (made?.kind === 'for' || made?.kind === 'comprehension') ? made : undefined;
}

const MOST_STEPS = 4;

function textsIn(iter: Expression, target: Node, ctx: SourceContext, depth: number): readonly string[] {
  if (depth > MOST_STEPS) return [];
  if (iter.kind === 'Call') {
    const { args, func } = iter;
    const [first] = args;
    if (func.kind === 'Name' && /^(?:sorted|list|set|tuple)$/.test(func.id) && first !== undefined)
      return textsIn(first, target, ctx, depth + 1);
    const table = func.kind === 'Attribute' ? ctx.values.fold(func.value) : undefined;
    if (table?.kind !== 'mapping') return [];
    const isSecond = target.parent?.kind === 'Tuple' && target.parent.elts[1] === target;
    const takesValues = lastName(func) === 'values' || (lastName(func) === 'items' && isSecond);
    return table.entries.flatMap(([key, value]) => textsOf(takesValues ? value : key));
  }
  const folded = ctx.values.fold(iter);
  if (folded !== undefined || iter.kind !== 'Name') return textsOf(folded);
  // The list of each turn of the loop around.
  const made = loopOf(iter, ctx);
  return made?.partOf === undefined ? [] : textsIn(made.partOf, made.node, ctx, depth + 1);
}

function textsOf(value: FoldedValue | undefined): readonly string[] {
  if (value === undefined) return [];
  if (value.kind === 'mapping') return value.entries.flatMap(([key]) => textsOf(key));
  if (value.kind === 'str') return [value.value];
  return 'elements' in value ? value.elements.flatMap(textsOf) : [];
}
