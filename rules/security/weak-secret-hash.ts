import {
  ancestors,
  type Call,
  type Def,
  type Expression,
  holds,
  lastName,
  type Node,
  nameOfPlace,
  nodesOf,
  walk,
} from '#ast';
import { type DoubtId, defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isPasswordName } from '#knowledge/secrets';
import type { Condition } from '#project';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { keyRead } from '#semantics/values/keyed-read';
import { digestedBy } from './_shared/digests.ts';

/** What makes a password slow to guess, or a key of it. */
const SLOW = /(?:^|[._])(?:bcrypt|argon2|scrypt|pbkdf2|hashpw|checkpw|crypt|HKDF|passlib)/i;
/** Of these, what keeps passwords; the others make keys. */
const FOR_PASSWORDS = /(?:^|[._])(?:bcrypt|argon2|passlib|pbkdf2_hmac|scrypt)/i;
const WEAK_SCHEMES =
  /^(?:passlib\.hash\.(?:hex_\w+|ldap_\w*(?:md5|sha1)|md5_crypt|plaintext|des_crypt|lmhash|nthash)\b)/;

export default defineSourceRule({
  docs: {
    summary: 'weak password hash: fast digest',
    why: 'A GPU computes billions of these digests per second. An attacker who has the table can recover most passwords within a day, and without a salt, all equal passwords at once.',
    remedy: 'Hash passwords with Argon2, scrypt, bcrypt or PBKDF2 with many rounds and a salt',
    harm: 'exposes',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [916, 759],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-001' }],
    bad: 'import hashlib\n\n\ndef register(name, password):\n    save(name, hashlib.sha256(password.encode()).hexdigest())\n',
    good: 'import bcrypt\n\n\ndef register(name, password):\n    save(name, bcrypt.hashpw(password.encode(), bcrypt.gensalt()))\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: ['hexdigest', 'digest', 'passlib'],
  visit: {
    Call(call, ctx) {
      const name = ctx.names.qualifiedName(call.func) ?? '';
      if (WEAK_SCHEMES.test(name)) {
        ctx.report({ at: call.func, message: `weak password hash: \`${name}\` is a fast digest` });
        return;
      }
      const password = passwordDigested(call, ctx);
      if (password === undefined || isHandedToSlow(call, ctx) || isCut(call)) return;
      const checking = hashesSlowly(ctx) ? checkingWith(call, ctx) : undefined;
      if (checking?.kind === 'Call') {
        ctx.proven({ at: call, by: 'the digest only verifies old hashes, and new passwords use a slow hash' });
        return;
      }
      ctx.report({
        at: call,
        message: `weak password hash: \`${password}\` is hashed with a fast digest`,
        cause: ctx.path,
        doubt: doubtOf(call, ctx),
        ...(checking !== undefined && { when: whereCalledElsewhere(checking, ctx) }),
      });
    },
  },
});

/** The password that `sha256(salt + password).hexdigest()` is made of. */
function passwordDigested(call: Call, ctx: SourceContext): string | undefined {
  if (call.func.kind !== 'Attribute' || !/^(?:hex)?digest$/.test(call.func.attr)) return undefined;
  const leaves = (digestedBy(call, ctx) ?? []).flatMap((each) => {
    const parts: Expression[] = [each];
    // A part of a form says by its key what it is, where its whole says nothing.
    walk(each, (node) => {
      if (node.kind === 'Subscript' || node.kind === 'Call') parts.push(node);
      if (node.kind === 'Call' && mayKeepWords(node, ctx)) parts.push(...node.args);
    });
    return [...parts, ...ctx.flow.origins(each)];
  });
  return leaves.map((leaf) => nameOfPlace(leaf) ?? keyRead(leaf, ctx) ?? '').find(isPasswordName);
}

/** `to_bytes(password)`: what a function makes of it is still guessed as fast, unless it is a number or slow to make. */
function mayKeepWords({ func }: Call, ctx: SourceContext): boolean {
  const name = ctx.types.calleeName(func) ?? lastName(func) ?? '';
  return !SLOW.test(name) && !/^builtins\.(?:len|id|hash|type|bool|isinstance)$/.test(name);
}

/** Shortened before bcrypt, which reads 72 bytes only, or a first step of a key derivation. */
function isHandedToSlow(call: Call, ctx: SourceContext): boolean {
  const names = [...ctx.flow.destinations(call)].map(({ node }) =>
    node.kind === 'Call' ? (ctx.types.calleeName(node.func) ?? lastName(node.func) ?? '') : '',
  );
  return names.some((name) => SLOW.test(name));
}

/** The first signs of a digest, by which a list of known passwords is asked. */
function isCut(call: Call): boolean {
  for (const outer of ancestors(call)) {
    if (isSlice(outer)) return true;
    if (outer.kind !== 'Call' && outer.kind !== 'Attribute') return false;
  }
  return false;
}

const isSlice = (node: Node | undefined): boolean => node?.kind === 'Subscript' && node.slice.kind === 'Slice';

/** `digest = sha1(…).hexdigest().upper()`, and then `digest[:5]`. */
function isCutLater(call: Call, ctx: SourceContext): boolean {
  const statement = [...ancestors(call)].find(({ kind }) => kind !== 'Call' && kind !== 'Attribute');
  const target = statement?.kind === 'Assign' ? statement.targets[0] : undefined;
  const uses = target?.kind === 'Name' ? (ctx.names.resolve(target)?.references ?? []) : [];
  return uses.some(({ parent }) => isSlice(parent));
}

/** What a function digests before its rounds, and what it makes of them, is a part of `sha512-crypt` and its like. */
const hashesInLoop = (fn: Node, ctx: SourceContext): boolean =>
  holds(
    fn,
    (node) => node.kind === 'Call' && ctx.context.loopAround(node) !== undefined && digestedBy(node, ctx) !== undefined,
  );

/** It is compared, goes into a field, or is given back by a function that is named for it. */
function isKept(call: Call, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(call);
  return ctx.flow.destinations(call).some(({ kind, carrier }) => {
    if (kind === 'compare' || kind === 'attribute-store' || kind === 'subscript-store') return true;
    if (kind === 'return') return fn !== undefined && NAMED.test(fn.name);
    return kind === 'argument' && (carrier.parent?.kind === 'keyword' ? NAMED.test(carrier.parent.arg ?? '') : true);
  });
}

const NAMED = /hash|passw|pwd|encrypt|crypt|digest/i;

/** `except ImportError:`: it runs in the place of what hashes slowly, and not before it. */
const isImportFallback = (call: Call): boolean =>
  [...ancestors(call)].some(
    (around) =>
      around.kind === 'ExceptHandler' &&
      around.type !== undefined &&
      /^(?:ImportError|ModuleNotFoundError)$/.test(lastName(around.type) ?? ''),
  );

function doubtOf(call: Call, ctx: SourceContext): DoubtId | undefined {
  const fn = ctx.context.defAround(call);
  const isRound = ctx.context.loopAround(call) !== undefined || (fn !== undefined && hashesInLoop(fn, ctx));
  if (!isKept(call, ctx)) return 'opaque-callee';
  if (isRound || (!isImportFallback(call) && hashesSlowly(ctx))) return 'verified-elsewhere';
  return isCutLater(call, ctx) ? 'role-from-name' : undefined;
}

const hashesSlowly = ({ source, types }: SourceContext): boolean =>
  nodesOf(source.module, 'Call').some(({ func }) => FOR_PASSWORDS.test(types.calleeName(func) ?? ''));

/** The digest itself where it is compared and nothing else, or the function whose calls in this file do so with what it returns. */
function checkingWith(call: Call, ctx: SourceContext): Call | Def | undefined {
  const uses = ctx.flow.destinations(call);
  if (isCompared(uses)) return call;
  const fn = ctx.context.defAround(call);
  if (fn === undefined || ctx.context.classOfMethod(fn) !== undefined || !isCompared(uses, 'return')) return undefined;
  const calls = callsOfFunction(ctx, fn);
  return calls.length > 0 && calls.every((each) => isCompared(ctx.flow.destinations(each))) ? fn : undefined;
}

type Uses = ReturnType<SourceContext['flow']['destinations']>;

const isCompared = (uses: Uses, or?: Uses[number]['kind']): boolean =>
  uses.length > 0 &&
  uses.every(
    ({ kind, node }) =>
      kind === 'compare' ||
      kind === or ||
      (node.kind === 'Call' && /^compare_digest$|^constant_time_compare$/.test(lastName(node.func) ?? '')),
  );

/** It only checks what was kept in this way before; new passwords are hashed slowly. */
function whereCalledElsewhere(fn: Def, { names }: SourceContext): Condition {
  const question = { kind: 'called-elsewhere', module: names.moduleName, names: [names.fullNameOf(fn)] } as const;
  return { question, yes: 'keep', no: 'drop', unknown: 'keep' };
}
