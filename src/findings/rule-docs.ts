import type { Fix, Precision, Severity } from './finding.ts';
import type { FirstSight } from './first-sight.ts';
import type { Harm } from './severity/harm.ts';

/** What a person must know of a rule; pages, `explain`, SARIF and the README table are made from it. */
export interface RuleDocs {
  /** Noun phrase naming the defect, lower case, no full stop. */
  readonly summary: string;
  /** One sentence: the harm. */
  readonly why: string;
  /** One imperative sentence. A finding may carry a more concrete one. */
  readonly remedy: string;
  readonly harm: Harm;
  /** Of its findings, or of each kind of them, by a name that completes "it is …"; the first is the common one. */
  readonly severity: Severity | Readonly<Record<string, Severity>>;
  readonly precision: Precision;
  /** Its findings are about code that nothing runs, or harm without running: that nothing runs it lowers none of them. */
  readonly harmsUnrun?: true;
  readonly since: string;
  readonly cwe: readonly number[];
  /** The audits that found it first, by title. */
  readonly origin: readonly { readonly document: string; readonly finding: string }[];
  /** Python that fires exactly once. */
  readonly bad: string;
  /** Python that never fires. */
  readonly good: string;
  /** The changes that it may offer with a finding. */
  readonly fixes?: readonly FixDocs[];
  /** How often it is right on code that it was sharpened on: a figure of regression, printed on the page. */
  readonly measured?: { readonly read: number; readonly right: number; readonly on: string };
}

/** A kind of change that fixes findings of a rule. */
export type FixDocs = Pick<Fix, 'title' | 'safety' | 'because'>;

/** The plug-in that a rule came with. */
export interface PluginOrigin {
  readonly name: string;
  /** As its package.json says. */
  readonly version?: string;
}

/** A rule's identity and documentation, as reporters and commands see it. */
export interface RuleDescription {
  readonly name: string;
  readonly category: string;
  readonly docs: RuleDocs;
  /** What readers said of its findings who did not know the rule; absent where nobody has read any. */
  readonly firstSight?: FirstSight;
  /** Address of its page, where someone said where the pages are. */
  readonly page?: string;
  /** Absent where it is one of ours. */
  readonly plugin?: PluginOrigin;
}
