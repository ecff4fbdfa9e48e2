import type { Finding, RuleDescription, Severity } from '../../findings/index.ts';
import type { Report } from '../report.ts';
import type { SourceLines } from '../source-lines.ts';
import { sourcesOf } from '../sources-of.ts';
import type { StyledLine } from '../styled-text.ts';
import { findingLines } from './finding-lines.ts';

/** Findings in full. What holds for a whole rule is reported with its first finding, or the first that has no advice of its own. */
export class FullText {
  readonly described: ReadonlyMap<string, RuleDescription>;
  readonly #sources: SourceLines | undefined;
  /** Rules of which it was said why they exist. */
  readonly #shownWhy = new Set<string>();
  /** Rules of which it was said what they advise. */
  readonly #shownRemedy = new Set<string>();
  readonly #shown = new Set<Finding>();

  /** `framesAll`: also shows the code of related places. */
  constructor(
    report: Report,
    readonly framesAll: boolean,
  ) {
    this.described = new Map(report.rules.map((rule) => [rule.name, rule]));
    this.#sources = report.showsSource === false ? undefined : sourcesOf(report);
  }

  *each(findings: readonly Finding[]): Generator<StyledLine> {
    for (const finding of findings) yield* this.of(finding) ?? [];
  }

  /** Undefined where there is no room for so many lines. */
  of(finding: Finding, room = Number.POSITIVE_INFINITY): StyledLine[] | undefined {
    const { rule, remedy } = finding;
    const about = this.described.get(rule);
    const shown = { why: this.#shownWhy.has(rule), remedy: this.#shownRemedy.has(rule) };
    const lines = findingLines(finding, about, this.#sources, { shown, framesAll: this.framesAll });
    if (lines.length > room) return undefined;
    this.#shown.add(finding);
    this.#shownWhy.add(rule);
    if (remedy === about?.docs.remedy) this.#shownRemedy.add(rule);
    return lines;
  }

  /** Notes that a rule was told of where its findings are below it. */
  markShown(rule: string): void {
    this.#shownWhy.add(rule);
    this.#shownRemedy.add(rule);
  }

  /** Severities of those that were not shown in full. */
  hiddenSeverities(findings: readonly Finding[]): Severity[] {
    return findings.flatMap((finding) => (this.#shown.has(finding) ? [] : finding.severity));
  }
}
