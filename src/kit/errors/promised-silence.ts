import type { Stmt } from '../../ast/index.ts';
import type { Excuse, QuietPlace, SemanticModel } from '../../semantics/index.ts';

/** What a finding shows beside a place that is quiet because the docstring around it says so; nothing for other excuses. */
export function promisedSilence(
  place: QuietPlace,
  excuse: Excuse | undefined,
  { context }: SemanticModel,
): readonly { readonly at: Stmt; readonly message: string }[] {
  const promise = excuse?.kind === 'promised' ? context.defAround(place)?.body[0] : undefined;
  return promise === undefined ? [] : [{ at: promise, message: 'the docstring says that failures are silent' }];
}
