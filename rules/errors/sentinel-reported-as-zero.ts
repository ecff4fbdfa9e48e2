import {
  ancestors,
  type Compare,
  defineSourceRule,
  type Expression,
  headerSpan,
  holds,
  type If,
  type Name,
  NOT_PRODUCTION,
  nameOfPlace,
  numberConstant,
  type SourceContext,
  type Stmt,
  stringConstant,
} from '#kit';

const LARGEST: ReadonlySet<string> = new Set([
  'math.inf',
  'numpy.inf',
  'numpy.Inf',
  'torch.inf',
  'sys.maxsize',
  'sys.float_info.max',
]);
const LAST_WORDS: ReadonlySet<string> = new Set(['inf', 'Inf', 'maxsize', 'max']);
const INFINITY = /^\+?inf(?:inity)?$/;
/** Places in a text or a tree, where the first is a fine answer for "none". */
const NAMES_OF_PLACES =
  /(?:^|_)(?:indent\w*|width|col|column|offset|level|depth|pos|position|index|idx|line|start|margin)(?:_|$)/;
const NAMES_OF_NOISE = /(?:^|_)(?:sigma|noise)(?:_|$)/;

export default defineSourceRule({
  docs: {
    summary: '"nothing found" reported as zero',
    why: 'A search for the smallest cost that found nothing then reports the best of all results: a budget that was never computed reads as unspent, a distance as a perfect match.',
    remedy: 'Raise, or hand on infinity or `None`, and let the caller decide what nothing means.',
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
      const found = sentinelTested(choice.test, ctx);
      if (found === undefined) reportLostCost(choice, ctx);
      else {
        const branch = found.whenLargest ? choice.body : choice.orelse;
        if (branch.some((statement) => setsZero(statement, found.name))) report(found.name, choice, ctx);
      }
    },
    IfExp(choice, ctx) {
      const found = sentinelTested(choice.test, ctx);
      const value = found?.whenLargest === true ? choice.body : choice.orelse;
      if (found !== undefined && isZero(value)) report(found.name, choice, ctx);
    },
  },
});

function report(name: Name, at: If | Expression, ctx: SourceContext): void {
  const search = NAMES_OF_PLACES.test(name.id) ? undefined : searchFor(name, ctx);
  if (search === undefined) return;
  ctx.report({
    at: at.kind === 'If' ? headerSpan(at, ctx.text) : at,
    message: `\`${name.id}\` becomes 0 where the search for the smallest found nothing, which reads as the best result there is`,
    related: [{ at: search, message: 'the search starts here' }],
  });
}

interface SentinelTest {
  readonly name: Name;
  /** The test holds when the name still has its first value. */
  readonly whenLargest: boolean;
}

/** `best == inf`, `best < inf`, `math.isinf(best)`, `not math.isfinite(best)`. */
function sentinelTested(test: Expression, ctx: SourceContext): SentinelTest | undefined {
  if (test.kind === 'UnaryOp' && test.op === 'Not') {
    const inner = sentinelTested(test.operand, ctx);
    return inner === undefined ? undefined : { ...inner, whenLargest: !inner.whenLargest };
  }
  if (test.kind === 'Compare') return compared(test, ctx);
  if (test.kind !== 'Call') return undefined;
  const [name] = test.args;
  const asked = nameOfPlace(test.func);
  if (name?.kind !== 'Name' || (asked !== 'isinf' && asked !== 'isfinite')) return undefined;
  return /^(?:math|numpy)\./.test(ctx.names.qualifiedName(test.func) ?? '')
    ? { name, whenLargest: asked === 'isinf' }
    : undefined;
}

function compared({ left, ops, comparators }: Compare, ctx: SourceContext): SentinelTest | undefined {
  const [op] = ops;
  const [right] = comparators;
  if (op === undefined || right === undefined || comparators.length > 1) return undefined;
  const [name, other, isTurned] = left.kind === 'Name' ? [left, right, false] : [right, left, true];
  if (name.kind !== 'Name' || !isLargest(other, ctx)) return undefined;
  if (op === 'Eq' || op === 'Is' || op === (isTurned ? 'LtE' : 'GtE')) return { name, whenLargest: true };
  return op === 'NotEq' || op === 'IsNot' || op === (isTurned ? 'Gt' : 'Lt') ? { name, whenLargest: false } : undefined;
}

/** By the word first: most of what is compared is no such value. */
function isLargest(expression: Expression, ctx: SourceContext): boolean {
  if (expression.kind === 'Call') {
    if (expression.func.kind !== 'Name' || expression.func.id !== 'float') return false;
    const text = stringConstant(expression.args[0])?.toLowerCase() ?? '';
    return INFINITY.test(text) && ctx.names.qualifiedName(expression.func) === 'builtins.float';
  }
  if (expression.kind !== 'Attribute' && expression.kind !== 'Name') return false;
  const word = expression.kind === 'Attribute' ? expression.attr : expression.id;
  return LAST_WORDS.has(word) && LARGEST.has(ctx.names.qualifiedName(expression) ?? '');
}

/** Where a name starts at the largest value, if it is then lowered in a loop. */
function searchFor(name: Name, ctx: SourceContext) {
  const definitions = ctx.names.resolve(name)?.definitions ?? [];
  const start = definitions.find(({ value }) => value !== undefined && isLargest(value, ctx));
  const isLowered = definitions.some(
    ({ node, value, statement }) =>
      value !== undefined && ctx.context.loopAround(node) !== undefined && lowers(statement, value, name.id),
  );
  return isLowered ? start?.statement : undefined;
}

/** `if cost < best: best = cost`, `best = min(best, cost)`. */
function lowers(statement: { readonly parent: Stmt['parent'] }, value: Expression, id: string): boolean {
  if (value.kind === 'Call' && value.func.kind === 'Name' && value.func.id === 'min') return true;
  const { parent } = statement;
  return parent?.kind === 'If' && mentions(parent.test, id);
}

function mentions(expression: Expression, id: string): boolean {
  return holds(expression, (node) => node.kind === 'Name' && node.id === id);
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
  const booked = body.find((statement) => accumulates(statement, ctx));
  if (booked === undefined || !body.some((statement) => dividesBy(statement, divisor))) return;
  if (isTestedBefore(choice, divisor)) return;
  ctx.report({
    at: headerSpan(choice, ctx.text),
    message: `where \`${divisor}\` is 0 nothing is added, although the cost divided by it has no bound`,
    remedy: `Raise, or book infinity, where \`${divisor}\` is 0`,
    related: [{ at: booked, message: 'booked only with noise' }],
  });
}

/** `total += …`, `total = … total …`. */
function accumulates(statement: Stmt, ctx: SourceContext): boolean {
  if (statement.kind === 'AugAssign') return statement.op === 'Add';
  if (statement.kind !== 'Assign') return false;
  const [target] = statement.targets;
  if (target?.kind !== 'Attribute') return false;
  const name = ctx.text.content.slice(target.start, target.end);
  return holds(
    statement.value,
    (node) =>
      node.kind === 'Attribute' && node.attr === target.attr && ctx.text.content.slice(node.start, node.end) === name,
  );
}

function dividesBy(statement: Stmt, divisor: string): boolean {
  return holds(statement, (node) => node.kind === 'BinOp' && node.op === 'Div' && mentions(node.right, divisor));
}

/** Somebody decided above what to do without noise. */
function isTestedBefore(choice: If, divisor: string): boolean {
  for (const at of ancestors(choice)) {
    if (at.kind !== 'FunctionDef' && at.kind !== 'AsyncFunctionDef') continue;
    return at.body.some(
      (each) => each.kind === 'If' && each !== choice && each.end <= choice.start && mentions(each.test, divisor),
    );
  }
  return false;
}
