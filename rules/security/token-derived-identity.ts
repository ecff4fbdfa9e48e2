import {
  type Arg,
  type Call,
  callsThatMayBeOf,
  type Def,
  defineSourceRule,
  digestedBy,
  type Expression,
  headerRead,
  holdsInOwnCode,
  isEnvironmentGuarded,
  isNone,
  lastName,
  NOT_PRODUCTION,
  namesAtUse,
  type SourceContext,
  stringConstant,
  type ValueUse,
  wordsOfName,
} from '#kit';

/** What a client shows to be let in. */
const CREDENTIALS: ReadonlySet<string> = new Set(
  `token api_key apikey api_token access_token auth_token bearer bearer_token id_token session_token raw_token authorization
  authorization_header auth_header auth credentials x_api_key api_key_header secret_key`.split(/\s+/),
);
const CREDENTIAL_HEADER =
  /^(?:HTTP_)?(?:authorization|x[-_]api[-_]key|x[-_]auth[-_]token|x[-_]access[-_]token|api[-_]key|token)$/i;
const IDENTITIES: ReadonlySet<string> = new Set(
  'tenant user account owner customer org organization organisation principal subject workspace namespace uid identity'.split(
    ' ',
  ),
);
/** What FastAPI and its relatives fill with a part of the request. */
const INJECTED: ReadonlySet<string> = new Set(['Header', 'Depends', 'Security', 'Cookie']);
const REFUSING =
  /HTTPException|Unauthorized|Forbidden|PermissionDenied|PermissionError|AuthenticationFailed|AuthError|abort/;
/** Functions that look at a text, or write it otherwise, without comparing it with anything that was issued. */
const LOOKING = /^builtins\.(?:len|isinstance|bool|str|bytes|type|print|hash)$/;

export default defineSourceRule({
  docs: {
    summary: 'identity made of a credential that nobody checks',
    why: 'Whatever text a client sends becomes a valid identity, so everybody is let in, and who knows or guesses a token is its owner for ever: nothing can be revoked.',
    remedy:
      'Look the hash of the credential up among those issued, or verify its signature, and take the identity from there.',
    severity: 'P0',
    precision: 'medium',
    measured: { read: 2, right: 2, on: 'TenSafe' },
    since: '0.1.0',
    cwe: [287, 290],
    origin: [
      { document: 'TenSafe Issue Register', finding: 'AUTH-01' },
      { document: 'TenSafe Phase 0 Baseline Assessment', finding: '2.9' },
    ],
    bad: 'import hashlib\n\nfrom fastapi import Header\n\n\ndef tenant_of(token: str = Header()):\n    return "tenant-" + hashlib.sha256(token.encode()).hexdigest()\n',
    good: 'import hashlib\n\nfrom fastapi import Header, HTTPException\n\n\ndef tenant_of(token: str = Header()):\n    key = keys.find(hashlib.sha256(token.encode()).hexdigest())\n    if key is None:\n        raise HTTPException(401)\n    return key.tenant\n',
  },
  skips: NOT_PRODUCTION,
  mentions: [...CREDENTIALS, 'headers', 'META'],
  visit: {
    Call(call, ctx) {
      const inputs = digestedBy(call, ctx);
      if (inputs !== undefined) check(call, inputs, 'a digest', ctx);
    },
    Subscript(part, ctx) {
      if (part.slice.kind !== 'Slice' || part.slice.upper === undefined || part.ctx !== 'Load') return;
      check(part, [part.value], 'a part', ctx);
    },
  },
});

interface Credential {
  readonly name: string;
  readonly leaf: Expression;
  readonly parameter: Arg | undefined;
}

function check(made: Expression, inputs: readonly Expression[], what: string, ctx: SourceContext): void {
  const fn = ctx.context.defAround(made);
  const credential = credentialAmong(inputs, ctx);
  if (fn === undefined || credential === undefined || ctx.context.isTestCode(made)) return;
  const uses = ctx.flow.destinations(made);
  const identity = identityAmong(uses, ctx);
  if (identity === undefined || uses.some((use) => isLookedUp(use, ctx))) return;
  if (isEnvironmentGuarded(made) || isCheckedIn(credential, made, uses, ctx)) return;
  const callers = callsThatMayBeOf(fn, ctx).flatMap((call) => {
    const around = ctx.context.defAround(call);
    return around === undefined ? [] : [{ call, around }];
  });
  if (callers.some(({ call, around }) => isCheckedByCaller(call, around, credential, ctx))) return;
  if (!letsIn(fn, credential, ctx) && !callers.some(({ around }) => letsIn(around, undefined, ctx))) return;
  ctx.report({
    at: made,
    message: `\`${identity}\` is ${what} of \`${credential.name}\`, which nothing checks: any text is let in`,
    remedy: `Look the hash of \`${credential.name}\` up among those issued, or verify its signature, and answer 401 otherwise`,
    related: credential.parameter === undefined ? [] : [{ at: credential.parameter, message: 'comes in here' }],
  });
}

function credentialAmong(inputs: readonly Expression[], ctx: SourceContext): Credential | undefined {
  const leaves = inputs.flatMap((input) => ctx.flow.origins(input));
  for (const leaf of leaves) {
    const header = headerRead(leaf, ctx);
    if (header !== undefined && CREDENTIAL_HEADER.test(header)) return { name: header, leaf, parameter: undefined };
    const root = leaf.kind === 'Attribute' && CREDENTIALS.has(leaf.attr) ? leaf.value : leaf;
    const parameter = root.kind === 'Name' ? ctx.names.parameterOf(root) : undefined;
    if (parameter !== undefined && CREDENTIALS.has(parameter.arg)) return { name: parameter.arg, leaf, parameter };
  }
  return undefined;
}

function identityAmong(uses: readonly ValueUse[], ctx: SourceContext): string | undefined {
  return uses
    .flatMap((use) => namesAtUse(use, ctx))
    .map(({ name }) => name)
    .find((name) => wordsOfName(name).some((word) => IDENTITIES.has(word)));
}

/** The digest is compared with, or found among, what was issued. */
function isLookedUp({ kind, node, carrier }: ValueUse, ctx: SourceContext): boolean {
  if (kind === 'key' || kind === 'compare') return true;
  if (kind !== 'argument' || node.kind !== 'Call') return false;
  if (carrier.parent?.kind === 'keyword' && carrier.parent.arg?.startsWith('key') === true) return true;
  return !isLooking(node, ctx) && !/^_?[A-Z]/.test(lastName(node.func) ?? '');
}

/** The credential itself goes somewhere else than into the digest. */
function isCheckedIn(
  { leaf, parameter }: Credential,
  made: Expression,
  uses: readonly ValueUse[],
  ctx: SourceContext,
): boolean {
  const own = parameter === undefined ? undefined : ctx.names.lookup(parameter.arg, leaf);
  return (own?.references ?? [leaf])
    .flatMap((load) => ctx.flow.destinations(load))
    .some((use) => isCheck(use, made, ctx) && !uses.some(({ node }) => node === use.node));
}

function isCheck({ kind, node }: ValueUse, made: Expression | undefined, ctx: SourceContext): boolean {
  switch (kind) {
    case 'key':
      return node.kind === 'Subscript' && node.slice.kind !== 'Slice';
    case 'compare':
      return (
        node.kind !== 'Compare' ||
        ![node.left, ...node.comparators].some((side) => isNone(side) || stringConstant(side) !== undefined)
      );
    case 'argument':
      return node.kind === 'Call' && !isPartOf(node, made) && !isLooking(node, ctx);
    default:
      return false;
  }
}

const isPartOf = (inner: Expression, outer: Expression | undefined): boolean =>
  outer !== undefined && inner.start >= outer.start && inner.end <= outer.end;

/** Measured, logged, digested. */
function isLooking(call: Call, ctx: SourceContext): boolean {
  const name = ctx.names.qualifiedName(call.func) ?? '';
  return LOOKING.test(name) || /^(?:hashlib|uuid|xxhash)\./.test(name) || ctx.effects.of(call) === 'log';
}

/** What the caller gives is checked by something else as well. */
function isCheckedByCaller(call: Call, around: Def, { parameter }: Credential, ctx: SourceContext): boolean {
  if (parameter === undefined) return false;
  return call.args.some((argument) =>
    ctx.flow.origins(argument).some((leaf) => {
      if (leaf.kind !== 'Name') return false;
      const loads = ctx.names.lookup(leaf.id, around.body[0] ?? around)?.references ?? [];
      return loads
        .flatMap((load) => ctx.flow.destinations(load))
        .some((use) => use.node !== call && isCheck(use, call, ctx));
    }),
  );
}

/** The function answers a request: by its parameters, by what it refuses with, or because it serves a route. */
function letsIn(fn: Def, credential: Credential | undefined, ctx: SourceContext): boolean {
  if (credential !== undefined && credential.parameter === undefined) return true;
  const { args, posonlyargs, kwonlyargs, defaults, kw_defaults } = fn.args;
  const filled = [
    ...defaults,
    ...kw_defaults,
    ...[...args, ...posonlyargs, ...kwonlyargs].map(({ annotation }) => annotation),
  ];
  if (filled.some((value) => value !== undefined && isInjected(value))) return true;
  if (ctx.context.routeOf(fn) !== undefined) return true;
  return holdsInOwnCode(fn.body, (node) => {
    if (node.kind !== 'Raise' || node.exc === undefined) return false;
    return REFUSING.test(lastName(node.exc.kind === 'Call' ? node.exc.func : node.exc) ?? '');
  });
}

function isInjected(value: Expression): boolean {
  if (value.kind === 'Call') return INJECTED.has(lastName(value.func) ?? '');
  if (value.kind !== 'Subscript') return false;
  return value.slice.kind === 'Tuple' && value.slice.elts.some((part) => part.kind === 'Call' && isInjected(part));
}
