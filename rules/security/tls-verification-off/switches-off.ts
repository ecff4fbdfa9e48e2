/** Arguments and assignments that switch the check of certificates off. */
import {
  type Assign,
  booleanConstant,
  type Call,
  dottedName,
  type Expression,
  isWithin,
  lastName,
  type Node,
  nodesOf,
  parametersOf,
} from '#ast';
import type { DoubtId, SourceContext } from '#kit';
import { type HeldElsewhere, whereItHolds } from '#kit/settings';
import type { Condition } from '#project';
import { keywordsWithSpread } from '../_shared/open-origin.ts';
import { HTTP_METHODS } from '../_shared/sent-secret.ts';
import { callsLeadingTo, saysUnchecked, switchedOffForAll } from './certificate-checks.ts';

/** Libraries whose calls and classes take the keyword, and what it is when nothing is checked. */
const SWITCHES: readonly (readonly [keyword: string, value: boolean | null, callee: RegExp])[] = [
  ['verify', false, /^(?:requests|httpx|hvac|boto3|botocore|niquests|curl_cffi|docker|consul)\./],
  ['ssl', false, /^aiohttp\./],
  ['ssl_verify', false, /^gitlab\./],
  ['verify_ssl', false, /^(?:aiohttp|influxdb|influxdb_client|proxmoxer|kubernetes|tornado)\./],
  ['validate_cert', false, /^tornado\./],
  ['verify_certs', false, /^(?:elasticsearch|opensearchpy|elasticsearch_async)\./],
  ['cert_check', false, /^minio\./],
  ['tlsAllowInvalidCertificates', true, /^(?:pymongo|motor)\./],
  ['tlsInsecure', true, /^(?:pymongo|motor)\./],
  // The key of a host, which ssh has in place of a certificate.
  ['known_hosts', null, /^asyncssh\./],
];
const UNVERIFIED = 'ssl._create_unverified_context';
/**
 * Clients of the standard library that check no certificate unless they are given a context, and where it stands among the arguments.
 * Source: `ssl._create_stdlib_context` in Lib/smtplib.py, imaplib.py, poplib.py, ftplib.py.
 */
const WITHOUT_CONTEXT: ReadonlyMap<string, readonly [keyword: string, position: number]> = new Map([
  ['smtplib.SMTP.starttls', ['context', 0]],
  ['smtplib.SMTP_SSL', ['context', 6]],
  ['imaplib.IMAP4.starttls', ['ssl_context', 0]],
  ['imaplib.IMAP4_SSL', ['ssl_context', 2]],
  ['poplib.POP3.stls', ['context', 0]],
  ['poplib.POP3_SSL', ['context', 2]],
  ['ftplib.FTP_TLS', ['context', 4]],
]);

/** `server.starttls()`, `smtplib.SMTP_SSL(host, 465)`. */
export function leftUnchecked(call: Call, ctx: SourceContext): string | undefined {
  const name = ctx.types.calleeName(call.func) ?? '';
  const [keyword, position] = WITHOUT_CONTEXT.get(name) ?? [];
  if (keyword === undefined || position === undefined) return undefined;
  const given = ctx.values.argument(call, keyword, position);
  const isNone = given.kind === 'given' && ctx.values.fold(given.value)?.kind === 'none';
  return given.kind === 'absent' || isNone ? name.split('.').slice(-1)[0] : undefined;
}

/** From 2.28 on requests takes an empty name of a bundle for none at all. Source: `Session.merge_environment_settings`. */
export const withOlder = (from: string): Condition => ({
  question: { kind: 'allows-version-below', distribution: 'requests', version: '2.28', from },
  yes: 'keep',
  no: 'drop',
  unknown: { doubt: 'unknown-version' },
});

export const isNoneOfRedis = (value: Expression, ctx: SourceContext): boolean =>
  isNoneChecked(value, ctx) ||
  /^(?:CERT_)?none$/i.test(ctx.values.string(value) ?? '') ||
  ctx.values.fold(value)?.kind === 'none';

/** What leaves certificates unchecked, and what speaks against it. */
export interface Said extends HeldElsewhere {
  readonly said: string;
  readonly doubt?: DoubtId;
  /** The value that says so, which may stand lines below the call. */
  readonly where?: Expression;
}

export function switchedOff(call: Call, ctx: SourceContext): Said | undefined {
  if (ctx.types.calleeName(call.func) === UNVERIFIED) return { said: `\`${UNVERIFIED}\`` };
  const name = ctx.types.calleeName(call.func) ?? '';
  for (const { arg, value } of keywordsWithSpread(call, ctx) ?? call.keywords) {
    if (isNoneChecked(value, ctx) || (arg === 'ssl_cert_reqs' && isNoneOfRedis(value, ctx)))
      return { said: `\`${arg}\` is \`CERT_NONE\``, where: value };
    const found = SWITCHES.find(([keyword, , callee]) => keyword === arg && callee.test(name));
    if (found === undefined) continue;
    const folded = ctx.values.fold(defaultOf(value, ctx));
    const isOff = folded?.kind === 'bool' ? folded.value === found[1] : folded?.kind === 'none' && found[1] === null;
    const said = `\`${arg}=${found[1] === null ? 'None' : found[1] ? 'True' : 'False'}\``;
    if (isOff)
      return { said, where: value, ...(isFieldOfClass(value, ctx) && { doubt: 'external-definition' as const }) };
    const elsewhere = whereItHolds(value, [found[1]], ctx);
    if (elsewhere !== undefined) return { said: `\`${arg}=${ctx.text.slice(value)}\``, ...elsewhere };
  }
  return undefined;
}

/** Anyone who makes the object may give other options. */
const isFieldOfClass = (value: Expression, { context }: SourceContext): boolean =>
  context.classAround(value) !== undefined && context.defAround(value) === undefined;

/** What a parameter is where no caller says: `def load(url, verify=False)`. */
function defaultOf(value: Expression, { names }: SourceContext): Expression {
  const parameter = value.kind === 'Name' ? names.parameterOf(value) : undefined;
  const fn = parameter?.parent?.parent;
  if (parameter === undefined || (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef')) return value;
  return parametersOf(fn).find(({ node }) => node === parameter)?.default ?? value;
}

/** The same of a session whose class is not known, or is one of the project: `client.get(url, verify=False)`. */
export function switchedOffByName({ func, args, keywords }: Call, ctx: SourceContext): Said | undefined {
  if (lastName(func) === 'tls_insecure_set' && booleanConstant(args[0]) === true)
    return { said: 'the host name is not checked' };
  const said = keywords.find(saysUnchecked);
  if (said !== undefined && !(func.kind === 'Attribute' && HTTP_METHODS.has(func.attr)))
    return { said: `\`${ctx.text.slice(said)}\``, doubt: 'type-from-name', where: said.value };
  if (func.kind !== 'Attribute' || !HTTP_METHODS.has(func.attr)) return undefined;
  const given = keywords.find(
    ({ arg, value }) => (arg === 'verify' || arg === 'verify_ssl' || arg === 'ssl') && booleanConstant(value) === false,
  );
  if (given === undefined) return undefined;
  return { said: `\`${given.arg ?? 'verify'}=False\``, doubt: 'type-from-name', where: given.value };
}

function isNoneChecked(value: Expression, ctx: SourceContext): boolean {
  return ctx.names.qualifiedName(value) === 'ssl.CERT_NONE' || ctx.values.string(value) === 'CERT_NONE';
}

/** `context.verify_mode = ssl.CERT_NONE` in the same function. */
const isUnchecked = (context: Expression, ctx: SourceContext): boolean =>
  nodesOf(ctx.module, 'Assign').some(
    ({ targets: [target], value }) =>
      target?.kind === 'Attribute' &&
      target.attr === 'verify_mode' &&
      dottedName(target.value) === dottedName(context) &&
      ctx.context.defAround(target) === ctx.context.defAround(context) &&
      isNoneChecked(value, ctx),
  );

/** `session.verify = False`, `context.verify_mode = ssl.CERT_NONE`, the context of all of `urllib`. */
export function assignedOff({ targets, value }: Assign, ctx: SourceContext): string | undefined {
  const [target] = targets;
  if (target?.kind === 'Subscript') return switchedOffForAll(target.slice, value, ctx);
  if (target?.kind !== 'Attribute') return undefined;
  if (target.attr === 'verify_mode' && isNoneChecked(value, ctx)) return '`verify_mode` is `CERT_NONE`';
  // `CERT_NONE` needs it, and is reported itself.
  if (target.attr === 'check_hostname' && booleanConstant(value) === false && !isUnchecked(target.value, ctx))
    return '`check_hostname` is `False`, so a certificate for any host is accepted';
  if (target.attr === '_create_default_https_context' && lastName(value) === '_create_unverified_context')
    return `every SSL context comes from \`${UNVERIFIED}\``;
  const owner =
    target.value.kind === 'Name' && target.value.id === 'self' ? ctx.context.classAround(target) : undefined;
  const classes = [
    ctx.types.classOf(target.value),
    ...(owner?.bases ?? []).map((each) => ctx.names.qualifiedName(each)),
  ];
  const isSession = classes.some((each) => /^(?:requests|niquests)\.(?:sessions\.)?Session$/.test(each ?? ''));
  return target.attr === 'verify' && isSession && booleanConstant(value) === false ? '`verify` is `False`' : undefined;
}

/** `if not strict:` around it, and a call that says `strict=False`, or leaves it at that. */
export function callsDisabling(node: Node, ctx: SourceContext): readonly Call[] {
  const [test, ...others] = ctx.context.testsAround(node);
  const fn = ctx.context.defAround(node);
  if (test === undefined || fn === undefined || others.length > 0) return [];
  const isElse = test.parent?.kind === 'If' && test.parent.orelse.some((each) => isWithin(node, each));
  return callsLeadingTo(test, fn, isElse, ctx);
}
