import type { Transformation } from '../transformation.ts';
import { binds, wrapSites } from '../wrapping.ts';

/**
 * What binds a name or leaves the function stays where it is: behind a condition it would be another program. What
 * makes a fixture clean is on both sides of it, because nobody has to know that the condition holds.
 */
export const wrappedInIf: Transformation = {
  name: 'wrapped-in-if',
  what: 'the statement stands under a condition that holds',
  sameness: 'wrapped',
  apply(subject, rewriting) {
    wrapSites(subject, rewriting, {
      head: 'if len(sys.argv) >= 0:',
      tail: subject.isClean ? ['else:'] : [],
      isTwice: subject.isClean,
      imports: 'import sys',
      mayHold: (statement) => !binds(statement),
    });
  },
};
