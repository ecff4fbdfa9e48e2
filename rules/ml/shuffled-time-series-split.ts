import {
  ancestors,
  type Call,
  callKeyword,
  type Expression,
  lastName,
  type Node,
  namesIn,
  numberConstant,
  shortText,
  walk,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { definitionCalled } from '#semantics/effects/definition-called';
import { valuesBefore } from '#semantics/flow/made-before';

export default defineSourceRule({
  docs: {
    summary: 'data leakage: time series split at random',
    why: 'Rows from after a test row take part in the training, and lagged values put the answer of a test row into the next training row. The metric is better than any forecast will be.',
    remedy: 'Split by time: `shuffle=False`, a cut-off date, or `TimeSeriesSplit`',
    harm: 'misleads',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: '3: random split of a time series' }],
    bad: 'from sklearn.model_selection import train_test_split\n\n\ndef prepare(sales):\n    sales["yesterday"] = sales["amount"].shift(1)\n    return train_test_split(sales.dropna(), random_state=7)\n',
    good: 'from sklearn.model_selection import train_test_split\n\n\ndef prepare(sales):\n    sales["yesterday"] = sales["amount"].shift(1)\n    return train_test_split(sales.dropna(), shuffle=False)\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['train_test_split'],
  visit: {
    Call(split, ctx) {
      if (lastName(split.func) !== 'train_test_split' || !shuffles(split, ctx)) return;
      const ordering = orderedBefore(split, ctx);
      if (ordering === undefined) return;
      ctx.report({
        at: split,
        message: `data leakage: \`train_test_split\` shuffles rows that ${ordering.says} the rows before them`,
        related: [{ at: ordering.at, message: ordering.note }],
      });
    },
  },
});

/** `shuffle` is on unless someone says otherwise. */
function shuffles(split: Call, { values }: SourceContext): boolean {
  if (split.keywords.some(({ arg }) => arg === undefined)) return false;
  const shuffle = callKeyword(split, 'shuffle')?.value;
  if (shuffle === undefined) return true;
  const folded = values.fold(shuffle);
  return folded?.kind === 'bool' && folded.value;
}

interface Ordering {
  readonly at: Node;
  readonly says: string;
  readonly note: string;
}

/** In what is given to the split, in what that was made of, or in a function of this file that made it. */
function orderedBefore(split: Call, ctx: SourceContext): Ordering | undefined {
  for (const value of valuesBefore(split, ctx)) {
    const made = value.kind === 'Call' ? definitionCalled(ctx, value) : undefined;
    const ordering = orderingIn(value, ctx) ?? (made && made.kind !== 'ClassDef' ? orderingIn(made, ctx) : undefined);
    if (ordering !== undefined) return ordering;
  }
  return undefined;
}

/** `sales["amount"].shift(1)`, `.rolling(7)`, and windows `rows[i - 30:i]` that overlap. */
function orderingIn(root: Node, ctx: SourceContext): Ordering | undefined {
  let found: Ordering | undefined;
  walk(root, (node) => {
    found ??= lagOf(node, ctx) ?? windowOf(node, ctx);
  });
  return found;
}

const LAGS: ReadonlySet<string> = new Set(['shift', 'rolling', 'pct_change', 'ewm']);

function lagOf(node: Node, { text }: SourceContext): Ordering | undefined {
  if (node.kind !== 'Call' || node.func.kind !== 'Attribute' || !LAGS.has(node.func.attr)) return undefined;
  const { attr } = node.func;
  // Of a table: a column, a table, or groups of one.
  if (attr === 'shift' && node.args.length > 1) return undefined;
  return { at: node, says: 'hold values of', note: `\`${shortText(node, text)}\` reads other rows of the series` };
}

/** In a comprehension, or a loop that appends them one after the other: each shares all but one row with the next. */
function windowOf(node: Node, ctx: SourceContext): Ordering | undefined {
  if (node.kind !== 'Subscript') return undefined;
  const slice = node.slice.kind === 'Tuple' ? node.slice.elts[0] : node.slice;
  if (slice?.kind !== 'Slice' || slice.lower === undefined || slice.upper === undefined) return undefined;
  const loop = ctx.context.loopAround(node);
  const turns =
    loop?.kind === 'For' && isAppended(node) ? loop : loop?.kind === 'ListComp' ? loop.generators[0] : undefined;
  if (turns?.target.kind !== 'Name' || !isStep(turns.iter)) return undefined;
  const { id } = turns.target;
  if (![slice.lower, slice.upper].every((end) => namesIn(end).has(id))) return undefined;
  return { at: node, says: 'overlap with', note: `\`${shortText(node, ctx.text)}\` is a window that moves by one row` };
}

const isAppended = (node: Node): boolean =>
  [...ancestors(node)].some((each) => each.kind === 'Call' && lastName(each.func) === 'append');

/** `range(n)`, `range(30, n)`: no step, or one of 1. */
const isStep = (iter: Expression): boolean =>
  iter.kind === 'Call' &&
  lastName(iter.func) === 'range' &&
  (iter.args.length < 3 || (iter.args[2] !== undefined && numberConstant(iter.args[2]) === 1));
