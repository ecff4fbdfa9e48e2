import type { Transformation } from '../transformation.ts';
import { binds, wrapSites } from '../wrapping.ts';

/** What binds a name or leaves the function stays where it is: behind a condition it would be another program. */
export const wrappedInIf: Transformation = {
  name: 'wrapped-in-if',
  what: 'the statement stands under a condition that holds',
  sameness: 'wrapped',
  apply(subject, rewriting) {
    wrapSites(subject, rewriting, {
      head: 'if len(sys.argv) >= 0:',
      tail: [],
      imports: 'import sys',
      mayHold: (statement) => !binds(statement),
    });
  },
};
