import { defineSourceRule, heldBackBy, type SourceContext } from '#kit';
import { outgoingRequestOf } from '#kit/calls';
import {
  type Assign,
  type Attribute,
  booleanConstant,
  type Call,
  type Expression,
  holds,
  lastName,
  type Node,
  nodesOf,
  parametersOf,
  stringConstant,
} from '#kit/code';
import { statementAround } from '#kit/names';
import { certificateAsked, switchedOffForAll } from '#kit/security';
import { type HeldElsewhere, whereItHolds } from '#kit/settings';
import type { TextPiece } from '#kit/values';
import { isForLoopback, keywordsWithSpread } from '#kit/web';

/** Libraries whose calls and classes take the keyword, and what it is when nothing is checked. */
const SWITCHES: readonly (readonly [keyword: string, value: boolean, callee: RegExp])[] = [
  ['verify', false, /^(?:requests|httpx|hvac|boto3|botocore|niquests|curl_cffi|docker|consul)\./],
  ['ssl', false, /^aiohttp\./],
  ['ssl_verify', false, /^gitlab\./],
  ['verify_ssl', false, /^(?:aiohttp|influxdb|influxdb_client|proxmoxer|kubernetes|tornado)\./],
  ['validate_cert', false, /^tornado\./],
  ['verify_certs', false, /^(?:elasticsearch|opensearchpy|elasticsearch_async)\./],
  ['cert_check', false, /^minio\./],
  ['tlsAllowInvalidCertificates', true, /^(?:pymongo|motor)\./],
  ['tlsInsecure', true, /^(?:pymongo|motor)\./],
];
const UNVERIFIED = 'ssl._create_unverified_context';

export default defineSourceRule({
  docs: {
    summary: 'certificate of a server that is not checked',
    why: 'Whoever stands between program and server can show a certificate of their own, read what is sent (tokens and passwords among it) and answer in the place of the server.',
    remedy:
      'Leave verification on; where the server has a certificate of your own authority, name its file (`verify="ca.pem"`, `ssl.create_default_context(cafile="ca.pem")`).',
    harm: 'exposes',
    ceiling: 'P2',
    precision: 'low',
    profile: 'strict',
    since: '0.1.0',
    cwe: [295],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-001' }],
    bad: 'import requests\n\n\ndef load(url, token):\n    return requests.get(url, headers={"Authorization": token}, timeout=5, verify=False).json()\n',
    good: 'import requests\n\n\ndef load(url, token):\n    return requests.get(url, headers={"Authorization": token}, timeout=5, verify="ca.pem").json()\n',
  },
  skips: ['test', 'vendored'],
  mentions: [
    ...['verify', 'verify_ssl', 'ssl', 'verify_certs', 'cert_check', 'validate_cert', 'tlsInsecure'],
    ...['tlsAllowInvalidCertificates', 'cert_reqs', 'CERT_NONE'],
    // Whose keywords may stand in a dict.
    ...['requests', 'httpx', 'elasticsearch', 'opensearchpy', 'pymongo', 'motor', 'redis', 'environ'],
  ],
  visit: {
    Call(call, ctx) {
      const said = switchedOff(call, ctx) ?? switchedOffByName(call, ctx);
      if (said === undefined || isForLoopback(urlOf(call, ctx), ctx)) return;
      report(call, { ...heldBackBy(guessAtHost(call, ctx)), ...said }, ctx);
    },
    Assign(assignment, ctx) {
      const said = assignedOff(assignment, ctx);
      const pinned = said === undefined ? undefined : certificateAsked(assignment, ctx);
      if (pinned !== undefined) {
        ctx.proven({ at: assignment, by: 'the digest of the certificate is asked for', where: pinned });
        return;
      }
      if (said !== undefined) report(assignment, { said, ...heldBackBy(guessAtSession(assignment, ctx)) }, ctx);
    },
  },
});

const isUnverified = ({ func }: Call, { types }: SourceContext): boolean => types.calleeName(func) === UNVERIFIED;

const GUESSED = 'only its names say that the call sends a request';
const CHOSEN = 'the host is chosen when the program runs, and may have a certificate of its own';
const NOTHING_SENT = 'nothing secret is seen to be sent there, and the server may have a certificate of its own';

const THROUGH_PROXY = 'nothing secret is seen to be sent there, and the proxy may have a certificate of its own';

/** A public host has a certificate that can be checked; where secrets go to, checking is what the finding asks for. */
function guessAtHost(call: Call, ctx: SourceContext): string | undefined {
  if (isUnverified(call, ctx)) return undefined;
  const [first] = urlPieces(urlOf(call, ctx), ctx);
  const begun = first?.kind === 'constant' ? first.text : '';
  const host = /^\w+:\/\/([^/:?#]+)/.exec(begun)?.[1];
  if (host !== undefined && !PUBLIC.test(host)) return `\`${host}\` stands in a network of its own`;
  if (host === undefined && makesHosts(ctx)) return CHOSEN;
  const sending = [call, ...requestsThrough(call, ctx)];
  if (sending.some((each) => sendsSecrets(each, ctx))) return undefined;
  if (host === undefined) return NOTHING_SENT;
  return sending.some((each) => goesThroughProxy(each, ctx)) ? THROUGH_PROXY : undefined;
}

/** `f"https://{host}:{port}"` in the file: a device, a node, whatever the user names. */
const makesHosts = ({ module }: SourceContext): boolean =>
  nodesOf(module, 'JoinedStr').some(
    ({ values: [first] }) => first !== undefined && /^https?:\/\/$/.test(stringConstant(first) ?? ''),
  );

/** `client.get(…)` of the client that a call makes. */
function requestsThrough(client: Call, { flow, module }: SourceContext): readonly Call[] {
  return nodesOf(module, 'Call').filter(
    ({ func }) => func.kind === 'Attribute' && HTTP_METHODS.has(func.attr) && flow.origins(func.value).includes(client),
  );
}

const sendsSecrets = ({ keywords }: Call, ctx: SourceContext): boolean =>
  keywords.some(({ arg, value }) => isSecretKeyword(arg, value, ctx));

const goesThroughProxy = ({ keywords }: Call, { values }: SourceContext): boolean =>
  keywords.some(({ arg, value }) => /^prox(?:y|ies)$/.test(arg ?? '') && values.fold(value)?.kind !== 'none');

function urlPieces(url: Expression | undefined, ctx: SourceContext): readonly TextPiece[] {
  if (url === undefined) return [];
  return ctx.values.textPieces(ctx.flow.whole(url)) ?? [];
}

/** A name with a dot in it that no resolver of one's own has to know, and no address of a private network. */
const PUBLIC =
  /^(?!.*\.(?:local|lan|internal|intern|intranet|corp|home|svc|test|invalid|example|localhost)$)(?!10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|127\.).+\../i;

const SECRET = /auth|token|secret|password|cookie|session|api[-_]?key|credential/i;

/** `auth=…`, `cookies=…`, `headers={"Authorization": …}`, `headers=self.auth_headers()`. */
function isSecretKeyword(arg: string | undefined, value: Expression, ctx: SourceContext): boolean {
  if (arg === 'auth' || arg === 'cookies' || arg === 'cert') return true;
  if (arg !== 'headers' && arg !== 'params' && arg !== 'data' && arg !== 'json') return false;
  return [value, ...ctx.flow.origins(value)].some((each) => speaksOfSecret(each));
}

/** A text or a name in it does; that of the object that all of it is about says nothing. */
const speaksOfSecret = (whole: Node, about?: Expression): boolean =>
  holds(whole, (node) =>
    node.kind === 'Constant'
      ? SECRET.test(stringConstant(node) ?? '')
      : node !== about && (node.kind === 'Name' || node.kind === 'Attribute') && SECRET.test(lastName(node) ?? ''),
  );

/** `session.verify = False`: credentials that the file gives to the same session. */
function guessAtSession({ targets: [target] }: Assign, ctx: SourceContext): string | undefined {
  if (target?.kind !== 'Attribute') return undefined;
  if (target.attr === 'verify_mode') return guessAtContext(target, ctx);
  if (target.attr !== 'verify') return undefined;
  if (makesHosts(ctx)) return CHOSEN;
  const session = ctx.text.slice(target.value);
  const hasSecrets = nodesOf(ctx.module, 'Attribute').some(
    ({ attr, value, parent }) =>
      ctx.text.slice(value) === session &&
      (/^(?:auth|cookies|cert)$/.test(attr) ||
        (attr === 'headers' && speaksOfSecret(statementAround(value), value)) ||
        (parent?.kind === 'Call' && sendsSecrets(parent, ctx))),
  );
  return hasSecrets ? undefined : NOTHING_SENT;
}

/** `context.verify_mode = …` in a function: what it sends through the context, or the certificate that it asks for. */
function guessAtContext(target: Attribute, ctx: SourceContext): string | undefined {
  const fn = ctx.context.defAround(target);
  if (fn === undefined) return undefined;
  const calls = ctx.context.nodesOfFunction(fn, 'Call');
  if (calls.some(({ func }) => lastName(func) === 'getpeercert'))
    return 'the function asks for the certificate itself, to look at it';
  if (!calls.some((call) => ctx.types.calleeName(call.func) === 'urllib.request.urlopen')) return undefined;
  return calls.some((call) => sendsSecrets(call, ctx)) ? undefined : NOTHING_SENT;
}

const urlOf = (call: Call, ctx: SourceContext): Expression | undefined =>
  outgoingRequestOf(call, ctx)?.url ?? call.args[0];

/** What leaves certificates unchecked, and what speaks against it. */
interface Said extends HeldElsewhere {
  readonly said: string;
  /** The value that says so, which may stand lines below the call. */
  readonly where?: Expression;
}

function switchedOff(call: Call, ctx: SourceContext): Said | undefined {
  if (isUnverified(call, ctx)) return { said: `\`${UNVERIFIED}\`` };
  const name = ctx.types.calleeName(call.func) ?? '';
  for (const { arg, value } of keywordsWithSpread(call, ctx) ?? call.keywords) {
    if (isNoneChecked(value, ctx) || (arg === 'ssl_cert_reqs' && ctx.values.string(value) === 'none'))
      return { said: `\`${arg}\` is \`CERT_NONE\``, where: value };
    const found = SWITCHES.find(([keyword, , callee]) => keyword === arg && callee.test(name));
    if (found === undefined) continue;
    const folded = ctx.values.fold(unlessAsked(value, ctx));
    if (folded?.kind === 'bool' && folded.value === found[1])
      return { said: `\`${arg}=${folded.value ? 'True' : 'False'}\``, where: value };
    const elsewhere = whereItHolds(value, [found[1]], ctx);
    if (elsewhere !== undefined) return { said: `\`${arg}=${ctx.text.slice(value)}\``, ...elsewhere };
  }
  return undefined;
}

/** What a parameter is where no caller says: `def load(url, verify=False)`. */
function unlessAsked(value: Expression, { names }: SourceContext): Expression {
  const parameter = value.kind === 'Name' ? names.parameterOf(value) : undefined;
  const fn = parameter?.parent?.parent;
  if (parameter === undefined || (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef')) return value;
  return parametersOf(fn).find(({ node }) => node === parameter)?.default ?? value;
}

const HTTP_METHODS: ReadonlySet<string> = new Set('get post put patch delete head options request stream'.split(' '));

/** The same of a session whose class is not known, or is one of the project: `client.get(url, verify=False)`. */
function switchedOffByName({ func, keywords }: Call, ctx: SourceContext): Said | undefined {
  if (func.kind !== 'Attribute' || !HTTP_METHODS.has(func.attr)) return undefined;
  const given = keywords.find(
    ({ arg, value }) => (arg === 'verify' || arg === 'verify_ssl' || arg === 'ssl') && booleanConstant(value) === false,
  );
  if (given === undefined) return undefined;
  return { said: `\`${given.arg ?? 'verify'}=False\``, heldBack: GUESSED, where: given.value };
}

function isNoneChecked(value: Expression, ctx: SourceContext): boolean {
  return ctx.names.qualifiedName(value) === 'ssl.CERT_NONE' || ctx.values.string(value) === 'CERT_NONE';
}

/** `session.verify = False`, `context.verify_mode = ssl.CERT_NONE`, the context of all of `urllib`. */
function assignedOff({ targets, value }: Assign, ctx: SourceContext): string | undefined {
  const [target] = targets;
  if (target?.kind === 'Subscript') return switchedOffForAll(target.slice, value, ctx);
  if (target?.kind !== 'Attribute') return undefined;
  if (target.attr === 'verify_mode' && isNoneChecked(value, ctx)) return '`verify_mode` is `CERT_NONE`';
  if (target.attr === '_create_default_https_context' && lastName(value) === '_create_unverified_context')
    return `every context is one of \`${UNVERIFIED}\``;
  const isSession = /^(?:requests|niquests)\.(?:sessions\.)?Session$/.test(ctx.types.classOf(target.value) ?? '');
  return target.attr === 'verify' && isSession && booleanConstant(value) === false ? '`verify` is `False`' : undefined;
}

function report(node: Node, { said, where, ...doubt }: Said, ctx: SourceContext): void {
  const isOptional = ctx.context.testsAround(node).some((test) => ctx.values.fold(test) === undefined);
  ctx.report({
    at: node.kind === 'Call' ? node.func : node,
    message: `the certificate of the server is not checked: ${said}`,
    cause: ctx.path,
    ...(where !== undefined && { related: [{ at: where, message: 'it is switched off here' }] }),
    ...doubt,
    ...(isOptional && { heldBack: 'a condition around it may be an option that asks for this' }),
  });
}
