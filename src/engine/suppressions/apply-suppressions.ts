import { type Finding, SEVERITIES, type Severity } from '../../findings/index.ts';
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
    /** By rule, the severities of which no comment takes out a finding. */
    readonly unsuppressable: ReadonlyMap<string, readonly Severity[]> = new Map(),
  ) {
    for (const comment of comments) {
      if (comment.problem !== undefined || this.hasExpired(comment)) continue;
      for (const rule of comment.rules) if (!this.isNeverSuppressed(rule)) this.#add(rule, comment);
    }
  }

  /** The comment that suppresses a finding. All comments that fit count as used; the first in the file is named. */
  match({ rule, location, severity }: Pick<Finding, 'rule' | 'location' | 'severity'>): SuppressionComment | undefined {
    const wholeFile = this.#byFile.get(rule);
    const here = this.#byPlace.get(placeKey(rule, location.cell, location.line)) ?? [];
    const fitting = wholeFile === undefined ? here : [wholeFile, ...here];
    const isRefused = this.unsuppressable.get(rule)?.includes(severity) === true;
    for (const group of fitting) group[isRefused ? 'refused' : 'used'] = true;
    return isRefused ? undefined : fitting[0]?.first;
  }

  /** Whether no comment takes out any finding of the rule. */
  isNeverSuppressed(rule: string): boolean {
    return this.unsuppressable.get(rule)?.length === SEVERITIES.length;
  }

  hasExpired(comment: SuppressionComment): boolean {
    return comment.until !== undefined && comment.until < this.today;
  }

  /** Whether a comment suppressed a finding of the rule. */
  wasUsed(comment: SuppressionComment, rule: string): boolean {
    return this.#groups.get(groupKey(rule, comment))?.used ?? false;
  }

  /** Whether a comment would have suppressed a finding that none may. */
  wasRefused(comment: SuppressionComment, rule: string): boolean {
    return this.isNeverSuppressed(rule) || (this.#groups.get(groupKey(rule, comment))?.refused ?? false);
  }

  #add(rule: string, comment: SuppressionComment): void {
    const key = groupKey(rule, comment);
    if (this.#groups.has(key)) return;
    const group: Group = { first: comment, used: false, refused: false };
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

/** Comments that suppress the same rule on the same lines: thousands may be above one statement. */
interface Group {
  readonly first: SuppressionComment;
  used: boolean;
  refused: boolean;
}

function groupKey(rule: string, { scope, cell, firstLine, lastLine }: SuppressionComment): string {
  return scope === 'file' ? rule : `${rule} ${cell ?? ''} ${firstLine} ${lastLine}`;
}

function placeKey(rule: string, cell: number | undefined, line: number): string {
  return `${rule} ${cell ?? ''} ${line}`;
}
