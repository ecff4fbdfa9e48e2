import {
  type Assign,
  type Attribute,
  type Call,
  type ClassDef,
  type Def,
  type Expression,
  findNode,
  lastName,
  type Name,
  type Node,
  nameSpan,
  wordsOfName,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isSecurityCheck } from '#kit/errors';
import type { CacheStore } from '#kit/state';
import type { Condition } from '#project';
import { callsWithin } from '#semantics/effects/calls-within';
import { isCacheCleared, keepsForever } from '#semantics/state/kept-forever';
import { isChangedElsewhere } from './changed-state.ts';
import { givesRights, refusalBySession, rightAskedOnce, rightsKeptIn } from './kept-rights.ts';

/** Names that sound alike: capabilities of the machine, of modules and models. */
const OTHER: ReadonlySet<string> = new Set(
  'available supported installed enabled import module type types field fields path file token_count tokenizer signature device gpu version docker'.split(
    ' ',
  ),
);
const STORES =
  /(?:^|_)(?:db|database|session|repo|repository|store|storage|conn|connection|cursor|pool|dao|keys|users|roles|permissions|grants|acl)(?:$|_)/i;

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

const UNSEEN = { doubt: 'unknown-lifetime' } as const;

/** An object that is made for one request forgets all with it; of what stands in a module another one may take something out. */
const lastingOf = ({ cache }: CacheStore, owner: ClassDef | undefined, { names, path }: SourceContext): Condition =>
  owner !== undefined && cache.includes('.')
    ? {
        question: { kind: 'long-lived', class: names.fullNameOf(owner) },
        yes: 'keep',
        no: UNSEEN,
        unknown: UNSEEN,
      }
    : {
        question: { kind: 'name-taken', path, name: cache },
        yes: { doubt: 'drained-elsewhere' },
        no: 'keep',
        unknown: 'keep',
      };

const awaitedIn = (fn: Def): Call | undefined => callsWithin([fn]).find(({ parent }) => parent?.kind === 'Await');

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

function decidesAccess(fn: Def, owner: ClassDef | undefined): boolean {
  if (wordsOfName(fn.name).some((word) => OTHER.has(word))) return false;
  return isSecurityCheck(fn, owner) || givesRights(fn.name);
}

/** The place where the function reads what the project keeps; a pure function of its arguments has none. */
function storeRead(fn: Def, ctx: SourceContext): Expression | undefined {
  const call = callsWithin([fn]).find((each) => {
    const effect = ctx.effects.of(each);
    return effect === 'database' || effect === 'network' || isMethodOfStore(each);
  });
  const isState = (node: Node): node is Attribute | Name =>
    (node.kind === 'Attribute' || node.kind === 'Name') && isChangedElsewhere(node, fn, ctx);
  return call ?? findNode(fn, isState);
}

const isMethodOfStore = ({ func }: Call): boolean =>
  func.kind === 'Attribute' && STORES.test(lastName(func.value) ?? '');
