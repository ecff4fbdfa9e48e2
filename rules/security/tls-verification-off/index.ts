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
  stringConstant,
} from '#ast';
import { type DoubtId, defineSourceRule, type SourceContext } from '#kit';
import { type HeldElsewhere, whereItHolds } from '#kit/settings';
import { isForLoopback } from '#kit/web';
import type { Condition } from '#project';
import { keywordsWithSpread } from '../_shared/open-origin.ts';
import { HTTP_METHODS, urlOf } from '../_shared/sent-secret.ts';
import {
  callsLeadingTo,
  certificateAsked,
  saysUnchecked,
  switchedOffForAll,
  uncheckedByAddress,
} from './certificate-checks.ts';

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

export default defineSourceRule({
  docs: {
    summary: 'certificate of a server that is not checked',
    why: 'Whoever stands between program and server can show a certificate of their own, read what is sent (tokens and passwords among it) and answer in the place of the server.',
    remedy:
      'Leave verification on; where the server has a certificate of your own authority, name its file (`verify="ca.pem"`, `ssl.create_default_context(cafile="ca.pem")`).',
    harm: 'exposes',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [295],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-001' }],
    bad: 'import requests\n\n\ndef load(url, token):\n    return requests.get(url, headers={"Authorization": token}, timeout=5, verify=False).json()\n',
    good: 'import requests\n\n\ndef load(url, token):\n    return requests.get(url, headers={"Authorization": token}, timeout=5, verify="ca.pem").json()\n',
  },
  skips: ['test', 'vendored'],
  mentions: [
    ...['verify', 'verify_ssl', 'ssl', 'verify_certs', 'cert_check', 'validate_cert', 'tlsInsecure'],
    ...['tlsAllowInvalidCertificates', 'cert_reqs', 'CERT_NONE', 'known_hosts', 'ssl_cert_reqs', 'ssl_verify'],
    ...[
      'check_hostname',
      'validate_certs',
      'verify_cert',
      'tls_verify',
      'tls_insecure_set',
      'disable_ssl_certificate_validation',
    ],
    // Whose keywords may stand in a dict.
    ...['requests', 'httpx', 'elasticsearch', 'opensearchpy', 'pymongo', 'motor', 'redis', 'environ'],
  ],
  needs: ['values'],
  visit: {
    Constant(text, ctx) {
      const said = uncheckedByAddress(stringConstant(text) ?? '');
      if (said === undefined || text.parent?.kind === 'Expr') return;
      report(text, { said: `\`${said}\`` }, ctx);
    },
    Dict({ keys, values }, ctx) {
      for (const [at, key] of keys.entries()) {
        const value = values[at];
        const isAsked = stringConstant(key) === 'ssl_cert_reqs' && value !== undefined && isNoneOfRedis(value, ctx);
        if (isAsked) report(value, { said: '`ssl_cert_reqs` asks for none' }, ctx);
      }
    },
    Call(call, ctx) {
      const said = switchedOff(call, ctx) ?? switchedOffByName(call, ctx);
      if (said === undefined || isForLoopback(urlOf(call, ctx), ctx)) return;
      report(call, said, ctx);
    },
    Assign(assignment, ctx) {
      const said = assignedOff(assignment, ctx);
      const pinned = said === undefined ? undefined : certificateAsked(assignment, ctx);
      if (pinned !== undefined) {
        ctx.proven({ at: assignment, by: 'the digest of the certificate is asked for', where: pinned });
        return;
      }
      if (said === undefined) return;
      const isBundle = assignment.targets[0]?.kind === 'Subscript' && /_CA_BUNDLE/.test(said);
      report(assignment, { said, ...(isBundle && { when: withOlder(ctx.path) }) }, ctx);
    },
  },
});

/** From 2.28 on requests takes an empty name of a bundle for none at all. Source: `Session.merge_environment_settings`. */
const withOlder = (from: string): Condition => ({
  question: { kind: 'allows-version-below', distribution: 'requests', version: '2.28', from },
  yes: 'keep',
  no: 'drop',
  unknown: { doubt: 'unknown-version' },
});

const isNoneOfRedis = (value: Expression, ctx: SourceContext): boolean =>
  isNoneChecked(value, ctx) ||
  /^(?:CERT_)?none$/i.test(ctx.values.string(value) ?? '') ||
  ctx.values.fold(value)?.kind === 'none';

/** What leaves certificates unchecked, and what speaks against it. */
interface Said extends HeldElsewhere {
  readonly said: string;
  readonly doubt?: DoubtId;
  /** The value that says so, which may stand lines below the call. */
  readonly where?: Expression;
}

function switchedOff(call: Call, ctx: SourceContext): Said | undefined {
  if (ctx.types.calleeName(call.func) === UNVERIFIED) return { said: `\`${UNVERIFIED}\`` };
  const name = ctx.types.calleeName(call.func) ?? '';
  for (const { arg, value } of keywordsWithSpread(call, ctx) ?? call.keywords) {
    if (isNoneChecked(value, ctx) || (arg === 'ssl_cert_reqs' && isNoneOfRedis(value, ctx)))
      return { said: `\`${arg}\` is \`CERT_NONE\``, where: value };
    const found = SWITCHES.find(([keyword, , callee]) => keyword === arg && callee.test(name));
    if (found === undefined) continue;
    const folded = ctx.values.fold(unlessAsked(value, ctx));
    const isOff = folded?.kind === 'bool' ? folded.value === found[1] : folded?.kind === 'none' && found[1] === null;
    const said = `\`${arg}=${found[1] === null ? 'None' : found[1] ? 'True' : 'False'}\``;
    if (isOff)
      return { said, where: value, ...(isFieldOfClass(value, ctx) && { doubt: 'external-definition' as const }) };
    const elsewhere = whereItHolds(value, [found[1]], ctx);
    if (elsewhere !== undefined) return { said: `\`${arg}=${ctx.text.slice(value)}\``, ...elsewhere };
  }
  return undefined;
}

/** Whoever makes the object may give other options. */
const isFieldOfClass = (value: Expression, { context }: SourceContext): boolean =>
  context.classAround(value) !== undefined && context.defAround(value) === undefined;

/** What a parameter is where no caller says: `def load(url, verify=False)`. */
function unlessAsked(value: Expression, { names }: SourceContext): Expression {
  const parameter = value.kind === 'Name' ? names.parameterOf(value) : undefined;
  const fn = parameter?.parent?.parent;
  if (parameter === undefined || (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef')) return value;
  return parametersOf(fn).find(({ node }) => node === parameter)?.default ?? value;
}

/** The same of a session whose class is not known, or is one of the project: `client.get(url, verify=False)`. */
function switchedOffByName({ func, args, keywords }: Call, ctx: SourceContext): Said | undefined {
  if (lastName(func) === 'tls_insecure_set' && booleanConstant(args[0]) === true)
    return { said: 'the name in it is not compared with the host' };
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
function assignedOff({ targets, value }: Assign, ctx: SourceContext): string | undefined {
  const [target] = targets;
  if (target?.kind === 'Subscript') return switchedOffForAll(target.slice, value, ctx);
  if (target?.kind !== 'Attribute') return undefined;
  if (target.attr === 'verify_mode' && isNoneChecked(value, ctx)) return '`verify_mode` is `CERT_NONE`';
  // `CERT_NONE` needs it, and is reported itself.
  if (target.attr === 'check_hostname' && booleanConstant(value) === false && !isUnchecked(target.value, ctx))
    return '`check_hostname` is `False`, so a certificate for any host is accepted';
  if (target.attr === '_create_default_https_context' && lastName(value) === '_create_unverified_context')
    return `every context is one of \`${UNVERIFIED}\``;
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
function askingFor(node: Node, ctx: SourceContext): readonly Call[] {
  const [test, ...others] = ctx.context.testsAround(node);
  const fn = ctx.context.defAround(node);
  if (test === undefined || fn === undefined || others.length > 0) return [];
  const isElse = test.parent?.kind === 'If' && test.parent.orelse.some((each) => isWithin(node, each));
  return callsLeadingTo(test, fn, isElse, ctx);
}

function report(node: Node, { said, where, ...given }: Said, ctx: SourceContext): void {
  const asking = askingFor(node, ctx);
  for (const call of asking) {
    const related = [{ at: node, message: 'it is switched off here' }];
    ctx.report({
      at: call,
      message: 'the certificate of the server is not checked: this call asks for it',
      related,
      ...given,
    });
  }
  if (asking.length > 0) return;
  ctx.report({
    at: node.kind === 'Call' ? node.func : node,
    message: `the certificate of the server is not checked: ${said}`,
    cause: ctx.path,
    ...(where !== undefined && { related: [{ at: where, message: 'it is switched off here' }] }),
    ...given,
  });
}
