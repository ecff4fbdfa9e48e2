import { defineSourceRule, lastNames, NOT_PRODUCTION, type SourceContext } from '#kit';
import {
  type Attribute,
  type Call,
  type ClassDef,
  callsWithin,
  type Def,
  decoratorsOf,
  type Expression,
  findNode,
  lastName,
  type Name,
  type Node,
  nameSpan,
  nodesOf,
  wordsOfName,
} from '#kit/code';
import { isSecurityCheck } from '#kit/errors';
import { isChangedElsewhere } from '#kit/state';

/** Caches that keep an answer until it is pushed out or the process ends. */
const FOREVER: ReadonlySet<string> = new Set(
  'functools.lru_cache functools.cache async_lru.alru_cache cachetools.cached cachetools.func.lru_cache'.split(' '),
);
/** Names of functions that give what access is decided by. */
const GRANTING =
  /^_*(?:a?get|find|load|fetch|lookup|resolve|list)_(?:\w{1,60}_)?(?:permissions?|roles?|grants?|acl|policy|api_key|access_(?:rights|level)|user_by_(?:token|api_key|key)|scopes)(?:_(?:for|of|by)_\w+)?$|^_*(?:has|check|is|can|may)_\w*(?:permission|permitted|allowed|authori[sz]ed|access|member|admin|role)/i;
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
    ceiling: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [613, 863],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-002' }],
    bad: 'from functools import lru_cache\n\n\n@lru_cache\ndef is_authorized(user_id, action):\n    return db.execute("select 1 from rights where user = ? and action = ?", (user_id, action)).fetchone() is not None\n',
    good: 'def is_authorized(user_id, action):\n    return db.execute("select 1 from rights where user = ? and action = ?", (user_id, action)).fetchone() is not None\n',
  },
  skips: NOT_PRODUCTION,
  mentions: lastNames(FOREVER),
  visit: { FunctionDef: check, AsyncFunctionDef: check },
});

function check(fn: Def, ctx: SourceContext): void {
  const cache = decoratorsOf(fn).find(({ node, callee }) => keepsForever(node, callee, ctx));
  if (cache === undefined || fn.args.args.length + fn.args.kwonlyargs.length === 0) return;
  if (!decidesAccess(fn, ctx.context.classOfMethod(fn))) return;
  const store = storeRead(fn, ctx);
  if (store === undefined || isCleared(fn, ctx)) return;
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
      yes: { heldBack: 'something near it empties a cache' },
      no: 'keep',
      unknown: 'keep',
    },
  });
}

/** Caches with a time to live are left out, as are those that the file clears by name. */
function keepsForever(node: Expression, callee: Expression, ctx: SourceContext): boolean {
  const name = ctx.names.qualifiedName(callee);
  if (name === undefined || !FOREVER.has(name)) return false;
  if (node.kind !== 'Call') return true;
  if (node.keywords.some(({ arg }) => arg === undefined || arg === 'ttl')) return false;
  if (name !== 'cachetools.cached') return true;
  const cache = ctx.values.givenArgument(node, 'cache', 0);
  return cache !== undefined && /\b(?:dict|LRUCache|LFUCache|FIFOCache)$/.test(ctx.types.classOf(cache) ?? '');
}

function decidesAccess(fn: Def, owner: ClassDef | undefined): boolean {
  if (wordsOfName(fn.name).some((word) => OTHER.has(word))) return false;
  return isSecurityCheck(fn, owner) || GRANTING.test(fn.name);
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

/** `is_allowed.cache_clear()`, `self.is_allowed.cache_clear()`. */
function isCleared(fn: Def, ctx: SourceContext): boolean {
  return nodesOf(ctx.module, 'Attribute').some(
    ({ attr, value }) => /^cache_(?:clear|invalidate)$/.test(attr) && lastName(value) === fn.name,
  );
}
