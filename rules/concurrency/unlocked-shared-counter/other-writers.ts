/** Who else writes what a thread writes. */
import type { GuardedUse, Guarding, SemanticModel } from '#semantics';
import { memoizeInFile } from '#semantics/by-file';

/** Code that no thread of this file runs and that counts on the same number. */
export const otherWriter = (own: GuardedUse, guarding: Guarding, model: SemanticModel): GuardedUse | undefined =>
  writersBeside(guarding, model).find(({ use }) => use.within !== own.use.within);

/** Each writer of the state asks. */
const writersBeside = memoizeInFile(({ unlocked }: Guarding, model: SemanticModel) =>
  unlocked.filter(({ use }) => isBeside(use, model)),
);

const isBeside = ({ kind, within }: GuardedUse['use'], { context }: SemanticModel): boolean =>
  kind === 'update' && within !== undefined && context.threadStartsOf(within).length === 0;
