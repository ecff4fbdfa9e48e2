import {
  argumentValues,
  type Call,
  callKeyword,
  type Def,
  type ExceptHandler,
  type Expression,
  isWithin,
  lastName,
} from '#ast';
import { type DoubtId, defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { outgoingRequestOf } from '#kit/calls';
import { callsWithin } from '#semantics/effects/calls-within';
import { type LoggedSecret, secretIn } from './logged-secret.ts';
import { type LoggedWhole, loggedWhole, valuesLogged } from './logged-values.ts';
import { logsSecret } from './logs-secret.ts';

export default defineSourceRule({
  docs: {
    summary: 'secret in logs: secret logged, printed or exposed by `repr`',
    why: 'Logs are kept for a long time, copied to other services and read by many people. Anyone who reads them can use the secret.',
    remedy: 'Remove the secret from the log call, or log only whether it is set, and rotate the exposed one',
    harm: 'exposes',
    severity: {
      'whole secret': 'P1',
      'part of a secret, or a signature': 'P2',
      'URL of a failed request': 'P1',
      '`repr` or `str` of an object': 'P2',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [532],
    origin: [{ document: 'Audits of six systems before a scan', finding: 'payment-gateway 38: a password in the log' }],
    bad: 'import logging\n\n\ndef register(email, password):\n    logging.info("new user %s, password %s", email, password)\n',
    good: 'import logging\n\n\ndef register(email, password):\n    logging.info("new user %s", email)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  questions: [logsSecret],
  visit: {
    Call(call, ctx) {
      if (ctx.effects.of(call) !== 'log') return;
      const values = argumentValues(call).flatMap((each) => valuesLogged(each, ctx));
      const all = values.map((leaf) => ({ leaf, secret: secretIn(leaf, ctx) }));
      const isSeen = all.some(({ secret }) => secret !== undefined);
      for (const { leaf, secret } of all) {
        // A table of which the secret is reported already is no other.
        const whole = isSeen ? undefined : loggedWhole(leaf, ctx);
        const name = secret?.name ?? whole?.name;
        if (name === undefined) continue;
        ctx.report({
          at: isWithin(leaf, call) ? leaf : call,
          message: `secret in logs: \`${name}\` is ${isPrinting(call) ? 'printed' : 'logged'}`,
          cause: `${ctx.path} ${ctx.context.defAround(call)?.start ?? 0}`,
          ...(secret?.isPart && { kind: 'part of a secret, or a signature' }),
          doubt: doubtOf(leaf, secret, whole, ctx),
          ...(whole?.when !== undefined && { when: whole.when }),
        });
      }
    },
    ExceptHandler: checkRequest,
    FunctionDef(fn, ctx) {
      if (fn.name === '__repr__' || fn.name === '__str__') checkTextForm(fn, ctx);
    },
  },
});

function doubtOf(
  leaf: Expression,
  secret: LoggedSecret | undefined,
  whole: LoggedWhole | undefined,
  ctx: SourceContext,
): DoubtId | undefined {
  if (secret?.isKind || secret?.isVague || isUsedAsPath(leaf, ctx)) return 'secret-from-name';
  return whole?.doubt;
}

/** `os.path.exists(key)`, `open(key)`: its name is that of what is in the file. */
const isUsedAsPath = (leaf: Expression, { names }: SourceContext): boolean =>
  leaf.kind === 'Name' &&
  (names.resolve(leaf)?.references ?? []).some(
    ({ parent }) =>
      parent?.kind === 'Call' &&
      parent.args[0]?.kind === 'Name' &&
      parent.args[0].id === leaf.id &&
      /^(?:os\.path\.\w+|pathlib\.Path|builtins\.open)$/.test(names.qualifiedName(parent.func) ?? ''),
  );

/** `f"https://api.telegram.org/bot{token}"`: the text of a request that failed has the address, with what is in it. */
function checkRequest(handler: ExceptHandler, ctx: SourceContext): void {
  const described = ctx.handlers.describe(handler);
  const { isBroad, catches, tried } = described;
  const isOutput = (call: Call): boolean =>
    lastName(call.func) === 'exception' || argumentValues(call).some((value) => described.partIn(value) !== undefined);
  const log = described.logs.find(({ keepsException, call }) => keepsException && isOutput(call))?.call;
  if (log === undefined) return;
  if (!isBroad && !catches.some((name) => /^(?:requests|httpx)\./.test(name))) return;
  for (const call of callsWithin(tried)) {
    const request = outgoingRequestOf(call, ctx);
    if (request?.library !== 'requests') continue;
    const parts = [request.url, callKeyword(call, 'params')?.value];
    const name = parts.map((part) => part && secretWithin(part, ctx)).find((each) => each !== undefined)?.name;
    if (name === undefined) continue;
    ctx.report({
      at: log,
      message: `secret in logs: the logged exception contains the URL of \`${lastName(call.func)}\`, which includes \`${name}\``,
      remedy: 'Log only the class of the exception or remove the secret from its message, and rotate the exposed one',
      kind: 'URL of a failed request',
      cause: `${ctx.path} ${name} in addresses`,
      related: [{ at: call, message: 'the URL of this request contains the secret' }],
    });
    return;
  }
}

/** The secret in a text or a table that is put together here, or that `__init__` did. */
function secretWithin(text: Expression, ctx: SourceContext, depth = 0): LoggedSecret | undefined {
  const made = text.kind === 'Attribute' ? (ctx.state.lifeOf(text)?.of('create') ?? []) : [];
  for (const whole of [ctx.flow.whole(text), ...made.flatMap(({ value }) => value ?? [])])
    for (const part of valuesLogged(whole, ctx)) {
      const found =
        secretIn(part, ctx) ?? (part === text || depth > 1 ? undefined : secretWithin(part, ctx, depth + 1));
      if (found !== undefined) return found;
    }
  return undefined;
}

const isPrinting = ({ func }: Call): boolean => PRINTING.has(lastName(func) ?? '');
const PRINTING: ReadonlySet<string> = new Set(['print', 'pprint', 'echo', 'secho', 'write']);

function checkTextForm(fn: Def, ctx: SourceContext): void {
  for (const leaf of ctx.flow.returnValues(fn).flatMap((each) => (each === undefined ? [] : valuesLogged(each, ctx)))) {
    const name = leaf.kind === 'Attribute' ? secretIn(leaf, ctx)?.name : undefined;
    if (name === undefined) continue;
    ctx.report({
      at: leaf,
      message: `secret in logs: \`${fn.name}\` includes \`${name}\``,
      remedy: `Leave \`${name}\` out of \`${fn.name}\``,
      kind: '`repr` or `str` of an object',
    });
  }
}
