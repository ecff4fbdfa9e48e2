/** Decisions about access that outlive the request. */
import {
  type Attribute,
  type Call,
  type ClassDef,
  type Def,
  type Expression,
  findNode,
  lastName,
  type Name,
  type Node,
  wordsOfName,
} from '#ast';
import type { SourceContext } from '#kit';
import { isSecurityCheck } from '#kit/checks';
import type { CacheStore } from '#kit/state';
import type { Condition } from '#project';
import { callsWithin } from '#semantics/effects/calls-within';
import { isChangedElsewhere } from './changed-state.ts';
import { grantsRights } from './kept-rights.ts';

/** Names that sound alike: capabilities of the machine, of modules and models. */
const OTHER: ReadonlySet<string> = new Set(
  'available supported installed enabled import module type types field fields path file token_count tokenizer signature device gpu version docker'.split(
    ' ',
  ),
);
const STORES =
  /(?:^|_)(?:db|database|session|repo|repository|store|storage|conn|connection|cursor|pool|dao|keys|users|roles|permissions|grants|acl)(?:$|_)/i;

const UNSEEN = { doubt: 'unknown-lifetime' } as const;

/** An object that is made for one request forgets all with it; of what is in a module another one may take something out. */
export const lastingOf = (
  { cache }: CacheStore,
  owner: ClassDef | undefined,
  { names, path }: SourceContext,
): Condition =>
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

export const awaitedIn = (fn: Def): Call | undefined =>
  callsWithin([fn]).find(({ parent }) => parent?.kind === 'Await');

export function decidesAccess(fn: Def, owner: ClassDef | undefined): boolean {
  if (wordsOfName(fn.name).some((word) => OTHER.has(word))) return false;
  return isSecurityCheck(fn, owner) || grantsRights(fn.name);
}

/** The place where the function reads what the project keeps; a pure function of its arguments has none. */
export function storeRead(fn: Def, ctx: SourceContext): Expression | undefined {
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
