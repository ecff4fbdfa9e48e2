import { type Expression, headerSpan, holds, type If, mentions, type Name, numberConstant, type Stmt } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { emptySearchTested, searchStart } from './smallest-search.ts';

const NAMES_OF_NOISE = /(?:^|_)(?:sigma|noise)(?:_|$)/;

export default defineSourceRule({
  docs: {
    summary: '"nothing found" reported as zero',
    why: 'If a search for the smallest value finds nothing, it reports 0. Callers can mistake that for the best possible result, such as no cost or a perfect match.',
    remedy: 'Raise, or return infinity or `None`, and let the caller decide what an empty search means',
    harm: 'misleads',
    severity: 'P1',
    precision: 'medium',
    measured: { read: 3, right: 3, on: 'TenSafe; none other in 547 files of 50 packages that hold such code' },
    since: '0.1.0',
    cwe: [682, 394],
    origin: [{ document: 'TenSafe System Audit', finding: 'P0-1' }],
    bad: 'def cheapest(offers):\n    best = float("inf")\n    for offer in offers:\n        if offer.cost < best:\n            best = offer.cost\n    if best == float("inf"):\n        best = 0.0\n    return best\n',
    good: 'def cheapest(offers):\n    best = float("inf")\n    for offer in offers:\n        if offer.cost < best:\n            best = offer.cost\n    if best == float("inf"):\n        raise LookupError("no offer")\n    return best\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    If(choice, ctx) {
      const found = emptySearchTested(choice.test, ctx);
      if (found === undefined) reportLostCost(choice, ctx);
      else {
        const branch = found.holdsWhenEmpty ? choice.body : choice.orelse;
        if (branch.some((statement) => setsZero(statement, found.name))) report(found.name, choice, ctx);
      }
    },
    IfExp(choice, ctx) {
      const found = emptySearchTested(choice.test, ctx);
      const value = found?.holdsWhenEmpty === true ? choice.body : choice.orelse;
      if (found !== undefined && isZero(value)) report(found.name, choice, ctx);
    },
  },
});

function report(name: Name, at: If | Expression, ctx: SourceContext): void {
  const search = searchStart(name, ctx);
  if (search === undefined) return;
  ctx.report({
    at: at.kind === 'If' ? headerSpan(at, ctx.text) : at,
    message: `\`${name.id}\` becomes 0 when the search for the minimum finds nothing, which reads as the best possible result`,
    related: [{ at: search, message: 'the search starts here' }],
  });
}

function setsZero(statement: Stmt, { id }: Name): boolean {
  if (statement.kind === 'Return') return statement.value !== undefined && isZero(statement.value);
  if (statement.kind !== 'Assign' || !isZero(statement.value)) return false;
  return statement.targets.some((target) => target.kind === 'Name' && target.id === id);
}

/** Zero, or several results the first of which is. */
function isZero(value: Expression): boolean {
  const [first] = value.kind === 'Tuple' ? value.elts : [value];
  return numberConstant(first) === 0;
}

/** `if sigma > 0: spent += rate / sigma`: without noise the cost is boundless, and nothing is booked. */
function reportLostCost(choice: If, ctx: SourceContext): void {
  const { test, orelse, body } = choice;
  if (test.kind !== 'Compare' || orelse.length > 0 || test.left.kind !== 'Name') return;
  const divisor = test.left.id;
  if (!NAMES_OF_NOISE.test(divisor) || test.ops[0] !== 'Gt' || numberConstant(test.comparators[0]) !== 0) return;
  const booked = body.find((statement) => accumulates(statement));
  if (booked === undefined || !body.some((statement) => dividesBy(statement, divisor))) return;
  if (isTestedBefore(choice, divisor, ctx)) return;
  ctx.report({
    at: headerSpan(choice, ctx.text),
    message: `nothing is added when \`${divisor}\` is 0, although the cost is unbounded without noise`,
    remedy: `Raise, or add infinity, when \`${divisor}\` is 0`,
    related: [{ at: booked, message: 'the cost is added only with noise' }],
  });
}

/** `total += …`, `total = … total …`. */
function accumulates(statement: Stmt): boolean {
  if (statement.kind === 'AugAssign') return statement.op === 'Add';
  if (statement.kind !== 'Assign') return false;
  const [target] = statement.targets;
  if (target?.kind !== 'Attribute') return false;
  return mentions(statement.value, target.attr);
}

function dividesBy(statement: Stmt, divisor: string): boolean {
  return holds(statement, (node) => node.kind === 'BinOp' && node.op === 'Div' && mentions(node.right, divisor));
}

/** Someone decided above what to do without noise. */
function isTestedBefore(choice: If, divisor: string, ctx: SourceContext): boolean {
  return (ctx.context.defAround(choice)?.body ?? []).some(
    (each) => each.kind === 'If' && each.end <= choice.start && mentions(each.test, divisor),
  );
}
