import type { Finding } from '../../findings/index.ts';
import type { SuppressionComment } from '../file-report.ts';

/** The suppressions of one file while findings are held against them. */
export class FileSuppressions {
  readonly #byPlace = new Map<string, Group[]>();
  readonly #byFile = new Map<string, Group>();
  readonly #groups = new Map<string, Group>();

  /** `today` is `YYYY-MM-DD`. */
  constructor(
    readonly comments: readonly SuppressionComment[],
    readonly today: string,
    /** Rules of which no comment takes out a finding. */
    readonly unsuppressable: ReadonlySet<string> = new Set(),
  ) {
    for (const comment of comments) {
      if (comment.problem !== undefined || this.hasExpired(comment)) continue;
      for (const rule of comment.rules) if (!unsuppressable.has(rule)) this.#add(rule, comment);
    }
  }

  /** The comment that suppresses a finding. All comments that fit count as used; the first in the file is named. */
  match({ rule, location }: Pick<Finding, 'rule' | 'location'>): SuppressionComment | undefined {
    const wholeFile = this.#byFile.get(rule);
    const here = this.#byPlace.get(placeKey(rule, location.cell, location.line)) ?? [];
    const fitting = wholeFile === undefined ? here : [wholeFile, ...here];
    for (const group of fitting) group.used = true;
    return fitting[0]?.first;
  }

  hasExpired(comment: SuppressionComment): boolean {
    return comment.until !== undefined && comment.until < this.today;
  }

  /** Whether a comment suppressed a finding of the rule. */
  wasUsed(comment: SuppressionComment, rule: string): boolean {
    return this.#groups.get(groupKey(rule, comment))?.used ?? false;
  }

  #add(rule: string, comment: SuppressionComment): void {
    const key = groupKey(rule, comment);
    if (this.#groups.has(key)) return;
    const group: Group = { first: comment, used: false };
    this.#groups.set(key, group);
    if (comment.scope === 'file') {
      this.#byFile.set(rule, group);
      return;
    }
    for (let line = comment.firstLine; line <= comment.lastLine; line++) {
      const place = placeKey(rule, comment.cell, line);
      const others = this.#byPlace.get(place);
      if (others === undefined) this.#byPlace.set(place, [group]);
      else others.push(group);
    }
  }
}

/** Comments that suppress the same rule on the same lines: thousands may stand above one statement. */
interface Group {
  readonly first: SuppressionComment;
  used: boolean;
}

function groupKey(rule: string, { scope, cell, firstLine, lastLine }: SuppressionComment): string {
  return scope === 'file' ? rule : `${rule} ${cell ?? ''} ${firstLine} ${lastLine}`;
}

function placeKey(rule: string, cell: number | undefined, line: number): string {
  return `${rule} ${cell ?? ''} ${line}`;
}
