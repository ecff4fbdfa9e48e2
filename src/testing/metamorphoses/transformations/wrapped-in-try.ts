import type { Transformation } from '../transformation.ts';
import { wrapSites } from '../wrapping.ts';

export const wrappedInTry: Transformation = {
  name: 'wrapped-in-try',
  what: 'the statement stands in a `try` that raises again whatever fails',
  sameness: 'wrapped',
  apply(subject, rewriting) {
    wrapSites(subject, rewriting, {
      head: 'try:',
      tail: ['except Exception:', '    raise'],
      mayHold: ({ kind }) => !/Def$/.test(kind),
    });
  },
};
