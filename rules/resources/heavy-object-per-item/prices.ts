/** What it costs to make an object. */
import { type PackedPlace, type RelatedLocation, unpackPlace } from '#kit';
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
  /** What is made depends on what the function is given. */
  readonly isOfCaller: boolean;
  /** It may be meant for one piece of work. */
  readonly isOwn: boolean;
  /** A pool that nothing closes: its threads and connections stay. */
  readonly isLeft: boolean;
}

/** It costs each request seconds, or the server its last connection. */
export const isDear = ({ cost, isLeft }: Makes): boolean => cost === 'model' || isLeft;

interface Why {
  readonly by: RunAgain['by'];
  readonly says: string;
  readonly related: readonly RelatedLocation[];
}

/** `joblib.load` is called, `WhisperModel` is created. */
export function madeAgain(callee: string, when: string, cost: HeavyCost): string {
  const isCalled = /(?:^|\.)[a-z_]\w*$/.test(callee);
  return `\`${callee}\` is ${isCalled ? 'called' : 'created'} ${when}, and each ${isCalled ? 'call' : 'instance'} ${PRICES[cost]}`;
}
/**
 * A job may want a client of its own, as it may be a process of its own. A connection may be meant for one piece of work, and so may
 * threads, but for a coroutine, whose loop has a pool.
 */
export function whyRun({ cost, isOwn, isOfCaller }: Makes, run: RunAgain | undefined): Why | undefined {
  // Each item or job may have a model of its own.
  if (run === undefined || (isOfCaller && (run.by === 'item' || run.by === 'job'))) return undefined;
  if ((run.by === 'job' && cost !== 'model') || (isOwn && run.by !== 'item')) return undefined;
  const entry = { path: run.path, ...unpackPlace(run.place), message: 'the entry point that leads here' };
  return { by: run.by, says: PER[run.by], related: run.made === undefined ? [entry] : [entry, run.made] };
}

const PER: Readonly<Record<RunAgain['by'], string>> = {
  request: 'per request',
  message: 'per message',
  job: 'per job',
  item: 'per item',
};
