import {
  defineSourceRule,
  heldBackBy,
  NOT_PRODUCTION,
  providedThat,
  reachedFrom,
  SERVING,
  type SourceContext,
} from '#kit';
import { emptyListOf, isAskedBefore } from '#kit/calls';
import { ancestors, type Call, type Expression, holds, isNone, type Name, type Node, shortText } from '#kit/code';
import { SIZE_CHOSEN, strangersTextIn } from '#kit/web';

/** What raises of a text that is not of its form, and what it raises. */
const CONVERSIONS: readonly (readonly [RegExp, string])[] = [
  [/^builtins\.(?:int|float)$|^uuid\.UUID$|^ipaddress\.ip_\w+$/, 'builtins.ValueError'],
  [/^datetime\.(?:datetime|date|time)\.(?:fromisoformat|strptime)$/, 'builtins.ValueError'],
  [/^(?:json|orjson|ujson)\.loads$/, 'json.JSONDecodeError'],
  [/^decimal\.Decimal$/, 'decimal.InvalidOperation'],
  [/^bson\.(?:objectid\.)?ObjectId$/, 'bson.errors.InvalidId'],
  [/^(?:zoneinfo\.ZoneInfo|pytz\.timezone)$/, 'builtins.KeyError'],
];
/** What takes no list without elements, and what it raises. */
const REDUCTIONS: readonly (readonly [RegExp, string])[] = [
  [/^builtins\.(?:max|min)$|^numpy\.(?:stack|vstack|hstack|concatenate)$/, 'builtins.ValueError'],
  [/^random\.choice$/, 'builtins.IndexError'],
  [/^builtins\.next$/, 'builtins.StopIteration'],
  [/^statistics\.(?:mean|fmean|median)$/, 'statistics.StatisticsError'],
];

export default defineSourceRule({
  docs: {
    summary: 'list that may be empty, or text of a client, that is taken for granted',
    why: 'A query that finds nothing, or a text that is no number, ends in an IndexError or ValueError: the client is answered 500 for its own mistake, and a worker ends.',
    remedy: 'Ask whether there is an element, or catch what the conversion raises, and answer what is wrong.',
    harm: 'breaks',
    ceiling: 'P2',
    precision: 'low',
    profile: 'strict',
    since: '0.1.0',
    cwe: [20, 248],
    origin: [
      { document: 'Audits of six systems before a scan', finding: 'rows without a rule: an empty list is indexed' },
    ],
    bad: 'from flask import Flask, request\n\napp = Flask(__name__)\n\n@app.get("/orders")\ndef orders():\n    return page_of(int(request.args["page"]))\n',
    good: 'from flask import Flask, abort, request\n\napp = Flask(__name__)\n\n@app.get("/orders")\ndef orders():\n    try:\n        page = int(request.args["page"])\n    except ValueError:\n        abort(400)\n    return page_of(page)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Subscript(node, ctx) {
      const index = node.ctx === 'Load' ? ctx.values.number(node.slice) : undefined;
      if (index === 0 || index === -1) reportEmpty(node, node.value, 'builtins.IndexError', ctx);
    },
    Call(call, ctx) {
      const [given, ...others] = call.args;
      const callee = given === undefined ? undefined : ctx.names.qualifiedName(call.func);
      if (given === undefined || callee === undefined) return;
      const isAlone = others.length === 0 && !call.keywords.some(({ arg }) => arg === 'default');
      const reduced = isAlone ? raisedBy(REDUCTIONS, callee) : undefined;
      if (reduced !== undefined) reportEmpty(call, given, reduced, ctx);
      const converted = raisedBy(CONVERSIONS, callee);
      if (converted !== undefined) reportConverted(call, given, converted, ctx);
    },
  },
});

const raisedBy = (table: typeof CONVERSIONS, callee: string): string | undefined =>
  table.find(([known]) => known.test(callee))?.[1];

function reportEmpty(node: Node, list: Expression, error: string, ctx: SourceContext): void {
  const fn = ctx.context.defAround(node);
  const empty = fn === undefined ? undefined : emptyListOf(list, ctx);
  if (fn === undefined || empty === undefined || isSeenTo(empty.list, node, error, ctx)) return;
  ctx.report({
    at: node,
    message: `\`${shortText(node, ctx.text)}\` raises \`${shortName(error)}\` where ${empty.when}`,
    cause: `${ctx.path} ${empty.when}`,
    ...heldBackBy(empty.guess),
    when: providedThat(reachedFrom(SERVING, ctx.names.fullNameOf(fn)), {
      heldBack: 'no request and no task is seen to come here',
    }),
  });
}

function reportConverted(call: Call, given: Expression, error: string, ctx: SourceContext): void {
  const stranger = ctx.context.defAround(call) && strangersTextIn(given, ctx, SIZE_CHOSEN);
  if (
    stranger === undefined ||
    isLookedUp(given, ctx) ||
    stranger.asked.length > 0 ||
    isSeenTo(given, call, error, ctx, asksForForm)
  )
    return;
  // `request.args.get("page", type=int)`
  if (ctx.flow.origins(given).some((leaf) => leaf.kind === 'Call' && leaf.keywords.some(({ arg }) => arg === 'type')))
    return;
  ctx.report({
    at: call,
    message: `${stranger.said} ${stranger.shown ?? 'it'}, and \`${shortText(call.func, ctx.text)}\` raises where it is malformed`,
    ceiling: 'P3',
    // Who takes one text for well-formed takes all of them so.
    cause: 'converted',
    ...stranger.given,
  });
}

/** `if day:` asks whether there is a text, not what it is like. */
const asksForForm = (test: Node): boolean =>
  holds(test, (node) => node.kind === 'Call' || (node.kind === 'Compare' && !node.comparators.some(isNone)));

/** `store.price_of(request.args["state"])` is no text of the client, and what a function is given its callers may have looked at. */
function isLookedUp(given: Expression, ctx: SourceContext): boolean {
  const isOfView = holds(ctx.flow.whole(given), (node) => node.kind === 'Attribute' && OF_VIEWS.test(node.attr));
  return !ctx.flow.sources(given).every(({ kind }) => CLIENTS.has(kind) || (kind === 'parameter' && isOfView));
}

const CLIENTS: ReadonlySet<string> = new Set(['request', 'network', 'constant']);
/** What a view of Django reads of its parameter; that it is one, another module says. */
const OF_VIEWS = /^(?:GET|POST|body)$/;

const shortName = (error: string): string => error.slice(error.lastIndexOf('.') + 1);

/** A test or a handler sees to it, or a loop over the same goes around. */
function isSeenTo(
  value: Expression,
  node: Node,
  error: string,
  ctx: SourceContext,
  counts?: (test: Node) => boolean,
): boolean {
  const name = value.kind === 'Name' ? value : undefined;
  if (name !== undefined && ctx.flow.reachingDefinitions(name).length !== 1) return true;
  return isAskedBefore(value, { node, error }, name, ctx, counts) || (name !== undefined && isInLoopOver(name, node));
}

function isInLoopOver(name: Name, node: Node): boolean {
  for (const outer of ancestors(node)) {
    const loops =
      outer.kind === 'For' || outer.kind === 'AsyncFor' ? [outer] : 'generators' in outer ? outer.generators : [];
    if (loops.some(({ iter }) => iter.kind === 'Name' && iter.id === name.id)) return true;
  }
  return false;
}
