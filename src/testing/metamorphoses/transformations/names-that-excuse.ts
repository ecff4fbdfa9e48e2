import { renameOwn } from '../renaming.ts';
import type { Transformation } from '../transformation.ts';

/** A name is a guess, and may hold a finding back. */
export const namesThatExcuse: Transformation = {
  name: 'names-that-excuse',
  what: 'own functions are called `try_safe_best_effort_cleanup_check…`',
  isGuess: true,
  sameness: 'names',
  apply: (subject, rewriting) =>
    renameOwn(subject, rewriting, (kind, index) =>
      kind === 'function' ? `try_safe_best_effort_cleanup_check_warm_${index}` : undefined,
    ),
};
