import type { Call, Expression, Subscript } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type Problem, rootNames, type SourceContext } from '#kit';
import { offering, unsafeFix } from '#kit/fixes';
import { CLOCKS } from '#knowledge/clocks';
import { formattedText, ID_NAME, isNumberOfClock, nameOfTarget } from '#semantics/values/formatted-text';
import { FORMATTED, harmlessUse, MEMBERS, soleClock, unlessRead } from './sole-clock.ts';
import { uniqueInsteadOf } from './unique-text.ts';

export default defineSourceRule({
  docs: {
    summary: 'identifier derived from the clock',
    why: 'Two requests, threads or hosts that read the clock within one tick get the same identifier. One can then get the response, record or lock that belongs to the other.',
    remedy: 'Use `uuid.uuid4().hex` for the part that must be unique',
    harm: 'loses',
    severity: 'P3',
    precision: 'low',
    since: '0.1.0',
    cwe: [340],
    fixes: [
      unsafeFix('Use `uuid.uuid4().hex`', 'the identifier no longer contains the time and no longer sorts by it'),
    ],
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
  for (const member of named) if (member !== undefined) report(`the member of \`${func.attr}\``, member, ctx);
}

/** `jobs[f"job-{time.time()}"] = job`. */
function checkEntry({ ctx: use, slice, parent }: Subscript, ctx: SourceContext): void {
  if (use !== 'Store' || parent?.kind !== 'Assign' || formattedText(slice, ctx) === undefined) return;
  report('the key', slice, ctx);
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
  else report(`\`${name}\``, text, ctx, unlessRead(name, value, ctx));
}

function report(name: string, text: Expression, ctx: SourceContext, graded: Pick<Problem, 'when'> = {}): void {
  const clock = soleClock(text, ctx);
  if (clock === undefined) return;
  ctx.report({
    at: text,
    // Anyone who takes one from the clock takes all from it.
    cause: 'clock',
    message: `${name} can repeat: it is only as unique as \`${ctx.types.calleeName(clock.func) ?? 'the clock'}\``,
    ...offering(uniqueInsteadOf(clock, text, ctx)),
    ...graded,
    related:
      clock.start >= text.start && clock.end <= text.end ? [] : [{ at: clock, message: 'the clock is read here' }],
  });
}
