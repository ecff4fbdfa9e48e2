import { defineSourceRule, heldBackBy, NOT_PRODUCTION, type Problem, type SourceContext } from '#kit';
import {
  type AnnAssign,
  type Assign,
  ancestors,
  type Compare,
  type Expression,
  lastName,
  nameOfPlace,
} from '#kit/code';
import { keyedDigestIn, secretKindOf } from '#kit/security';
import { keyRead } from '#kit/texts';
import { headerRead, mayLetIn, NOTHING_CLEANS, presentedCredential, STRANGE, waysInto } from '#kit/web';

const KEYED = /(?:^|_)hmac(?:_|$)/i;
const SIGNATURE = /signature|hmac|digest|mac$|checksum/i;

export default defineSourceRule({
  docs: {
    summary: 'secret that a request presents, compared with `==`',
    why: 'The comparison ends at the first byte that differs, so the time of the answer tells how much of a guess is right, byte by byte.',
    remedy: 'Compare with `hmac.compare_digest(a.encode(), b.encode())` (`secrets.compare_digest`).',
    harm: 'admits',
    ceiling: 'P2',
    precision: 'low',
    profile: 'strict',
    since: '0.1.0',
    cwe: [208],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-002' }],
    bad: 'import hashlib\nimport hmac\nimport os\n\nfrom fastapi import FastAPI, HTTPException, Request\n\napp = FastAPI()\n\n\n@app.post("/hook")\nasync def hook(request: Request):\n    seal = hmac.new(os.environb[b"HOOK_SECRET"], await request.body(), hashlib.sha256).hexdigest()\n    if request.headers["X-Signature"] != seal:\n        raise HTTPException(401)\n',
    good: 'import hashlib\nimport hmac\nimport os\n\nfrom fastapi import FastAPI, HTTPException, Request\n\napp = FastAPI()\n\n\n@app.post("/hook")\nasync def hook(request: Request):\n    seal = hmac.new(os.environb[b"HOOK_SECRET"], await request.body(), hashlib.sha256).hexdigest()\n    if not hmac.compare_digest(request.headers["X-Signature"], seal):\n        raise HTTPException(401)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Compare(comparison, ctx) {
      const [op] = comparison.ops;
      const [right] = comparison.comparators;
      if (right === undefined || comparison.comparators.length > 1 || (op !== 'Eq' && op !== 'NotEq')) return;
      if (ctx.context.isTestCode(comparison)) return;
      if (isClauseOfQuery(comparison, ctx)) {
        ctx.proven({ at: comparison, by: 'the database compares, by an index' });
        return;
      }
      const found = pairOf(comparison.left, right, ctx) ?? pairOf(right, comparison.left, ctx);
      if (found !== undefined) report(comparison, found, ctx);
    },
  },
});

/** `select(Gift).where(Gift.token == token)`: no method of these names has a use for a plain truth value. */
function isClauseOfQuery(clause: Expression, ctx: SourceContext): boolean {
  for (const outer of ancestors(clause)) {
    if (outer.kind === 'Call') {
      const name = lastName(outer.func) ?? '';
      if (outer.func.kind === 'Attribute' && QUERYING.has(name)) return true;
      if (!JOINING.has(name) && ctx.flow.whole(outer) === outer) return false;
    } else if (outer.kind === 'Assign' || outer.kind === 'AnnAssign') return isBoundToClause(outer, ctx);
    else if (outer.kind !== 'BinOp' && outer.kind !== 'UnaryOp' && outer.kind !== 'Starred') return false;
  }
  return false;
}

/** `found = or_(Gift.token == token, …)`, and every use of the name is in a query. */
function isBoundToClause(statement: Assign | AnnAssign, ctx: SourceContext): boolean {
  const [target, ...more] = statement.kind === 'Assign' ? statement.targets : [statement.target];
  if (target?.kind !== 'Name' || more.length > 0 || ctx.names.resolve(target)?.scope.kind !== 'function') return false;
  const uses = ctx.names.resolve(target)?.references ?? [];
  return uses.length > 0 && uses.every((use) => isClauseOfQuery(use, ctx));
}

const QUERYING: ReadonlySet<string> = new Set(['where', 'filter', 'having', 'join', 'outerjoin', 'find_one', 'find']);
const JOINING: ReadonlySet<string> = new Set(['and_', 'or_', 'not_']);

interface Pair {
  readonly presented: string;
  /** Nothing more is known than that a keyed digest is asked for. */
  readonly isDigestOnly?: true;
  readonly given: Pick<Problem, 'heldBack'>;
}

/** What a request presents, and the secret that it has to be. */
function pairOf(presented: Expression, secret: Expression, ctx: SourceContext): Pair | undefined {
  if (ctx.values.fold(presented) !== undefined) return undefined;
  const digest = keyedDigestIn(secret, ctx);
  const isCalledKeyed = secret.kind === 'Call' && KEYED.test(lastName(secret.func) ?? '');
  if ((digest === undefined && !isCalledKeyed && !isSecret(secret, ctx)) || keyedDigestIn(presented, ctx) !== undefined)
    return undefined;
  // Two parts of one request are compared where a form asks for a thing twice.
  const isDerived = digest === undefined && waysInto(secret, ctx, NOTHING_CLEANS).some(({ kind }) => STRANGE.has(kind));
  if (isDerived) return undefined;
  const ways = waysInto(presented, ctx, NOTHING_CLEANS);
  const isSent = ways.some(({ kind, doubt }) => STRANGE.has(kind) && doubt === undefined);
  const named = nameOf(presented, ctx);
  const name = named ?? wordFor(presented, ctx);
  if (isSent && (named !== undefined || digest !== undefined || !isKindOnly(secret)))
    return { presented: name, given: heldBackBy(digest === undefined ? FAR_OFF : undefined) };
  // Whoever computes a keyed digest of what there is asks whether what came with it is the same.
  if (digest !== undefined) return { presented: name, isDigestOnly: true, given: { heldBack: UNSEEN } };
  if (isCalledKeyed)
    return {
      presented: name,
      isDigestOnly: true,
      given: { heldBack: 'only its name says that a function makes a keyed digest' },
    };
  const fn = ctx.context.defAround(presented);
  if (presentedCredential(presented, ctx) === undefined || fn === undefined) return undefined;
  return { presented: name, given: { heldBack: mayLetIn(fn, ctx) ? FAR_OFF : UNSEEN } };
}

/** Readers call it good form that nobody is let in by the lack of; a signature is what a stranger can try without end. */
const FAR_OFF = 'nobody is seen to measure the time of a plain comparison over a network';
const UNSEEN = 'nothing shows that a request brings it';

/** `GrantType.PASSWORD`: one word of a class is as likely a kind of thing, where nothing else tells of a secret. */
const isKindOnly = (side: Expression): boolean =>
  side.kind === 'Attribute' && /^[A-Z]+$/.test(side.attr) && /^[A-Z][a-z]/.test(lastName(side.value) ?? '');

/** The name under which it is presented, where that is the name of a secret. */
function nameOf(presented: Expression, ctx: SourceContext): string | undefined {
  const credential = presentedCredential(presented, ctx);
  if (credential !== undefined) return credential.name;
  return namesOf(presented, ctx).find(
    (name) => secretKindOf(name.replaceAll('-', '_')) !== undefined || SIGNATURE.test(name),
  );
}

const namesOf = (presented: Expression, ctx: SourceContext): readonly string[] =>
  [presented, ...ctx.flow.origins(presented)].flatMap(
    (leaf) => headerRead(leaf, ctx) ?? keyRead(leaf, ctx) ?? nameOfPlace(leaf) ?? [],
  );

const wordFor = (presented: Expression, ctx: SourceContext): string => namesOf(presented, ctx)[0] ?? 'what';

/** Configured or kept; a word that stands in the code is told by others. */
function isSecret(side: Expression, ctx: SourceContext): boolean {
  if (ctx.values.fold(side)?.kind === 'none' || ctx.values.string(side) === '') return false;
  return [side, ...ctx.flow.origins(side)].some((leaf) => {
    const key = ctx.values.environmentRead(leaf)?.key;
    return secretKindOf(key ?? nameOfPlace(leaf) ?? '') !== undefined;
  });
}

function report(comparison: Compare, { presented, isDigestOnly, given }: Pair, ctx: SourceContext): void {
  const sign = comparison.ops[0] === 'Eq' ? '==' : '!=';
  ctx.report({
    at: comparison,
    message: isDigestOnly
      ? `\`${presented}\` is compared with a keyed digest by \`${sign}\``
      : `\`${presented}\`, which a request presents, is compared with a secret by \`${sign}\``,
    cause: ctx.path,
    ...given,
  });
}
