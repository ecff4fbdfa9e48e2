import {
  ancestors,
  attributeChain,
  type Expression,
  holds,
  lastName,
  type Node,
  parametersOf,
  withoutAwait,
  wordsOfName,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { fillsParameters, isForAdministrators, isFromClient, requestSourceOf } from '#kit/web';
import { callsWithin } from '#semantics/effects/calls-within';

const MONEY: ReadonlySet<string> = new Set('price prices amount total cost fee subtotal sum'.split(' '));
const REDUCING: ReadonlySet<string> = new Set('discount discounts percent percentage coupon rebate promo'.split(' '));
/** What is done there is paid for. */
const PAYING =
  /(?:^|_)(?:orders?|pay|payments?|checkout|purchases?|invoices?|charges?|subscriptions?|subscribe|buy|carts?|bookings?|donations?|transactions?)(?:_|$)/i;

export default defineSourceRule({
  docs: {
    summary: 'price manipulation: the client decides what it pays',
    why: 'The route knows the price and still goes by an amount or a discount from the request. A client that sends its own number buys anything for next to nothing.',
    remedy: 'Take the price and the discount from the database, and ignore those of the request',
    harm: 'grants-access',
    severity: 'P0',
    precision: 'medium',
    since: '0.1.0',
    cwe: [472, 602],
    origin: [
      { document: 'Audits of six services in November 2026', finding: 'price or discount that the client sends' },
    ],
    bad: 'from fastapi import FastAPI\n\nfrom shop import Order, find_item, save\n\napp = FastAPI()\n\n\n@app.post("/orders")\ndef create_order(payload: Order):\n    item = find_item(payload.item_id)\n    save(item, amount=payload.amount or item.price)\n',
    good: 'from fastapi import FastAPI\n\nfrom shop import Order, find_item, save\n\napp = FastAPI()\n\n\n@app.post("/orders")\ndef create_order(payload: Order):\n    item = find_item(payload.item_id)\n    save(item, amount=item.price)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    IfExp(node, ctx) {
      check(node, [node.body, node.orelse], MONEY, ctx);
    },
    BoolOp(node, ctx) {
      if (node.op === 'Or') check(node, node.values, MONEY, ctx);
    },
    BinOp(node, ctx) {
      const isOuter = node.parent?.kind !== 'BinOp';
      if (isOuter && (node.op === 'Mult' || node.op === 'Sub')) check(node, partsOf(node), REDUCING, ctx);
    },
  },
});

const partsOf = (node: Expression): readonly Expression[] =>
  node.kind === 'BinOp' ? [...partsOf(node.left), ...partsOf(node.right)] : [node];

/** One part is a number of the request, another one a price that the program has. */
function check(node: Expression, parts: readonly Expression[], words: ReadonlySet<string>, ctx: SourceContext): void {
  const sent = parts.find((each) => isNamed(each, words, ctx) && isSent(each, ctx));
  if (sent === undefined || isMerged(node, ctx)) return;
  const known = parts.find((each) => each !== sent && holds(each, (inner) => isPrice(inner, ctx)));
  const fn = ctx.context.defAround(node);
  if (known === undefined || fn === undefined || isForAdministrators(fn, ctx)) return;
  const route = ctx.context.routeOf(fn);
  const around = [
    fn.name,
    route?.path?.replaceAll(/\W+/g, '_') ?? '',
    ...callsWithin([fn]).map(({ func }) => lastName(func) ?? ''),
  ];
  if (!around.some((name) => PAYING.test(name.replaceAll(/([a-z])([A-Z])/g, '$1_$2')))) return;
  ctx.report({
    at: sent,
    message: `price manipulation: client-supplied \`${ctx.text.slice(sent)}\` decides what is charged instead of \`${ctx.text.slice(known)}\``,
    related: [{ at: known, message: 'the price is known here' }],
  });
}

const nameOf = (value: Expression, ctx: SourceContext): string =>
  value.kind === 'Subscript'
    ? (ctx.values.string(value.slice) ?? '')
    : value.kind === 'Call' && lastName(value.func) === 'get' && value.args[0] !== undefined
      ? (ctx.values.string(value.args[0]) ?? '')
      : (lastName(value) ?? '');

const isNamed = (value: Expression, words: ReadonlySet<string>, ctx: SourceContext): boolean =>
  wordsOfName(nameOf(value, ctx)).some((word) => words.has(word.toLowerCase()));

/** Read of the request here, or of a parameter that the framework fills from it; a row that is looked up by it is none of it. */
function isSent(value: Expression, ctx: SourceContext, depth = 0): boolean {
  const { root } = attributeChain(value);
  const fn = ctx.context.defAround(value);
  const parameter = root.kind === 'Name' ? ctx.names.parameterOf(root) : undefined;
  if (parameter !== undefined && fn !== undefined) {
    const route = ctx.context.routeOf(fn);
    const declared = parametersOf(fn).find(({ node }) => node === parameter);
    const isFilled =
      declared !== undefined && (isFromClient(declared, ctx) || requestSourceOf(root, ctx)?.kind === 'request');
    return route !== undefined && isFilled && fillsParameters(route);
  }
  if (isRead(value) && ctx.flow.sources(root).some(({ kind }) => kind === 'request') && root.kind !== 'Name')
    return true;
  const origins = root.kind === 'Name' && depth < 3 ? ctx.flow.origins(root) : [];
  return (
    origins.length > 0 &&
    origins.map(withoutAwait).every((each) => {
      const read = each.kind === 'Call' ? each.func : each;
      return (
        each !== root &&
        (ctx.flow.sources(read).some(({ kind }) => kind === 'request') ||
          (each.kind !== 'Call' && isSent(each, ctx, depth + 1)))
      );
    })
  );
}
const isRead = ({ kind }: Expression): boolean => kind === 'Attribute' || kind === 'Subscript' || kind === 'Call';

/** `item.price` of what the request does not hold, or a local that was one. */
function isPrice(node: Node, ctx: SourceContext): boolean {
  if (node.kind === 'Name')
    return isOfMoney(node.id) && ctx.flow.origins(node).some((each) => each.kind === 'Attribute' && isPrice(each, ctx));
  return (
    node.kind === 'Attribute' && isOfMoney(node.attr) && attributeChain(node).root.kind === 'Name' && !isSent(node, ctx)
  );
}
const isOfMoney = (name: string): boolean => wordsOfName(name).some((word) => MONEY.has(word.toLowerCase()));

/** `item.price = payload.price or item.price` changes the price, and charges nothing. */
function isMerged(node: Expression, ctx: SourceContext): boolean {
  const statement = [...ancestors(node)].find(({ kind }) => kind === 'Assign' || kind === 'Call');
  const target = statement?.kind === 'Assign' ? statement.targets[0] : undefined;
  const path = target?.kind === 'Attribute' ? ctx.text.slice(target) : undefined;
  return path !== undefined && ctx.text.slice(node).includes(path);
}
