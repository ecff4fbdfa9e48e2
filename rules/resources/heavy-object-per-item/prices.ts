/** What it costs to make an object. */
import type { PackedPlace, RelatedLocation } from '#kit';
import type { HeavyCost } from '#knowledge/heavy-objects';
import type { RunAgain } from './run-again.ts';

export const SHARED_POOL = /^(connector|transport|http_client|connection_pool|pool)$/;
export const PRICES: Readonly<Record<HeavyCost, string>> = {
  'connection pool': 'opens its own connection pool',
  connection: 'opens its own connection',
  threads: 'starts its own threads or processes',
  model: 'reads a model from disk',
  browser: 'starts its own browser',
};
/** A class of the project whose objects are few, and what makes such things for it. */
export const HEAVY_CLASS = /(Engine|Backend|Executor|Model|Client|Session|Pool|Runtime|Connection)$/;
export const SETTING = /(params|parameters|config|settings|options|profile|spec|url|dsn)$/i;

export interface Makes {
  readonly kind: 'makes';
  readonly fn: string;
  readonly callee: string;
  readonly cost: HeavyCost;
  readonly place: PackedPlace;
  /** It may be meant for one piece of work. */
  readonly isOwn: boolean;
  /** A pool that nothing closes: its threads and connections stay. */
  readonly isLeft: boolean;
}

/** It costs each request seconds, or the server its last connection. */
export const isDear = ({ cost, isLeft }: Makes): boolean => cost === 'model' || isLeft;

export interface Why {
  readonly by: RunAgain['by'];
  readonly says: string;
  readonly related: readonly RelatedLocation[];
}

/** `joblib.load` is called, `WhisperModel` is created. */
export function madeAgain(callee: string, when: string, cost: HeavyCost): string {
  const isCalled = /(?:^|\.)[a-z_]\w*$/.test(callee);
  return `\`${callee}\` is ${isCalled ? 'called' : 'created'} ${when}, and each ${isCalled ? 'call' : 'instance'} ${PRICES[cost]}`;
}
