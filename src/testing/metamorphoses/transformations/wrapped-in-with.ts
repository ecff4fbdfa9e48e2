import type { Transformation } from '../transformation.ts';
import { wrapSites } from '../wrapping.ts';

export const wrappedInWith: Transformation = {
  name: 'wrapped-in-with',
  what: 'the statement stands in a `with` of a context that does nothing',
  sameness: 'wrapped',
  apply(subject, rewriting) {
    wrapSites(subject, rewriting, {
      head: 'with contextlib.nullcontext():',
      tail: [],
      imports: 'import contextlib',
      mayHold: ({ kind }) => !/Def$/.test(kind),
    });
  },
};
