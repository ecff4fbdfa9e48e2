import type { Try, TryStar } from '#ast';
import type { ImportedName, SemanticModel } from '#semantics';

/** The imports that are among the statements of a `try` body, in source order. */
export function importsTried(attempt: Try | TryStar, { names }: SemanticModel): readonly ImportedName[] {
  return attempt.body.flatMap((statement) =>
    statement.kind === 'Import' || statement.kind === 'ImportFrom'
      ? statement.names.flatMap((alias) => names.importOf(alias) ?? [])
      : [],
  );
}
