import type { Def, Name } from '#ast';
import type { SemanticModel } from '#semantics';

/** Where a function reads a second one of several names: it may meet one as it was before a change, and one as it is after. */
export function readTogether(
  places: readonly Name[],
  { names, context }: SemanticModel,
): readonly { readonly by: Def; readonly at: Name }[] {
  const readers = new Set<Def>();
  const found = new Map<Def, Name>();
  for (const place of places) {
    const firsts = new Map<Def, Name>();
    for (const at of names.resolve(place)?.references ?? []) {
      const by = context.defAround(at);
      if (by !== undefined && !firsts.has(by)) firsts.set(by, at);
    }
    for (const [by, at] of firsts) {
      if (readers.has(by) && !found.has(by)) found.set(by, at);
      readers.add(by);
    }
  }
  return [...found].map(([by, at]) => ({ by, at }));
}
