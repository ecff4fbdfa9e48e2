import { type Assign, type ClassDef, type Def, lastName, nameSpan } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isCacheCleared, keepsForever } from '#semantics/state/kept-forever';
import { refusalBySession, rightCheckedOnce, rightsKeptIn } from './kept-rights.ts';
import { awaitedIn, decidesAccess, lastingOf, storeRead } from './lasting-decisions.ts';

export default defineSourceRule({
  docs: {
    summary: 'stale authorization: cached permission check',
    why: 'A withdrawn permission, a revoked key or a deleted user can stay valid in each process until it restarts.',
    remedy:
      'Call `cache_clear` wherever permissions change or, with several processes, use a cache whose entries expire after seconds',
    harm: 'grants-access',
    severity: {
      'cache without revocation': 'P1',
      'checked once per connection': 'P2',
      'kept in the session': 'P2',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [613, 863],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-002' }],
    bad: 'from functools import lru_cache\n\n\n@lru_cache\ndef is_authorized(user_id, action):\n    return db.execute("select 1 from rights where user = ? and action = ?", (user_id, action)).fetchone() is not None\n',
    good: 'def is_authorized(user_id, action):\n    return db.execute("select 1 from rights where user = ? and action = ?", (user_id, action)).fetchone() is not None\n',
  },
  skips: NOT_PRODUCTION,
  visit: { FunctionDef: check, AsyncFunctionDef: check, Assign: checkSession },
});

function check(fn: Def, ctx: SourceContext): void {
  const once = rightCheckedOnce(fn, ctx);
  if (once !== undefined)
    ctx.report({
      at: once.call,
      message: `stale authorization: \`${lastName(once.call.func)}\` runs once when the client connects and is never repeated`,
      remedy: 'Check the permission for each message, or close the connections of a user whose permissions change',
      kind: 'checked once per connection',
      related: [{ at: once.test, message: 'each message relies on the result here' }],
    });
  const cache = keepsForever(fn, ctx);
  if (fn.args.args.length + fn.args.kwonlyargs.length === 0) return;
  const owner = ctx.context.classOfMethod(fn);
  if (!decidesAccess(fn, owner)) return;
  if (cache === undefined) {
    checkKept(fn, owner, ctx);
    return;
  }
  const store = storeRead(fn, ctx);
  if (store === undefined || isCacheCleared(fn, ctx)) return;
  const name = ctx.text.slice(cache.callee);
  ctx.report({
    at: nameSpan(fn),
    message: `stale authorization: \`${fn.name}\` is cached by \`${name}\` and never invalidated when permissions change`,
    remedy: `Call \`${fn.name}.cache_clear()\` wherever permissions change, or use a cache whose entries expire after seconds`,
    related: [
      { at: cache.node, message: 'cached here' },
      { at: store, message: 'the permission is read here' },
    ],
    when: {
      question: { kind: 'attribute-read', attribute: 'cache_clear', around: ctx.names.moduleName },
      yes: { doubt: 'drained-elsewhere' },
      no: 'keep',
      unknown: 'keep',
    },
  });
}

/** `self._known[user] = …`, without a decorator. */
function checkKept(fn: Def, owner: ClassDef | undefined, ctx: SourceContext): void {
  const kept = rightsKeptIn(fn, ctx);
  const store = kept === undefined ? undefined : (storeRead(fn, ctx) ?? awaitedIn(fn));
  if (kept === undefined || store === undefined) return;
  ctx.report({
    at: nameSpan(fn),
    message: `stale authorization: \`${fn.name}\` keeps results in \`${kept.cache}\`, which is never invalidated when permissions change`,
    remedy: 'Expire entries after seconds, or drop them wherever permissions change',
    related: [
      { at: kept.at, message: 'cached here' },
      { at: store, message: 'the permission is read here' },
    ],
    when: lastingOf(kept, owner, ctx),
  });
}

function checkSession(assignment: Assign, ctx: SourceContext): void {
  const refusal = refusalBySession(assignment, ctx);
  if (refusal === undefined) return;
  const key = assignment.targets[0]?.kind === 'Subscript' ? ctx.text.slice(assignment.targets[0].slice) : '';
  ctx.report({
    at: assignment,
    message: `stale authorization: the session keeps ${key} from login, so a revoked permission lasts until the session ends`,
    remedy:
      'Keep only the user id in the session and read the permission for each request, or end the sessions of a user whose permissions change',
    kind: 'kept in the session',
    cause: `${ctx.path} ${key}`,
    related: [{ at: refusal, message: 'access is decided here' }],
  });
}
