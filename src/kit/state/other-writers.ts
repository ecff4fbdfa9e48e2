/** Who else writes what a thread writes. */
import type { GuardedUse, Guarding, SemanticModel } from '../../semantics/index.ts';

/** Code that no thread of this file runs and that counts on the same number. */
export function otherWriter(
  own: GuardedUse,
  { unlocked }: Guarding,
  { context }: SemanticModel,
): GuardedUse | undefined {
  return unlocked.find(({ use }) => {
    const { within } = use;
    return (
      use.kind === 'update' &&
      within !== undefined &&
      within !== own.use.within &&
      context.threadStartsOf(within).length === 0
    );
  });
}
