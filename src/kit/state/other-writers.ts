/** Who else writes what a thread writes. */
import { memoizeByFile } from '../../semantics/by-file.ts';
import type { GuardedUse, Guarding, SemanticModel } from '../../semantics/index.ts';

/** Code that no thread of this file runs and that counts on the same number. */
export const otherWriter = (own: GuardedUse, guarding: Guarding, model: SemanticModel): GuardedUse | undefined =>
  writersBeside(guarding, model).find(({ use }) => use.within !== own.use.within);

const writersByState = memoizeByFile((_: SemanticModel) => new Map<Guarding, readonly GuardedUse[]>());

/** Each writer of the state asks. */
function writersBeside(guarding: Guarding, model: SemanticModel): readonly GuardedUse[] {
  const known = writersByState(model);
  const found = known.get(guarding) ?? guarding.unlocked.filter(({ use }) => isBeside(use, model));
  known.set(guarding, found);
  return found;
}

const isBeside = ({ kind, within }: GuardedUse['use'], { context }: SemanticModel): boolean =>
  kind === 'update' && within !== undefined && context.threadStartsOf(within).length === 0;
