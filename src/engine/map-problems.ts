import type { ParsedModule } from '../ast/index.ts';
import type { RelatedLocation } from '../findings/index.ts';
import type { Problem, RegisteredRule } from '../kit/index.ts';
import type { FileSecrets } from '../knowledge/hidden/file-secrets.ts';
import type { Span } from '../text/index.ts';
import { ConditionTable } from './conditions.ts';
import type { FilePlaces } from './file-places.ts';
import type { MappedFinding } from './file-report.ts';
import { findingOf } from './finding-of.ts';
import { mapFix } from './fixes.ts';
import { identifyingCode } from './identifying-code.ts';
import { reportSpan } from './report-span.ts';
import { ScopeFinder } from './scope-finder.ts';
import { lastStartingBefore } from './spans.ts';

/** Makes findings of what rules reported on one file. */
export class ProblemMapper {
  readonly conditions: ConditionTable;
  readonly #scopes: ScopeFinder;
  readonly #gaps: readonly Span[];

  constructor(
    readonly source: ParsedModule,
    readonly places: FilePlaces,
    readonly secrets: FileSecrets,
  ) {
    this.conditions = new ConditionTable((said) => secrets.mask(said));
    this.#scopes = new ScopeFinder(source.module);
    this.#gaps = [...source.gaps].sort((a, b) => a.start - b.start);
  }

  /** One rule's findings; those inside a stretch that was not parsed, and repetitions, are left out. */
  findingsOf(by: RegisteredRule, problems: readonly Problem[]): MappedFinding[] {
    if (problems.length === 0) return [];
    const seen = new Set<string>();
    return problems.flatMap((problem) => {
      const span = reportSpan(problem.at);
      const identity = `${span.start} ${span.end} ${problem.message}`;
      if (seen.has(identity) || this.#isInGap(span)) return [];
      seen.add(identity);
      return [this.#finding(by, problem, span)];
    });
  }

  #finding(by: RegisteredRule, problem: Problem, span: Span): MappedFinding {
    const place = {
      location: this.places.locate(span),
      related: (problem.related ?? []).map((place) => this.#related(place)),
      flow: (problem.flow ?? []).map((place) => this.#related(place)),
      scope: this.#scopes.scopeAround(span),
      when: problem.when && this.conditions.placeOf(problem.when),
      fix: mapFix(problem.fix, this.places, this.source.comments),
      code: identifyingCode(this.secrets.covered, span, problem.hidesCode === true),
    };
    return findingOf(by, problem, place, (said) => this.secrets.mask(said));
  }

  #related({ at, message }: { readonly at: Problem['at']; readonly message: string }): RelatedLocation {
    return { ...this.places.locate(reportSpan(at)), message };
  }

  #isInGap(span: Span): boolean {
    const gap = lastStartingBefore(this.#gaps, span.start);
    return gap !== undefined && span.end <= gap.end && gap.start < gap.end;
  }
}
