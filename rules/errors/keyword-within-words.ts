import { type Compare, type Expression, holds, lastName, type Name, type Node, shortText } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { WORDS_WITHIN_WORDS } from '#knowledge/words-within-words';
import type { FoldedValue } from '#semantics';

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
      if (test.ops[0] !== 'In' || haystack === undefined || test.ops.length > 1 || test.left.kind !== 'Name') return;
      if (!isProse(haystack, ctx)) return;
      const words = keywordsOf(test.left, ctx);
      const found = (words ?? []).flatMap((word) => {
        const holder = WORDS_WITHIN_WORDS.get(word.toLowerCase());
        return holder === undefined ? [] : `\`${word}\` in \`${holder}\``;
      });
      const [first] = found;
      if (first === undefined || isBounded(test)) return;
      const examples = found.slice(0, 3).join(', ');
      ctx.report({
        at: test,
        message: `keyword matched inside other words: \`${shortText(test, ctx.text)}\` also finds ${examples}`,
        cause: ctx.path,
      });
    },
  },
});

/** A text that someone wrote: known to be a string, and not known to be a path, an address or a name of the program. */
function isProse(haystack: Expression, ctx: SourceContext): boolean {
  const value = ctx.flow.whole(haystack);
  const isLowered = value.kind === 'Call' && /^(?:lower|casefold|upper|strip)$/.test(lastName(value.func) ?? '');
  if (!isLowered && ctx.types.classOf(haystack) !== 'builtins.str') return false;
  return !ctx.flow.origins(haystack).some(isTechnical);
}

/** `path.name`, `request.url`, `response.headers[…]`: their parts are no words of a language. */
const isTechnical = (origin: Expression): boolean =>
  holds(origin, (node) => {
    const name = node.kind === 'Name' ? node.id : node.kind === 'Attribute' ? node.attr : '';
    return name.endsWith('headers') ? node.kind === 'Attribute' : TECHNICAL.test(name);
  });

const TECHNICAL =
  /(?:^|_)(?:urls?|uri|paths?|file_?names?|suffix|stem|ext|extension|mime|mime_?type|content_type|media_type|user_agent|host|hostname|domain|email|keys?|model|dialect|scheme|driver|platform|columns?|col|__name__|__class__|sql|query_string|code|version)$/i;

/** ` word ` with the spaces around it, or a test beside it, finds whole words. */
const isBounded = ({ left }: Compare): boolean => left.kind === 'JoinedStr';

/** The constants that a name runs through: `for word in WORDS`, `for _, words in TABLE.items(): for word in words`. */
function keywordsOf(name: Name, ctx: SourceContext): readonly string[] | undefined {
  const [made, other] = ctx.names.resolve(name)?.definitions.filter(({ node }) => isAround(node, name)) ?? [];
  if (made === undefined || other !== undefined || made.partOf === undefined) return undefined;
  if (made.kind !== 'for' && made.kind !== 'comprehension') return undefined;
  return textsIn(made.partOf, made.node, ctx, 0);
}

/** The loop or comprehension that binds a name holds the read. */
function isAround(node: Node, read: Node): boolean {
  let at: Node | undefined = node;
  while (at !== undefined && at.kind !== 'For' && at.kind !== 'comprehension') at = at.parent;
  const holder = at?.kind === 'comprehension' ? at.parent : at;
  return holder !== undefined && holder.start <= read.start && read.end <= holder.end;
}

const MOST_STEPS = 4;

function textsIn(iter: Expression, target: Node, ctx: SourceContext, depth: number): readonly string[] | undefined {
  if (depth > MOST_STEPS) return undefined;
  if (iter.kind === 'Call') {
    const [first] = iter.args;
    const called = lastName(iter.func);
    if (iter.func.kind === 'Name' && /^(?:sorted|list|set|tuple)$/.test(iter.func.id) && first !== undefined)
      return textsIn(first, target, ctx, depth + 1);
    if (iter.func.kind !== 'Attribute') return undefined;
    const table = tableOf(iter.func.value, ctx);
    if (table?.kind !== 'mapping') return undefined;
    const isSecond = target.parent?.kind === 'Tuple' && target.parent.elts[1] === target;
    const takesValues = called === 'values' || (called === 'items' && isSecond);
    return table.entries.flatMap(([key, value]) => textsOf(takesValues ? value : key));
  }
  const folded = tableOf(iter, ctx);
  if (folded?.kind === 'mapping') return folded.entries.flatMap(([key]) => textsOf(key));
  if (folded !== undefined) return textsOf(folded);
  if (iter.kind !== 'Name') return undefined;
  // The list of each turn of the loop around.
  const [made, other] = ctx.names.resolve(iter)?.definitions.filter(({ node }) => isAround(node, iter)) ?? [];
  if (made?.partOf === undefined || other !== undefined) return undefined;
  return textsIn(made.partOf, made.node, ctx, depth + 1);
}

/** A constant table of the module, or one of the class that nobody stores on an object. */
function tableOf(expression: Expression, ctx: SourceContext): FoldedValue | undefined {
  const folded = ctx.values.fold(expression);
  if (folded !== undefined || expression.kind !== 'Attribute' || expression.value.kind !== 'Name') return folded;
  const { attr, value } = expression;
  const isStored = ctx.names.attributeStores.some((each) => each.attr === attr);
  if (isStored || !/^(?:self|cls)$/.test(value.id)) return undefined;
  for (const each of ctx.context.classAround(expression)?.body ?? []) {
    const [target] = each.kind === 'Assign' ? each.targets : each.kind === 'AnnAssign' ? [each.target] : [];
    if (target?.kind === 'Name' && target.id === attr && 'value' in each && each.value !== undefined)
      return ctx.values.fold(each.value as Expression);
  }
  return undefined;
}

const textsOf = (value: FoldedValue): readonly string[] => {
  if (value.kind === 'str') return [value.value];
  return 'elements' in value ? value.elements.flatMap(textsOf) : [];
};
