import type { Call, Stmt } from '#ast';
import type { Effect, SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

/** What reaches outside of the process, else what is not known to stay in it, else anything that does not only tell. */
export function callsAtStake(body: readonly Stmt[], { effects }: Pick<SemanticModel, 'effects'>): readonly Call[] {
  const calls = callsWithin(body).filter((call) => effects.of(call) !== 'log');
  const unseen = calls.filter((call) => UNSEEN.has(effects.of(call)));
  return [effects.newsworthy(body), unseen].find(({ length }) => length > 0) ?? calls;
}

const UNSEEN: ReadonlySet<Effect> = new Set<Effect>(['project', 'unknown']);
