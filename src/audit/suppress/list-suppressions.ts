import { bytesIn, DiskTree } from '../../discover/index.ts';
import { type FileReport, maxBytesAt, type ScanRequest, type SuppressionComment } from '../../engine/index.ts';
import { GitError, GitRepository, type LineDate, LineDates } from '../../git/index.ts';
import { FileSecrets } from '../../knowledge/hidden/file-secrets.ts';
import { textKindOf } from '../../knowledge/hidden/text-kind.ts';
import { compareText } from '../../text/index.ts';

/** A comment that suppresses, or should. */
export interface ListedSuppression extends Omit<SuppressionComment, 'firstLine' | 'lastLine' | 'endColumn'> {
  readonly path: string;
  readonly isExpired: boolean;
  /** Undefined where git does not know the line. */
  readonly since: LineDate | undefined;
}

/** The suppressions of mapped files, by path and line, each with the day on which git first had its line. */
export function listSuppressions(
  reports: readonly FileReport[],
  { root, options }: Pick<ScanRequest, 'root' | 'options'>,
  environment: Readonly<Record<string, string | undefined>>,
): ListedSuppression[] {
  const tree = new DiskTree(root);
  const repository = openRepository(root, environment);
  const isShallow = repository?.isShallow === true;
  const holding = reports.filter(({ suppressions }) => suppressions.length > 0);
  return holding
    .toSorted((a, b) => compareText(a.path, b.path))
    .flatMap(({ path, suppressions }) => {
      const dates = repository && new LineDates(repository, path, isShallow);
      const text = Buffer.from(bytesIn(tree, path, maxBytesAt(path, options.limits)) ?? []).toString('utf8');
      const lines = text.split('\n');
      const secrets = new FileSecrets(text, textKindOf(path));
      return suppressions
        .map(({ firstLine: _, lastLine: __, endColumn: ___, ...comment }) => ({
          path,
          ...comment,
          reason: secrets.mask(comment.reason),
          isExpired: comment.until !== undefined && comment.until < options.today,
          // The lines of a cell are not those of the file.
          since: comment.cell === undefined ? dates?.of(lines[comment.line - 1] ?? '', comment.line) : undefined,
        }))
        .toSorted((a, b) => (a.cell ?? 0) - (b.cell ?? 0) || a.line - b.line || a.column - b.column);
    });
}

function openRepository(root: string, environment: Readonly<Record<string, string | undefined>>) {
  try {
    return GitRepository.open(root, environment, root);
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
