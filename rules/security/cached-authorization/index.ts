import { type Assign, type ClassDef, type Def, lastName, nameSpan } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isCacheCleared, keepsForever } from '#semantics/state/kept-forever';
import { refusalBySession, rightAskedOnce, rightsKeptIn } from './kept-rights.ts';
import { awaitedIn, decidesAccess, lastingOf, storeRead } from './lasting-decisions.ts';

export default defineSourceRule({
  docs: {
    summary: 'cached answer to who may do what',
    why: 'A permission that is withdrawn, a key that is revoked or a user who is deleted can stay valid in each process until it restarts.',
    remedy:
      'Call `cache_clear` wherever rights change, or use a cache whose entries expire after seconds. With several processes only the second helps.',
    harm: 'admits',
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
  const once = rightAskedOnce(fn, ctx);
  if (once !== undefined)
    ctx.report({
      at: once.call,
      message: `\`${lastName(once.call.func)}\` is asked when the client connects, and its answer believed as long as it stays`,
      remedy: 'Ask for each message that needs the right, or close the connections of a user whose rights change',
      kind: 'checked once per connection',
      related: [{ at: once.test, message: 'decided here, for each message' }],
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
    message: `\`${fn.name}\` is cached by \`${name}\`, and nothing forgets its answers when what it reads changes`,
    remedy: `Call \`${fn.name}.cache_clear()\` wherever rights change, or use a cache whose entries expire after seconds`,
    related: [
      { at: cache.node, message: 'cached here' },
      { at: store, message: 'the answer is read here' },
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
    message: `\`${fn.name}\` keeps its answers in \`${kept.cache}\`, and nothing forgets them when what it reads changes`,
    remedy: 'Keep an answer for seconds only, or drop it wherever rights change',
    related: [
      { at: kept.at, message: 'kept here' },
      { at: store, message: 'the answer is read here' },
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
    message: `the session keeps ${key} as it is at login, and whoever loses that right has it until the session ends`,
    remedy:
      'Keep only who the user is, and read the right for each request; or end the sessions of a user whose rights change',
    kind: 'kept in the session',
    cause: `${ctx.path} ${key}`,
    related: [{ at: refusal, message: 'it decides here' }],
  });
}
