import {
  type Call,
  callKeyword,
  type Expression,
  lastName,
  type Name,
  type Node,
  nodesOf,
  numberConstant,
  shortText,
  walk,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';

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

/** From the split back: what is given to it, and what that was made of. */
function orderedBefore(split: Call, ctx: SourceContext): Ordering | undefined {
  const scope = ctx.context.defAround(split);
  const given = new Set(split.args.flatMap((each) => namesIn(each)));
  const isBefore = (node: Node): boolean => node.start < split.start && ctx.context.defAround(node) === scope;
  const steps = [
    ...nodesOf(ctx.module, 'Assign').map(({ targets, value }) => ({ targets, value })),
    ...nodesOf(ctx.module, 'AugAssign').map(({ target, value }) => ({ targets: [target], value })),
    ...nodesOf(ctx.module, 'Expr').flatMap(({ value }) =>
      // `windows.append(…)`
      value.kind === 'Call' && value.func.kind === 'Attribute' && value.func.attr === 'append'
        ? { targets: [value.func.value], value }
        : [],
    ),
  ]
    .filter(({ value }) => isBefore(value))
    .sort((a, b) => b.value.start - a.value.start);
  for (const { targets, value } of steps) {
    if (!targets.some((target) => namesIn(target).some((name) => given.has(name)))) continue;
    const ordering = orderingIn(value, ctx) ?? orderingOfCallee(value, ctx);
    if (ordering !== undefined) return ordering;
    for (const name of namesIn(value)) given.add(name);
  }
  return undefined;
}

/** `sales["amount"].shift(1)`, `.rolling(7)`, and windows `rows[i - 30:i]` that overlap. */
function orderingIn(value: Expression, ctx: SourceContext): Ordering | undefined {
  let found: Ordering | undefined;
  walk(value, (node) => {
    found ??= lagOf(node, ctx) ?? windowOf(node, value, ctx);
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

/** In a loop that appends them one after the other: each shares all but one row with the next. */
function windowOf(node: Node, value: Expression, ctx: SourceContext): Ordering | undefined {
  if (node.kind !== 'Subscript' || value.kind !== 'Call' || lastName(value.func) !== 'append') return undefined;
  const slice = node.slice.kind === 'Tuple' ? node.slice.elts[0] : node.slice;
  if (slice?.kind !== 'Slice' || slice.lower === undefined || slice.upper === undefined) return undefined;
  const loop = ctx.context.loopAround(node);
  if (loop?.kind !== 'For' || loop.target.kind !== 'Name') return undefined;
  const { id } = loop.target;
  if (!isStep(loop.iter) || ![slice.lower, slice.upper].every((end) => namesIn(end).includes(id))) return undefined;
  return { at: node, says: 'overlap with', note: `\`${shortText(node, ctx.text)}\` is a window that moves by one row` };
}

/** `range(n)`, `range(30, n)`: no step, or one of 1. */
const isStep = (iter: Expression): boolean =>
  iter.kind === 'Call' &&
  lastName(iter.func) === 'range' &&
  (iter.args.length < 3 || (iter.args[2] !== undefined && numberConstant(iter.args[2]) === 1));

/** `add_lags(sales)` of this file. */
function orderingOfCallee(value: Expression, ctx: SourceContext): Ordering | undefined {
  if (value.kind !== 'Call') return undefined;
  const owner = ctx.context.classAround(value);
  const { func } = value;
  const made =
    ctx.names.definitionOf(func) ??
    (owner !== undefined && func.kind === 'Attribute' && func.value.kind === 'Name' && func.value.id === 'self'
      ? ctx.state.methodsOf(owner).get(func.attr)
      : undefined);
  if (made === undefined || made.kind === 'ClassDef') return undefined;
  for (const call of ctx.context.nodesOfFunction(made, 'Call')) {
    const lag = lagOf(call, ctx) ?? windowsAppended(call, ctx);
    if (lag !== undefined) return lag;
  }
  return undefined;
}

function windowsAppended(call: Call, ctx: SourceContext): Ordering | undefined {
  let found: Ordering | undefined;
  for (const each of call.args)
    walk(each, (node) => {
      found ??= windowOf(node, call, ctx);
    });
  return found;
}

function namesIn(expression: Expression): readonly string[] {
  const names: string[] = [];
  walk(expression, (node) => {
    if (node.kind === 'Name') names.push((node as Name).id);
  });
  return names;
}
