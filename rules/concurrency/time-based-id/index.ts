import { ancestors, type Call, type Expression, lastName, type Node, type Subscript, walk } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type Problem, rootNames, type SourceContext } from '#kit';
import { offering, unsafeFix } from '#kit/fixes';
import { isInRoute } from '#kit/web';
import { CLOCKS } from '#knowledge/clocks';
import type { ValueUse } from '#semantics';
import { isClockRead } from '#semantics/effects/clock-reads';
import { isPlainRecord } from '#semantics/types/record-class';
import { formattedText, ID_NAME, isNumberOfClock, nameOfTarget } from '#semantics/values/formatted-text';
import { uniqueInsteadOf } from './unique-text.ts';

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

export default defineSourceRule({
  docs: {
    summary: 'identifier made of the time of day',
    why: 'Two requests, threads or hosts that read the clock within one tick get the same identifier, and one takes the answer, the record or the lock of the other.',
    remedy: 'Use `uuid.uuid4().hex` for the part that must be unique.',
    harm: 'loses',
    severity: 'P3',
    precision: 'low',
    since: '0.1.0',
    cwe: [340],
    fixes: [unsafeFix('Use `uuid.uuid4().hex`', 'the identifier no longer tells the time, and no longer sorts by it')],
    origin: [{ document: 'TenSafe System Audit', finding: 'P3-4' }],
    bad: 'import time\n\ndef submit(engine, prompt):\n    request_id = f"req-{time.time()}"\n    engine.add(request_id, prompt)\n',
    good: 'import uuid\n\ndef submit(engine, prompt):\n    request_id = f"req-{uuid.uuid4().hex}"\n    engine.add(request_id, prompt)\n',
    measured: {
      read: 24,
      right: 22,
      on: 'TenSafe, litellm, mlflow, camel_ai, ray, apache_superset, parsl, vllm, skypilot',
    },
  },
  skips: NOT_PRODUCTION,
  mentions: rootNames(CLOCKS),
  visit: {
    Assign(node, ctx) {
      for (const target of node.targets) check(nameOfTarget(target), node.value, ctx);
    },
    AnnAssign(node, ctx) {
      if (node.value !== undefined) check(nameOfTarget(node.target), node.value, ctx);
    },
    NamedExpr: (node, ctx) => check(nameOfTarget(node.target), node.value, ctx),
    keyword(node, ctx) {
      if (node.arg !== undefined) check(node.arg, node.value, ctx);
    },
    Dict(node, ctx) {
      node.keys.forEach((key, index) => {
        const value = node.values[index];
        if (key?.kind === 'Constant' && key.value.kind === 'str' && value !== undefined)
          check(key.value.value, value, ctx);
      });
    },
    Call: checkMember,
    Subscript: checkEntry,
    Return(node, ctx) {
      const maker = ctx.context.defAround(node);
      if (maker !== undefined && node.value !== undefined) check(maker.name, node.value, ctx);
    },
  },
});

/** `redis.zadd(key, {str(now): now})`, `redis.hset(name, now.isoformat(), event)`: of two members with one name the first is gone. */
function checkMember({ func, args }: Call, ctx: SourceContext): void {
  if (func.kind !== 'Attribute' || !MEMBERS.has(func.attr) || args[1] === undefined) return;
  const named = args[1].kind === 'Dict' ? args[1].keys : func.attr === 'zadd' ? [] : [args[1]];
  for (const member of named) if (member !== undefined) report(`the member of ${func.attr}`, member, ctx);
}

const MEMBERS: ReadonlySet<string> = new Set(['zadd', 'hset', 'hsetnx']);

/** `jobs[f"job-{time.time()}"] = job`. */
function checkEntry({ ctx: use, slice, parent }: Subscript, ctx: SourceContext): void {
  if (use !== 'Store' || parent?.kind !== 'Assign' || formattedText(slice, ctx) === undefined) return;
  report('the key', slice, ctx);
}

/** Where an identifier of which a second one does no harm is told so; undefined where nothing says that. */
function harmlessUse(text: Expression, ctx: SourceContext): string | undefined {
  const uses = ctx.flow.destinations(text).filter(({ kind }) => kind !== 'format' && kind !== 'operand');
  const other = uses.find((use) => !isTold(use, ctx));
  if (uses.length > 0 && other === undefined) return 'only logs and the client who asked are told of it';
  return other !== undefined && isAskedFor(other) ? 'whether it is there already is asked first' : undefined;
}

/** It goes into a log, or into the answer of a route and nowhere else. */
function isTold({ node, carrier }: ValueUse, ctx: SourceContext): boolean {
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
function isAskedFor({ kind, node, carrier }: ValueUse): boolean {
  const isMembership = kind === 'compare' && node.kind === 'Compare' && /^(?:Not)?In$/.test(node.ops[0] ?? '');
  if (!isMembership || node.left !== carrier) return false;
  const test = node.parent?.kind === 'BoolOp' ? node.parent : node;
  return (test.parent?.kind === 'While' || test.parent?.kind === 'If') && test.parent.test === test;
}

function check(name: string | undefined, value: Expression, ctx: SourceContext): void {
  if (name === undefined || !FORMATTED.has(value.kind) || !ID_NAME.test(name)) return;
  const text =
    formattedText(value, ctx) ??
    (/(^|_)(id|uid)$|[a-z]I[dD]$/.test(name) && isNumberOfClock(value, ctx) ? value : undefined);
  if (text === undefined) return;
  const clock = soleClock(text, ctx);
  const harmless = clock === undefined ? undefined : harmlessUse(value, ctx);
  if (harmless !== undefined) ctx.proven({ at: value, by: harmless });
  else report(name, text, ctx, unlessRead(name, value, ctx));
}

/** A field of a plain record tells nothing apart that nobody reads. */
function unlessRead(name: string, { parent }: Expression, ctx: SourceContext): Pick<Problem, 'when'> {
  const call = parent?.kind === 'keyword' ? parent.parent : undefined;
  const made = call?.kind === 'Call' ? ctx.names.definitionOf(call.func) : undefined;
  if (made?.kind !== 'ClassDef' || !isPlainRecord(made, ctx)) return {};
  const question = { kind: 'attribute-read', attribute: name, around: ctx.names.moduleName } as const;
  return { when: { question, yes: 'keep', no: 'drop', unknown: 'keep' } };
}

function report(name: string, text: Expression, ctx: SourceContext, graded: Pick<Problem, 'when'> = {}): void {
  const clock = soleClock(text, ctx);
  if (clock === undefined) return;
  ctx.report({
    at: text,
    // Whoever takes one from the clock takes all from it.
    cause: 'clock',
    message: `\`${name}\` is unique only as far as \`${ctx.types.calleeName(clock.func) ?? 'the clock'}\` is`,
    ...offering(uniqueInsteadOf(clock, text, ctx)),
    ...graded,
    related:
      clock.start >= text.start && clock.end <= text.end ? [] : [{ at: clock, message: 'the clock is read here' }],
  });
}

/** What a formatted text may be written as; most values are none of these. */
const FORMATTED: ReadonlySet<Expression['kind']> = new Set([
  ...(['JoinedStr', 'Subscript', 'BinOp', 'BoolOp', 'IfExp', 'Call'] as const),
]);

/** The reading of the clock that the text owes its uniqueness to; undefined when there is none, or something besides. */
function soleClock(text: Expression, ctx: SourceContext): Call | undefined {
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

/** A name as it is written tells what its origins may not: `content_hash` comes from bytes. */
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
