/** What speaks against a certificate that nobody checks: whose it is, and what is sent to it. */
import {
  type Assign,
  type Attribute,
  type Call,
  type Expression,
  findNode,
  holds,
  lastName,
  type Name,
  type Node,
  nodesOf,
  stringConstant,
} from '../../ast/index.ts';
import type { SemanticModel, TextPiece, ValueSource } from '../../semantics/index.ts';
import { statementAround } from '../../semantics/names/statement.ts';
import { outgoingRequestOf } from '../calls/outgoing-requests.ts';

export const HTTP_METHODS: ReadonlySet<string> = new Set(
  'get post put patch delete head options request stream'.split(' '),
);

const CHOSEN = 'the host is chosen when the program runs, and may have a certificate of its own';
const NOTHING_SENT = 'nothing secret is seen to be sent there, and the server may have a certificate of its own';

const THROUGH_PROXY = 'nothing secret is seen to be sent there, and the proxy may have a certificate of its own';

/** A public host has a certificate that can be checked; where secrets go to, checking is what the finding asks for. */
export function guessAtHost(call: Call, ctx: SemanticModel): string | undefined {
  if (ctx.types.calleeName(call.func) === 'ssl._create_unverified_context' || logsInBeside(call, ctx)) return undefined;
  const [first] = urlPieces(urlOf(call, ctx), ctx);
  const begun = first?.kind === 'constant' ? first.text : '';
  const host = /^\w+:\/\/([^/:?#]+)/.exec(begun)?.[1];
  if (host !== undefined && !PUBLIC.test(host)) return `\`${host}\` stands in a network of its own`;
  const sending = [call, ...requestsThrough(call, ctx)];
  const isSending = sending.some((each) => sendsSecrets(each, ctx));
  if (host === undefined) return isSending || makesHosts(ctx) ? CHOSEN : NOTHING_SENT;
  if (isSending) return undefined;
  return sending.some((each) => goesThroughProxy(each, ctx)) ? THROUGH_PROXY : undefined;
}

/** `client.tls_set(…)` of a client that the same file gives a name and a password: a broker asks for them on each connection. */
function logsInBeside({ func }: Call, { source }: SemanticModel): boolean {
  if (func.kind !== 'Attribute' || func.attr !== 'tls_set') return false;
  const client = source.text.slice(func.value);
  return nodesOf(source.module, 'Attribute').some(
    ({ attr, value, parent }) =>
      attr === 'username_pw_set' && parent?.kind === 'Call' && source.text.slice(value) === client,
  );
}

/** What a call sends along that the program has from its environment, and nobody else may have: `json={"client_secret": os.environ["CLIENT_SECRET"]}`. */
export function ownSecretSent({ keywords }: Call, ctx: SemanticModel): Expression | undefined {
  const isSecret = ({ kind, leaf }: ValueSource): boolean =>
    kind === 'environment' && SECRET.test(ctx.source.text.slice(leaf));
  for (const { arg, value } of keywords) {
    if (!/^(?:headers|json|data|auth|cookies|params)$/.test(arg ?? '')) continue;
    for (const whole of [value, ...ctx.flow.origins(value)]) {
      const part = findNode(
        whole,
        (node): node is Name => node.kind === 'Name' && ctx.flow.sources(node).some(isSecret),
      );
      if (part !== undefined) return part;
    }
  }
  return undefined;
}

/** `f"https://{host}:{port}"` in the file: a device, a node, whatever the user names. */
const makesHosts = ({ source: { module } }: SemanticModel): boolean =>
  nodesOf(module, 'JoinedStr').some(
    ({ values: [first] }) => first !== undefined && /^https?:\/\/$/.test(stringConstant(first) ?? ''),
  );

/** `client.get(…)` of the client that a call makes. */
function requestsThrough(client: Call, { flow, source: { module } }: SemanticModel): readonly Call[] {
  return nodesOf(module, 'Call').filter(
    ({ func }) => func.kind === 'Attribute' && HTTP_METHODS.has(func.attr) && flow.origins(func.value).includes(client),
  );
}

const sendsSecrets = ({ keywords }: Call, ctx: SemanticModel): boolean =>
  keywords.some(({ arg, value }) => isSecretKeyword(arg, value, ctx));

const goesThroughProxy = ({ keywords }: Call, { values }: SemanticModel): boolean =>
  keywords.some(({ arg, value }) => /^prox(?:y|ies)$/.test(arg ?? '') && values.fold(value)?.kind !== 'none');

function urlPieces(url: Expression | undefined, ctx: SemanticModel): readonly TextPiece[] {
  if (url === undefined) return [];
  return ctx.values.textPieces(ctx.flow.whole(url)) ?? [];
}

/** A name with a dot in it that no resolver of one's own has to know, and no address of a private network. */
const PUBLIC =
  /^(?!.*\.(?:local|lan|internal|intern|intranet|corp|home|svc|test|invalid|example|localhost)$)(?!10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|127\.).+\../i;

const SECRET = /auth|token|secret|password|cookie|session|api[-_]?key|credential/i;

/** `auth=…`, `cookies=…`, `headers={"Authorization": …}`, `headers=self.auth_headers()`. */
function isSecretKeyword(arg: string | undefined, value: Expression, ctx: SemanticModel): boolean {
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
export function guessAtSession({ targets: [target] }: Assign, ctx: SemanticModel): string | undefined {
  if (target?.kind !== 'Attribute') return undefined;
  if (target.attr === 'verify_mode') return guessAtContext(target, ctx);
  if (target.attr !== 'verify') return undefined;
  if (makesHosts(ctx)) return CHOSEN;
  const session = ctx.source.text.slice(target.value);
  const hasSecrets = nodesOf(ctx.source.module, 'Attribute').some(
    ({ attr, value, parent }) =>
      ctx.source.text.slice(value) === session &&
      (/^(?:auth|cookies|cert)$/.test(attr) ||
        (attr === 'headers' && speaksOfSecret(statementAround(value), value)) ||
        (parent?.kind === 'Call' && sendsSecrets(parent, ctx))),
  );
  return hasSecrets ? chosenUnlessNamed(ctx) : NOTHING_SENT;
}

/** `context.verify_mode = …` in a function: what it sends through the context, or the certificate that it asks for. */
function guessAtContext(target: Attribute, ctx: SemanticModel): string | undefined {
  const fn = ctx.context.defAround(target);
  if (fn === undefined) return undefined;
  const calls = ctx.context.nodesOfFunction(fn, 'Call');
  if (calls.some(({ func }) => lastName(func) === 'getpeercert'))
    return 'the function asks for the certificate itself, to look at it';
  const opens = calls.some((call) => ctx.types.calleeName(call.func) === 'urllib.request.urlopen');
  return opens && !calls.some((call) => sendsSecrets(call, ctx)) ? NOTHING_SENT : chosenUnlessNamed(ctx);
}

/** An address of a public host stands in the file. */
const chosenUnlessNamed = ({ source: { module } }: SemanticModel): string | undefined =>
  nodesOf(module, 'Constant').some((each) =>
    PUBLIC.test(/^\w+:\/\/([^/:?#]+)/.exec(stringConstant(each) ?? '')?.[1] ?? ''),
  )
    ? undefined
    : CHOSEN;

export const urlOf = (call: Call, ctx: SemanticModel): Expression | undefined =>
  outgoingRequestOf(call, ctx)?.url ?? call.args[0];
