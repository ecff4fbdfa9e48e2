import { type Call, conditionsAround, type Def, type Expression, holds, type If, type IfExp, type Node } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { walkOwnCode } from '#semantics/effects/calls-within';
import { textsTested } from './tested-texts.ts';

const NUMBER_PARSERS: ReadonlySet<string> = new Set(['builtins.int', 'builtins.float', 'decimal.Decimal']);

export default defineSourceRule({
  docs: {
    summary: 'type confusion: `"0"` or `"1"` parsed as bool before number',
    why: 'A numeric setting of `0` or `1` becomes `False` or `True`. It then prints, compares by identity and serializes differently from every other number.',
    remedy: 'Parse numbers first, and treat only words such as `true` and `false` as booleans',
    harm: 'misleads',
    severity: 'P2',
    precision: 'medium',
    measured: { read: 1, right: 1, on: 'TenSafe; silent on 39 PyPI packages' },
    since: '0.1.0',
    cwe: [704],
    origin: [{ document: 'TenSafe System Audit', finding: 'P2-12' }],
    bad: 'def coerce(text):\n    if text in ("false", "0"):\n        return False\n    return int(text)\n',
    good: 'def coerce(text):\n    if text in ("false", "no"):\n        return False\n    return int(text)\n',
  },
  visit: {
    If: check,
    IfExp: check,
  },
});

/** A branch that turns the digits it names into bools. */
interface Coercion {
  readonly test: Expression;
  readonly subject: Expression;
  readonly digits: readonly string[];
}

function check(branch: If | IfExp, ctx: SourceContext): void {
  const own = coercionsIn(branch, ctx);
  const fn = own.length === 0 ? undefined : ctx.context.defAround(branch);
  if (fn === undefined) return;
  const { coercions, parses } = gather(fn, ctx);
  const [first, ...others] = coercions
    .filter((coercion) => isParsedOnlyLater(coercion, parses, ctx))
    .sort((a, b) => Number(b.digits.includes('0')) - Number(a.digits.includes('0')));
  if (first === undefined || !own.some(({ test }) => test === first.test)) return;
  const parse = parses.find((call) => isSameText(call.args[0], first.subject, ctx));
  ctx.report({
    at: first.test,
    message: `type confusion: ${outcomes(first)} before \`${fn.name}\` tries to parse a number`,
    related: [
      ...others.map((other) => ({ at: other.test, message: `${outcomes(other)} here` })),
      ...(parse === undefined ? [] : [{ at: parse, message: 'the number is parsed here' }]),
    ],
  });
}

/** All coercions of a function and all its attempts at a number: the defect is their order. */
function gather(fn: Def, ctx: SourceContext): { coercions: Coercion[]; parses: Call[] } {
  const coercions: Coercion[] = [];
  const parses: Call[] = [];
  walkOwnCode(fn.body, (node) => {
    if (node.kind === 'If' || node.kind === 'IfExp') coercions.push(...coercionsIn(node, ctx));
    else if (node.kind === 'Call' && NUMBER_PARSERS.has(ctx.names.qualifiedName(node.func) ?? '')) parses.push(node);
    return undefined;
  });
  return { coercions, parses };
}

function coercionsIn(branch: If | IfExp, ctx: SourceContext): Coercion[] {
  const tests = branch.test.kind === 'BoolOp' && branch.test.op === 'Or' ? branch.test.values : [branch.test];
  return tests.flatMap((test) => {
    const tested = test.kind === 'Compare' ? textsTested(test, ctx) : undefined;
    const digits = tested?.texts.filter((text) => text === '0' || text === '1') ?? [];
    if (tested === undefined || digits.length === 0 || !yieldsBool(branch, ctx)) return [];
    return [{ test, subject: tested.subject, digits }];
  });
}

/** The branch returns or binds `True`, `False`, or a look-up in a table of bools. */
function yieldsBool(branch: If | IfExp, ctx: SourceContext): boolean {
  if (branch.kind === 'IfExp') return isBool(branch.body, ctx);
  const [only] = branch.body;
  if (only === undefined || branch.body.length !== 1) return false;
  return (only.kind === 'Return' || only.kind === 'Assign') && only.value !== undefined && isBool(only.value, ctx);
}

function isBool(value: Expression, ctx: SourceContext): boolean {
  if (value.kind === 'Subscript') {
    const table = ctx.values.fold(value.value);
    return table?.kind === 'mapping' && table.entries.every(([, entry]) => entry.kind === 'bool');
  }
  return ctx.values.fold(value)?.kind === 'bool';
}

function isParsedOnlyLater({ test, subject }: Coercion, parses: readonly Call[], ctx: SourceContext): boolean {
  const own = parses.filter((call) => isSameText(call.args[0], subject, ctx));
  return (
    own.length > 0 &&
    own.every((call) => call.start > test.end) &&
    own.some((call) => ctx.flow.mayComeTo(test, call)) &&
    !conditionsAround(test).some((condition) => holds(condition, (node) => testsBool(node, ctx)))
  );
}

/** `isinstance(current, bool)`: what comes here is meant for a flag. */
function testsBool(node: Node, { names }: SourceContext): boolean {
  const [, type] = node.kind === 'Call' && names.qualifiedName(node.func) === 'builtins.isinstance' ? node.args : [];
  return type !== undefined && names.qualifiedName(type) === 'builtins.bool';
}

/** Both come from the same name, through `lower()`, `strip()` and the like. */
function isSameText(a: Expression | undefined, b: Expression, ctx: SourceContext): boolean {
  const left = a === undefined ? undefined : bindingBehind(a, ctx);
  return left !== undefined && left === bindingBehind(b, ctx);
}

function bindingBehind(expression: Expression, ctx: SourceContext): unknown {
  const [only, ...more] = ctx.flow.origins(expression);
  return only?.kind === 'Name' && more.length === 0 ? ctx.names.resolve(only) : undefined;
}

function outcomes({ digits }: Coercion): string {
  return digits.map((digit) => `\`"${digit}"\` becomes \`${digit === '0' ? 'False' : 'True'}\``).join(' and ');
}
