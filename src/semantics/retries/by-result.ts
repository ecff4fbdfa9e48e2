/** Loops that look at the answer, pause and ask again. */
import type { For, While } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { Retry } from '../retries.ts';
import type { DelayFinder } from './delays.ts';
import { limitOf } from './limit.ts';

/**
 * A counted loop that leaves with a good answer and pauses otherwise. Without a count it may as well be a loop that works
 * for ever; that stays unknown.
 */
export function retryByResult(loop: For | While, model: SemanticModel, finder: DelayFinder): Retry | undefined {
  if (loop.kind === 'For' && loop.iter.kind !== 'Call') return undefined;
  const limit = limitOf(loop, loop.body, model);
  if (limit?.limit !== 'counted') return undefined;
  const { returns, breaks } = model.flow.exits(loop.body);
  if (!returns && !breaks) return undefined;
  // What an inner loop waits for is its own affair.
  const delays = finder.within(loop.body).filter(({ call }) => model.context.loopAround(call) === loop);
  if (delays.length === 0) return undefined;
  return {
    loop,
    by: 'result',
    ...limit,
    attempt: undefined,
    attempted: loop.body,
    retryPaths: [],
    delays,
    remoteCalls: model.effects.remote(loop.body),
    remoteExceptions: [],
  };
}
