/** Texts that only the time makes unique, and where that does no harm. */
import { ancestors, type Call, type Expression, lastName, type Node, walk } from '#ast';
import type { Problem, SourceContext } from '#kit';
import { isInRoute } from '#kit/web';
import type { ValueUse } from '#semantics';
import { isClockRead } from '#semantics/effects/clock-reads';
import { isPlainRecord } from '#semantics/types/record-class';
import { nameOfTarget } from '#semantics/values/formatted-text';

/** Methods whose receiver is the moment, or the hash of it. */
const READINGS = /^(?:strftime|isoformat|timestamp|astimezone|hexdigest|digest|total_seconds)$/;
/** Calls that hand on what they are given, though not as it was. */
const MIXING = /^(hashlib|zlib|base64|math)\.|^builtins\.(round|hash)$/;
/** What makes the text unique besides the clock. */
const UNIQUE_CALLS =
  /^(uuid|secrets|random|numpy\.random|ulid|nanoid|shortuuid)\.|^(os\.(getpid|urandom)|builtins\.(id|len|next)|threading\.get_ident)$/;
const UNIQUE_WORDS =
  /(^|_)(uuid\d?|guid|rand(om)?|nonce|salt|token|hash|digest|sha\d*|md5|counter|count|seq(uence)?|serial|n?um(ber)?|pid|suffix|hex|unique)(_|$)/i;
/** A format that goes down to the second; coarser ones name a day or an hour on purpose. */
const TO_THE_SECOND = /%-?[SfsXTc]/;
const PATH_PART = /\/|\\|\.[a-z][a-z0-9]{1,5}$/;

export const MEMBERS: ReadonlySet<string> = new Set(['zadd', 'hset', 'hsetnx']);

/** Where an identifier of which a second one does no harm is told so; undefined where nothing says that. */
export function harmlessUse(text: Expression, ctx: SourceContext): string | undefined {
  const uses = ctx.flow.destinations(text).filter(({ kind }) => kind !== 'format' && kind !== 'operand');
  const other = uses.find((use) => !isOnlyShown(use, ctx));
  if (uses.length > 0 && other === undefined) return 'it is only logged or returned to the client';
  return other !== undefined && isMembershipTested(other) ? 'its existence is checked first' : undefined;
}

/** It goes into a log, or into the answer of a route and nowhere else. */
function isOnlyShown({ node, carrier }: ValueUse, ctx: SourceContext): boolean {
  for (const around of [carrier, ...ancestors(carrier)]) {
    if (around.kind === 'Call' && ctx.effects.of(around) === 'log') return true;
    if (around.kind === 'Return') return isInRoute(node, ctx);
    if (!isPartOfAnswer(around)) return false;
  }
  return false;
}

/** What an answer is written as; a function that is called for it may keep what it is given. */
const isPartOfAnswer = (node: Node): boolean =>
  node.kind === 'Call' ? /^_*[A-Z]/.test(lastName(node.func) ?? '') : PARTS_OF_ANSWER.test(node.kind);
const PARTS_OF_ANSWER = /^(?:keyword|Dict|Name|JoinedStr|FormattedValue|BinOp|BoolOp|IfExp)$/;

/** `while request_id in self.requests:`, `if key in self.cache:`: nobody else has it, or all are to share it. */
function isMembershipTested({ kind, node, carrier }: ValueUse): boolean {
  const isMembership = kind === 'compare' && node.kind === 'Compare' && /^(?:Not)?In$/.test(node.ops[0] ?? '');
  if (!isMembership || node.left !== carrier) return false;
  const test = node.parent?.kind === 'BoolOp' ? node.parent : node;
  return (test.parent?.kind === 'While' || test.parent?.kind === 'If') && test.parent.test === test;
}

/** A field of a plain record says nothing apart that nobody reads. */
export function unlessRead(name: string, { parent }: Expression, ctx: SourceContext): Pick<Problem, 'when'> {
  const call = parent?.kind === 'keyword' ? parent.parent : undefined;
  const made = call?.kind === 'Call' ? ctx.names.definitionOf(call.func) : undefined;
  if (made?.kind !== 'ClassDef' || !isPlainRecord(made, ctx)) return {};
  const question = { kind: 'attribute-read', attribute: name, around: ctx.names.moduleName } as const;
  return { when: { question, yes: 'keep', no: 'drop', unknown: 'keep' } };
}

/** What a formatted text may be written as; most values are none of these. */
export const FORMATTED: ReadonlySet<Expression['kind']> = new Set([
  ...(['JoinedStr', 'Subscript', 'BinOp', 'BoolOp', 'IfExp', 'Call'] as const),
]);

/** The reading of the clock that the text owes its uniqueness to; undefined when there is none, or something besides. */
export function soleClock(text: Expression, ctx: SourceContext): Call | undefined {
  if (namesSomethingUnique(text, ctx)) return undefined;
  let clock: Call | undefined;
  const pending: Expression[] = [...ctx.flow.origins(text)];
  for (let leaf = pending.pop(), left = 200; leaf !== undefined && left > 0; leaf = pending.pop(), left -= 1) {
    if (isUnique(leaf, ctx) || isHashOfContent(leaf, ctx) || isCoarse(leaf, ctx)) return undefined;
    if (leaf.kind !== 'Call') continue;
    const name = ctx.types.calleeName(leaf.func) ?? '';
    if (isClockRead(leaf, ctx) || (name === 'time.strftime' && leaf.args.length === 1)) clock = leaf;
    else for (const source of sourcesOf(leaf, name)) pending.push(...ctx.flow.origins(source));
  }
  return clock;
}

/** A name as it is written shows what its origins may not: `content_hash` comes from bytes. */
function namesSomethingUnique(text: Expression, ctx: SourceContext): boolean {
  let found = false;
  walk(text, (node) => {
    if (node.kind !== 'Name' && node.kind !== 'Attribute') return;
    found ||= isIdentifier(node, ctx);
    found ||= UNIQUE_WORDS.test(nameOfTarget(node) ?? '') && !MIXING.test(ctx.names.qualifiedName(node) ?? '');
  });
  return found;
}

/** `request.signal_id`: what is identified so has to come twice within a tick of the clock. */
function isIdentifier(node: Expression, ctx: SourceContext): boolean {
  const name = nameOfTarget(node) ?? '';
  if (!/(^|_)(id|uid|guid|identifier)$/i.test(name)) return false;
  const isFormatted =
    node.parent?.kind === 'FormattedValue' || node.parent?.kind === 'Call' || node.parent?.kind === 'Tuple';
  return isFormatted && !ctx.flow.origins(node).some((origin) => isClockRead(origin, ctx));
}

function sourcesOf({ func, args }: Call, name: string): readonly Expression[] {
  if (func.kind === 'Attribute' && READINGS.test(func.attr)) return [func.value];
  return MIXING.test(name) ? args.slice(0, 1) : [];
}

function isUnique(leaf: Expression, ctx: SourceContext): boolean {
  switch (leaf.kind) {
    case 'Call': {
      const name = ctx.types.calleeName(leaf.func) ?? '';
      return UNIQUE_CALLS.test(name) || (!MIXING.test(name) && UNIQUE_WORDS.test(nameOfTarget(leaf.func) ?? ''));
    }
    case 'Name':
    case 'Attribute':
      return UNIQUE_WORDS.test(nameOfTarget(leaf) ?? '');
    case 'Constant':
      return leaf.value.kind === 'str' && PATH_PART.test(leaf.value.value);
    default:
      return false;
  }
}

/** `hash(text)` beside the clock: only the same text at the same time gets the same identifier. */
function isHashOfContent(leaf: Expression, ctx: SourceContext): boolean {
  if (leaf.kind !== 'Call' || ctx.types.calleeName(leaf.func) !== 'builtins.hash') return false;
  return leaf.args.every((arg) => !ctx.flow.origins(arg).some((origin) => isClockRead(origin, ctx)));
}

/** A day, an hour, a window of seconds: everything in it is to share the key. */
function isCoarse(leaf: Expression, ctx: SourceContext): boolean {
  if (leaf.kind !== 'Call') return false;
  const format = leaf.func.kind === 'Attribute' && leaf.func.attr === 'strftime' ? leaf.args[0] : undefined;
  if (format !== undefined && !TO_THE_SECOND.test(ctx.values.string(format) ?? '')) return true;
  return ctx.flow.destinations(leaf).some(({ node, carrier }) => {
    if (node.kind === 'BinOp' && node.left === carrier)
      return node.op === 'Mod' || (node.op === 'FloorDiv' && !isUnitChange(node.right, ctx));
    const spec = carrier.parent?.kind === 'FormattedValue' ? carrier.parent.format_spec : undefined;
    const format = spec === undefined ? undefined : ctx.values.string(spec);
    return format?.includes('%') === true && !TO_THE_SECOND.test(format);
  });
}

/** `time_ns() // 1_000_000`. */
const isUnitChange = (divisor: Expression, { values }: SourceContext): boolean =>
  [1_000, 1_000_000, 1_000_000_000].includes(values.number(divisor) ?? 0);
