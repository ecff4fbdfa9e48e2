import { defineSourceRule, heldBackBy, NOT_PRODUCTION, type SourceContext } from '#kit';
import {
  booleanConstant,
  type Call,
  callKeyword,
  type Expression,
  isWithin,
  lastName,
  type Node,
  shortText,
  stringConstant,
} from '#kit/code';

export default defineSourceRule({
  docs: {
    summary: 'text that counts as true whatever it says',
    why: 'Any text but the empty one is true: `false`, `0` and `no` switch the setting on, and whoever writes them believes that it is off.',
    remedy:
      'Compare the text (`value.lower() in ("1", "true", "yes")`), or use what reads it: `BooleanOptionalAction` of argparse, `inputs.boolean` of Flask-RESTX.',
    harm: 'lies',
    ceiling: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [704, 1287],
    origin: [{ document: 'Audits of six systems before a scan', finding: 'type=bool in an argument parser' }],
    bad: 'import argparse\n\nparser = argparse.ArgumentParser()\nparser.add_argument("--refresh", type=bool, default=True)\n',
    good: 'import argparse\n\nparser = argparse.ArgumentParser()\nparser.add_argument("--refresh", action=argparse.BooleanOptionalAction, default=True)\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['add_argument', 'getenv', 'environ'],
  visit: {
    Call(call, ctx) {
      checkArgument(call, ctx);
      checkEnvironment(call, ctx);
    },
  },
});

/** `type=bool` of argparse, and of the parsers of requests that are made like it. */
function checkArgument(call: Call, ctx: SourceContext): void {
  if (lastName(call.func) !== 'add_argument') return;
  const type = callKeyword(call, 'type');
  if (type === undefined || ctx.names.qualifiedName(type.value) !== 'builtins.bool') return;
  // A body of JSON has booleans of its own.
  const location = callKeyword(call, 'location')?.value;
  if (location !== undefined && ctx.text.slice(location).includes('json')) return;
  const name = call.args[0] === undefined ? undefined : stringConstant(call.args[0]);
  const isBare = callKeyword(call, 'nargs') !== undefined && callKeyword(call, 'const') !== undefined;
  ctx.report({
    at: type,
    message: `${name === undefined ? 'the argument' : `\`${name}\``} is true for any text but the empty one, also for \`false\` and \`0\``,
    ...heldBackBy(isBare ? 'it may always be given without a value' : undefined),
  });
}

/** `os.getenv("TRACE", False)` and `bool(os.getenv("TRACE", "0"))`, which are asked for true or false as they are. */
function checkEnvironment(call: Call, ctx: SourceContext): void {
  const read = ctx.values.environmentRead(call);
  if (read?.fallback === undefined) return;
  const cast = castAround(call, ctx);
  const isMeant =
    booleanConstant(read.fallback) !== undefined || (cast !== undefined && isYesOrNo(stringConstant(read.fallback)));
  const asked = isMeant ? (cast ?? truthOf(call, ctx)) : undefined;
  if (asked === undefined) return;
  ctx.report({
    at: call,
    // Who reads one setting so reads all so.
    cause: 'environment',
    message: `\`${shortText(call, ctx.text)}\` is true for any text that is set, also for \`false\` and \`0\``,
    related: asked === call ? [] : [{ at: asked, message: 'it is asked for true or false here' }],
  });
}

const isYesOrNo = (text: string | undefined): boolean =>
  text !== undefined && /^(?:true|false|yes|no|on|off|0|1)$/i.test(text);

/** `bool(…)` around it. */
function castAround({ parent }: Call, ctx: SourceContext): Call | undefined {
  return parent?.kind === 'Call' && ctx.names.qualifiedName(parent.func) === 'builtins.bool' ? parent : undefined;
}

/** Where the value is asked for its truth; undefined where nothing asks, or where something may read the text. */
function truthOf(call: Call, ctx: SourceContext): Node | undefined {
  const { parent } = call;
  if (isAsked(call)) return call;
  if (parent?.kind !== 'Assign' && parent?.kind !== 'AnnAssign') return undefined;
  const target = parent.kind === 'Assign' ? parent.targets[0] : parent.target;
  const binding = target?.kind === 'Name' ? ctx.names.resolve(target) : undefined;
  if (binding === undefined || binding.definitions.length !== 1) return undefined;
  const uses = binding.references.filter((each) => each.ctx === 'Load');
  return uses.every(isAsked) ? uses[0] : undefined;
}

/** `if value`, `not value`, `value and …`, `… if value else …`. */
function isAsked(value: Expression): boolean {
  const { parent } = value;
  switch (parent?.kind) {
    case 'If':
    case 'While':
    case 'IfExp':
      return isWithin(value, parent.test);
    case 'UnaryOp':
      return parent.op === 'Not';
    case 'BoolOp':
      return parent.values.at(-1) !== value || isAsked(parent);
    default:
      return false;
  }
}
