import type { Finding } from '../../findings/index.ts';
import type { SuppressionComment } from '../file-report.ts';

/** The suppressions of one file while findings are held against them. */
export class FileSuppressions {
  readonly #used = new Set<string>();

  /** `today` is `YYYY-MM-DD`. */
  constructor(
    readonly comments: readonly SuppressionComment[],
    readonly today: string,
  ) {}

  /** The comment that suppresses a finding. All comments that fit count as used; the first in the file is named. */
  match(finding: Pick<Finding, 'rule' | 'location'>): SuppressionComment | undefined {
    let first: SuppressionComment | undefined;
    for (const [index, comment] of this.comments.entries()) {
      if (!this.isInForce(comment) || !covers(comment, finding)) continue;
      this.#used.add(`${index} ${finding.rule}`);
      first ??= comment;
    }
    return first;
  }

  isInForce(comment: SuppressionComment): boolean {
    return comment.problem === undefined && !this.hasExpired(comment);
  }

  hasExpired(comment: SuppressionComment): boolean {
    return comment.until !== undefined && comment.until < this.today;
  }

  /** Whether the comment at this index suppressed a finding of the rule. */
  wasUsed(index: number, rule: string): boolean {
    return this.#used.has(`${index} ${rule}`);
  }
}

function covers(comment: SuppressionComment, { rule, location }: Pick<Finding, 'rule' | 'location'>): boolean {
  if (!comment.rules.includes(rule)) return false;
  if (comment.scope === 'file') return true;
  return comment.cell === location.cell && comment.firstLine <= location.line && location.line <= comment.lastLine;
}
