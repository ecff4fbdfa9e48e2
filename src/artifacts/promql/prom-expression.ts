/** What a PromQL expression asks for. */
import type { Located, MappedText, Span } from '../../text/index.ts';

export interface PromExpression {
  readonly text: MappedText;
  /** Metrics that are named, in the order of the text; those whose name a variable makes are left out. */
  readonly metrics: readonly PromMetric[];
  /** Labels of `by`, `without`, `on`, `ignoring`, `group_left`, `group_right`. */
  readonly labels: readonly Located<string>[];
  /** It is another language (LogQL, say), or ends within a string or bracket: nothing of it is known. */
  readonly isForeign: boolean;
}

export interface PromMetric {
  readonly name: string;
  readonly span: Span;
  readonly matchers: readonly PromMatcher[];
}

export interface PromMatcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
  readonly span: Span;
}
