import {
  type Call,
  type Compare,
  callKeyword,
  defineSourceRule,
  type Expression,
  headerRead,
  lastName,
  mayLetIn,
  NOT_PRODUCTION,
  NOTHING_CLEANS,
  nameOfPlace,
  type Problem,
  presentedCredential,
  type SourceContext,
  STRANGE,
  secretKindOf,
  waysInto,
} from '#kit';

const SIGNATURE = /signature|hmac|digest|mac$|checksum/i;

export default defineSourceRule({
  docs: {
    summary: 'secret that a request presents, compared with `==`',
    why: 'The comparison ends at the first byte that differs, so the time of the answer tells how much of a guess is right, byte by byte.',
    remedy: 'Compare with `hmac.compare_digest(a.encode(), b.encode())` (`secrets.compare_digest`).',
    harm: 'admits',
    ceiling: 'P2',
    precision: 'medium',
    profile: 'strict',
    since: '0.1.0',
    cwe: [208],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-002' }],
    bad: 'import os\n\nfrom fastapi import FastAPI, Header, HTTPException\n\napp = FastAPI()\n\n\n@app.post("/deploy")\ndef deploy(x_api_key: str = Header()):\n    if x_api_key != os.environ["API_KEY"]:\n        raise HTTPException(401)\n',
    good: 'import hmac\nimport os\n\nfrom fastapi import FastAPI, Header, HTTPException\n\napp = FastAPI()\n\n\n@app.post("/deploy")\ndef deploy(x_api_key: str = Header()):\n    if not hmac.compare_digest(x_api_key, os.environ["API_KEY"]):\n        raise HTTPException(401)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Compare(comparison, ctx) {
      const [op] = comparison.ops;
      const [right] = comparison.comparators;
      if (right === undefined || comparison.comparators.length > 1 || (op !== 'Eq' && op !== 'NotEq')) return;
      if (ctx.context.isTestCode(comparison)) return;
      const found = pairOf(comparison.left, right, ctx) ?? pairOf(right, comparison.left, ctx);
      if (found !== undefined) report(comparison, found, ctx);
    },
  },
});

interface Pair {
  readonly presented: string;
  readonly given: Pick<Problem, 'heldBack'>;
}

/** What a request presents, and the secret that it has to be. */
function pairOf(presented: Expression, secret: Expression, ctx: SourceContext): Pair | undefined {
  if (ctx.values.fold(presented) !== undefined || !isSecret(secret, ctx)) return undefined;
  const name = nameOf(presented, ctx);
  if (name === undefined) return undefined;
  // Two parts of one request are compared where a form asks for a thing twice.
  if (waysInto(secret, ctx, NOTHING_CLEANS).some(({ kind }) => STRANGE.has(kind))) return undefined;
  const ways = waysInto(presented, ctx, NOTHING_CLEANS);
  const isSent = ways.some(({ kind, doubt }) => STRANGE.has(kind) && doubt === undefined);
  if (isSent) return { presented: name, given: {} };
  const fn = ctx.context.defAround(presented);
  const isCredential = presentedCredential(presented, ctx) !== undefined;
  if (!isCredential || fn === undefined) return undefined;
  return { presented: name, given: mayLetIn(fn, ctx) ? {} : { heldBack: 'nothing shows that a request brings it' } };
}

/** The name under which it is presented, where that is the name of a secret. */
function nameOf(presented: Expression, ctx: SourceContext): string | undefined {
  const credential = presentedCredential(presented, ctx);
  if (credential !== undefined) return credential.name;
  for (const leaf of [presented, ...ctx.flow.origins(presented)]) {
    const name = headerRead(leaf, ctx) ?? keyOf(leaf, ctx) ?? nameOfPlace(leaf);
    if (name !== undefined && (secretKindOf(name.replaceAll('-', '_')) !== undefined || SIGNATURE.test(name)))
      return name;
  }
  return undefined;
}

function keyOf(leaf: Expression, ctx: SourceContext): string | undefined {
  const key =
    leaf.kind === 'Subscript'
      ? leaf.slice
      : leaf.kind === 'Call' && lastName(leaf.func) === 'get'
        ? leaf.args[0]
        : undefined;
  return key === undefined ? undefined : ctx.values.string(key);
}

/** Configured, kept, or computed with a key; a word that stands in the code is told by others. */
function isSecret(side: Expression, ctx: SourceContext): boolean {
  if (ctx.values.fold(side)?.kind === 'none' || ctx.values.string(side) === '') return false;
  for (const leaf of [side, ...ctx.flow.origins(side)]) {
    const key = ctx.values.environmentRead(leaf)?.key;
    if (secretKindOf(key ?? nameOfPlace(leaf) ?? '') !== undefined) return true;
    if (leaf.kind === 'Call' && isKeyedDigest(leaf, ctx)) return true;
  }
  return false;
}

/** `hmac.new(KEY, body, "sha256").hexdigest()`. */
function isKeyedDigest({ func }: Call, ctx: SourceContext): boolean {
  if (func.kind !== 'Attribute' || !/^(?:hex)?digest$/.test(func.attr)) return false;
  return ctx.flow.origins(func.value).some((made) => {
    if (made.kind !== 'Call') return false;
    const name = ctx.names.qualifiedName(made.func) ?? '';
    return name === 'hmac.new' || name === 'hmac.HMAC' || callKeyword(made, 'key') !== undefined;
  });
}

function report(comparison: Compare, { presented, given }: Pair, ctx: SourceContext): void {
  ctx.report({
    at: comparison,
    message: `\`${presented}\`, which a request presents, is compared with a secret by \`${comparison.ops[0] === 'Eq' ? '==' : '!='}\``,
    cause: ctx.path,
    ...given,
  });
}
