import {
  type AsyncFor,
  type Break,
  type Expression,
  type For,
  holds,
  type If,
  type Name,
  type Node,
  type Return,
  type Stmt,
} from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { holdsInOwnCode } from '#semantics/effects/calls-within';

export default defineSourceRule({
  docs: {
    summary: 'loop that always returns in its first iteration',
    why: 'The loop never looks at anything after the first item. A search misses later matches, or a collected list contains only one item.',
    remedy: 'Dedent the last `return` so that it comes after the loop',
    harm: 'misleads',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [670],
    origin: [
      {
        document: 'Audits of six services in November 2026',
        finding: 'return inside a loop ends it after the first item',
      },
    ],
    bad: 'def is_known(order, orders):\n    for each in orders:\n        if each.number == order.number:\n            return True\n        return False\n',
    good: 'def is_known(order, orders):\n    for each in orders:\n        if each.number == order.number:\n            return True\n    return False\n',
  },
  skips: ['generated', 'vendored', 'test'],
  visit: { For: check, AsyncFor: check },
});

function check(loop: For | AsyncFor, ctx: SourceContext): void {
  const last = returnAtEnd(loop.body);
  if (last === undefined || mayGoOn(loop, ctx)) return;
  const subject = searchesFor(loop, last, ctx) ?? collectedIn(loop, last, ctx);
  if (subject === undefined) return;
  ctx.report({
    at: last,
    message: subject,
    related: [{ at: loop.iter, message: 'the iterated collection' }],
  });
}

/** The last statement, or the last one of an `else`. */
function returnAtEnd(body: readonly Stmt[]): Return | Break | undefined {
  const last = body.at(-1);
  if (last?.kind === 'Return' || last?.kind === 'Break') return last;
  return last?.kind === 'If' ? returnAtEnd(last.orelse) : undefined;
}

/** No second turn: no path comes to the end of the body or to a `continue`. */
function mayGoOn({ body }: For | AsyncFor, { flow }: SourceContext): boolean {
  const { falls, continues } = flow.exits(body);
  return falls || continues;
}

/** One item is tested, and both answers are given at once: `if each == wanted: return True`, `return False`. */
function searchesFor({ target, body }: For | AsyncFor, last: Return | Break, ctx: SourceContext): string | undefined {
  const test = body.find((statement): statement is If => statement.kind === 'If');
  const found = test?.body.at(-1);
  if (test === undefined || found?.kind !== 'Return' || !testsItem(test.test, target, body)) return undefined;
  if (last.kind === 'Return' && (!isAnswer(last.value, ctx) || isSame(found.value, last.value, ctx))) return undefined;
  return 'only the first item is ever examined: the loop returns in every branch of its first iteration';
}

/** Of the item, or of what the turn has made of it. */
function testsItem(test: Expression, target: Expression, body: readonly Stmt[]): boolean {
  const names = new Set(namesBound(target));
  const isOfItem = (node: Node): boolean => node.kind === 'Name' && names.has(node.id);
  holdsInOwnCode(body, (node) => {
    if (node.kind === 'Assign' && holds(node.value, isOfItem))
      for (const each of node.targets.flatMap((one) => [...namesBound(one)])) names.add(each);
    return false;
  });
  return holds(test, (node) => node.kind === 'Name' && names.has(node.id));
}

function namesBound(target: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  holds(target, (node) => {
    if (node.kind === 'Name') names.add(node.id);
    return false;
  });
  return names;
}

/** What says that nothing was found: a constant (`Decimal("0")` too), an empty collection, nothing. */
function isAnswer(value: Expression | undefined, { values }: SourceContext): boolean {
  if (value?.kind === 'Call' && value.func.kind === 'Name' && MADE.test(value.func.id) && value.keywords.length === 0)
    return value.args.every((each) => values.fold(each) !== undefined);
  return value === undefined || values.fold(value) !== undefined;
}

/** `Decimal("0")`, `set()`. */
const MADE = /^(?:[A-Z][a-z]\w*|set|dict|list|tuple|frozenset)$/;

/** `return False` in both: whatever is asked, the answer is the same. */
function isSame(a: Expression | undefined, b: Expression | undefined, { text }: SourceContext): boolean {
  if (a === undefined || b === undefined) return a === b;
  return text.slice(a) === text.slice(b);
}

/** `lines.append(line)`, `total += item.price`, and then `return lines` in the same turn. */
function collectedIn(loop: For | AsyncFor, last: Return | Break, ctx: SourceContext): string | undefined {
  const value = last.kind === 'Return' ? last.value : undefined;
  if (value?.kind !== 'Name') return undefined;
  const bound = ctx.flow.reachingDefinitions(value);
  const isBegunBefore =
    bound.length > 0 && bound.every(({ node }) => node.start < loop.start || isAddedTo(node.parent));
  if (!isBegunBefore || !holdsInOwnCode(loop.body, (node) => isCollecting(node, value))) return undefined;
  return `\`${value.id}\` never holds more than the first item: it is returned inside the loop that fills it`;
}

const isAddedTo = (node: Node | undefined): boolean => node?.kind === 'AugAssign';

const COLLECTING: ReadonlySet<string> = new Set(['append', 'extend', 'add', 'update', 'appendleft', 'insert']);

function isCollecting(node: Node, { id }: Name): boolean {
  if (node.kind === 'AugAssign') return node.target.kind === 'Name' ? node.target.id === id : isPartOf(node.target, id);
  if (node.kind === 'Assign') return node.targets.some((each) => isPartOf(each, id));
  if (node.kind !== 'Call' || node.func.kind !== 'Attribute' || !COLLECTING.has(node.func.attr)) return false;
  return node.func.value.kind === 'Name' && node.func.value.id === id;
}

/** `totals[asset]`. */
const isPartOf = (target: Expression, id: string): boolean =>
  target.kind === 'Subscript' && target.value.kind === 'Name' && target.value.id === id;
