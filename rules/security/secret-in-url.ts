import { type Call, callKeyword, type Expression, nameOfPlace, stringConstant } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { outgoingRequestOf } from '#kit/calls';
import { secretKindOf } from '#knowledge/secrets';
import { STANDARD_LIBRARY_MODULES } from '#knowledge/standard-library';
import type { TextPiece } from '#semantics';
import { makersOf } from '#semantics/values/makers';
import { calleeCode } from './_shared/callee.ts';

/** Behind these a text goes on with a secret: `?token=`, `https://user:`. */
const BEFORE =
  /[?&](?:[\w-]*(?:key|token|secret|password|passwd|pwd|signature|sig|auth))=$|^https?:\/\/(?:[^/?#@\s]*:)?$/i;
const USERINFO = /^https?:\/\/[^/?#]*$/i;

export default defineSourceRule({
  docs: {
    summary: 'secret in a URL',
    why: 'URLs end up in the logs of the program and of each proxy, in exception messages and in browser history.',
    remedy: 'Send the secret in a header (`Authorization`) or in the body, and log the URL without it',
    harm: 'exposes',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [598],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.5' }],
    bad: 'import os\n\nimport requests\n\n\ndef weather(city):\n    key = os.environ["WEATHER_API_KEY"]\n    return requests.get(f"https://weather.example.com/v1?city={city}&api_key={key}", timeout=5).json()\n',
    good: 'import os\n\nimport requests\n\n\ndef weather(city):\n    headers = {"X-Api-Key": os.environ["WEATHER_API_KEY"]}\n    return requests.get("https://weather.example.com/v1", params={"city": city}, headers=headers, timeout=5).json()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: ['requests', 'httpx', 'aiohttp', 'urllib', 'urllib3', 'logging', 'logger', 'log', 'print'],
  visit: {
    Call(call, ctx) {
      const request = outgoingRequestOf(call, ctx);
      if (request !== undefined) checkRequest(call, request.url, ctx);
      else if (ctx.effects.of(call) === 'log') checkLog(call, ctx);
      else checkHandOver(call, ctx);
    },
  },
});

function checkRequest(call: Call, url: Expression | undefined, ctx: SourceContext): void {
  const name = (url === undefined ? undefined : secretIn(url, ctx)) ?? secretInParameters(call, ctx);
  if (name === undefined) return;
  ctx.report({
    at: call.func,
    message: `secret in URL: \`${name}\` is part of a request URL`,
    remedy: 'Send the secret in a header (`Authorization`) or in the body',
    cause: `${ctx.path} ${name}`,
  });
}

function checkLog(call: Call, ctx: SourceContext): void {
  const name = call.args
    .flatMap((argument) => addressesIn(argument, ctx))
    .map((each) => secretIn(each, ctx))
    .find((each) => each !== undefined);
  if (name === undefined) return;
  ctx.report({
    at: call.func,
    message: `secret in URL: a URL containing \`${name}\` is logged`,
    remedy: 'Log the URL without its query, and rotate the exposed secret',
    cause: `${ctx.path} ${name}`,
  });
}

/** A function of the project, or one that nobody knows, is given a whole address. */
function checkHandOver(call: Call, ctx: SourceContext): void {
  const effect = ctx.effects.of(call);
  if ((effect !== 'project' && effect !== 'unknown') || isOfPython(ctx.types.calleeName(call.func))) return;
  const given = [call.args[0], callKeyword(call, 'url')?.value];
  const name = given.flatMap((each) => (each === undefined ? [] : (secretIn(each, ctx) ?? [])))[0];
  if (name === undefined) return;
  ctx.report({
    at: call.func,
    message: `secret in URL: ${calleeCode(call.func)} receives a URL containing \`${name}\``,
    remedy: 'Pass the secret separately, and send it in a header (`Authorization`) or in the body',
    cause: `${ctx.path} ${name}`,
    doubt: 'opaque-callee',
  });
}

/** Takes texts apart, or puts them together. */
const isOfPython = (callee = ''): boolean =>
  callee.startsWith('builtins.') || STANDARD_LIBRARY_MODULES.has(callee.split('.')[0] ?? '');

/** What is put into the line. */
function addressesIn(argument: Expression, ctx: SourceContext): readonly Expression[] {
  if (argument.kind === 'JoinedStr')
    return argument.values.flatMap((part) => (part.kind === 'FormattedValue' ? part.value : []));
  return stringConstant(argument) === undefined && ctx.values.fold(argument) === undefined ? [argument] : [];
}

/** The secret behind `?token=`, or before the `@` of an address. */
function secretIn(url: Expression, ctx: SourceContext): string | undefined {
  return makersOf(url, ctx)
    .map((made) => secretAmong(ctx.values.textPieces(made) ?? [], ctx))
    .find((name) => name !== undefined);
}

function secretAmong(pieces: readonly TextPiece[], ctx: SourceContext): string | undefined {
  let before = '';
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'constant') {
      before += piece.text;
      continue;
    }
    const name = secretNameOf(piece.expression, ctx);
    const next = pieces[index + 1];
    const isUserinfo = USERINFO.test(before) && next?.kind === 'constant' && next.text.startsWith('@');
    if (name !== undefined && (isUserinfo || (BEFORE.test(before) && !USERINFO.test(before)))) return name;
    before += '*';
  }
  return undefined;
}

/** `params={"api_key": KEY}`. */
function secretInParameters(call: Call, ctx: SourceContext): string | undefined {
  const given = callKeyword(call, 'params')?.value;
  const made = given === undefined ? [] : makersOf(given, ctx);
  const values = made.flatMap((each) => (each.kind === 'Dict' ? each.values : []));
  return values.map((value) => secretNameOf(value, ctx)).find((name) => name !== undefined);
}

function secretNameOf(value: Expression, ctx: SourceContext): string | undefined {
  for (const leaf of [value, ...ctx.flow.origins(value)]) {
    const name = ctx.values.environmentRead(leaf)?.key ?? nameOfPlace(leaf) ?? '';
    if (secretKindOf(name) !== undefined) return name;
  }
  return undefined;
}
