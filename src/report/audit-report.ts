/** The audit of one repository as data: made once from one scan; JSON is this, Markdown and HTML are written from it. */

import type { Confidence, Finding, Harm, Profile, Reach, Severity } from '../findings/index.ts';
import type { SystemModel } from './system/system-model.ts';

export type SeverityCounts = Readonly<Record<Severity, number>>;

/** A line of a file of the repository; `path` relative to the scanned root. */
export interface PlaceInReport {
  readonly path: string;
  readonly line: number;
  /** Of a notebook, from 1; the line counts from its start. */
  readonly cell?: number;
}

export interface AuditReport {
  /** Raised when a member changes its meaning or goes; new members do not raise it. See schema/auditlint-audit.schema.json. */
  readonly schemaVersion: '1';
  readonly tool: { readonly name: string; readonly version: string };
  /** What the repository calls itself. */
  readonly project: string;
  /** `YYYY-MM-DD`, on which it was scanned. */
  readonly date: string;
  readonly commit: AuditedCommit | undefined;
  readonly verdict: Verdict;
  readonly counts: SeverityCounts;
  readonly system: SystemModel;
  readonly components: readonly Component[];
  /** By rule, worst first. */
  readonly rules: readonly RuleInReport[];
  /** Worst first; within a severity by path and line. One for each cause. */
  readonly findings: readonly ReportedFinding[];
  readonly comparison: Comparison | undefined;
  readonly sound: readonly Sound[];
  readonly questions: readonly OpenQuestion[];
  readonly work: readonly WorkStep[];
  readonly scope: Scope;
}

export interface AuditedCommit {
  readonly id: string;
  /** Scanned files that are not as the commit has them. */
  readonly changedFiles: number;
}

export type VerdictKind = 'ready' | 'ready-with-conditions' | 'not-ready';

export interface Verdict {
  readonly kind: VerdictKind;
  /** One sentence: which of the rules below holds. */
  readonly because: string;
  /** What must change before it is better: the findings that decide, worst first. */
  readonly reasons: readonly VerdictReason[];
  /** Findings that decide as well and are not listed. */
  readonly more: number;
  /** By which rules such a verdict is given, in the order in which they are tried. */
  readonly rules: readonly string[];
}

export interface VerdictReason extends PlaceInReport {
  readonly finding: string;
  readonly severity: Severity;
  readonly message: string;
  /** One clause: what reaches it. */
  readonly reached: string;
}

/** A part of the repository that people think of as one: a package, or a folder. */
export interface Component {
  /** A folder with `/` at its end, or `./` for what is in the root itself. */
  readonly name: string;
  readonly files: number;
  readonly lines: number;
  readonly counts: SeverityCounts;
  /** Of its findings by severity, as `weightOf` has it. */
  readonly weight: number;
  /** Services whose containers start code of it. */
  readonly services: readonly string[];
}

export interface RuleInReport {
  readonly name: string;
  readonly category: string;
  readonly summary: string;
  readonly why: string;
  readonly findings: number;
  /** With the other places of their causes. */
  readonly places: number;
  readonly worst: Severity;
  /** What readers said who knew neither the rule nor the code; undefined where nobody has read any. */
  readonly firstSight: string | undefined;
}

export interface ReportedFinding extends PlaceInReport {
  /** Stays when other findings come or go: links name it. */
  readonly id: string;
  readonly rule: string;
  readonly category: string;
  readonly component: string;
  readonly severity: Severity;
  readonly harm: Harm;
  readonly reach: Reach;
  /** One clause that says what reaches the place, or why nothing does. */
  readonly because: string;
  /** Why it has its severity, as clauses. */
  readonly reasons: readonly string[];
  readonly confidence: Confidence;
  /** What speaks against it, as sentences. */
  readonly doubts: readonly string[];
  readonly endLine: number;
  readonly message: string;
  /** The harm that the rule is about. */
  readonly why: string;
  readonly remedy: string;
  readonly effort: Effort;
  /** Undefined where nothing is quoted: the file is gone, or the report has no room. */
  readonly code: QuotedLines | undefined;
  /** Evidence elsewhere. */
  readonly related: readonly RelatedPlace[];
  /** Steps of a path, in order, where the evidence is one. */
  readonly steps: readonly RelatedPlace[];
  /** Other places of the same cause, worst first. */
  readonly places: readonly SamePlace[];
  readonly morePlaces: number;
  readonly cwe: readonly number[];
  readonly fingerprint: Finding['fingerprint'];
  /** With `--since`: whether it was there before. */
  readonly since: 'new' | 'still' | undefined;
}

export interface RelatedPlace extends PlaceInReport {
  readonly message: string;
}

export interface SamePlace extends PlaceInReport {
  readonly severity: Severity;
}

/** Lines of a file, secrets covered. */
export interface QuotedLines {
  readonly first: number;
  readonly lines: readonly QuotedLine[];
  /** Lines of the construct that are not shown. */
  readonly left: number;
}

export interface QuotedLine {
  readonly text: string;
  readonly isMarked: boolean;
  /** A secret in it is covered. */
  readonly isHidden: boolean;
}

/** By what a finding touches; `work-order.ts` says how it is reported. */
export type Effort = 'one line' | 'one function' | 'several files';

/** With `--since REV`. */
export interface Comparison {
  /** As it was named. */
  readonly revision: string;
  /** What was compared with: the merge base of HEAD and the revision. */
  readonly commit: string;
  readonly fresh: SeverityCounts;
  readonly still: SeverityCounts;
  readonly gone: SeverityCounts;
  readonly fixed: readonly FixedFinding[];
  readonly moreFixed: number;
}

/** It was found at the earlier commit, and is not any more. */
export interface FixedFinding extends PlaceInReport {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** The file is no longer there: nothing was fixed in it. */
  readonly isFileGone: boolean;
}

/** Places that a rule looked at and found to be right, by what the code shows. */
export interface Sound {
  readonly rule: string;
  readonly category: string;
  readonly summary: string;
  readonly places: number;
  /** Places at which the rule is not satisfied, whether or not this report shows them. */
  readonly notProven: number;
  readonly example: PlaceInReport;
  /** One clause: the proof at the example. */
  readonly by: string;
}

/** What a person has to ask, and why it is asked of this repository. */
export interface OpenQuestion {
  readonly topic: string;
  readonly question: string;
  /** What was seen that raises it; undefined for what is asked of every system. */
  readonly because: string | undefined;
  readonly at: PlaceInReport | undefined;
}

/** Findings of one rule, severity and effort: fixed together. */
export interface WorkStep {
  readonly severity: Severity;
  readonly effort: Effort;
  readonly rule: string;
  readonly remedy: string;
  /** Identifiers of findings, in their order. */
  readonly findings: readonly string[];
}

export interface Scope {
  /** As the user named it. */
  readonly root: string;
  readonly profile: Profile;
  readonly isComplete: boolean;
  readonly files: number;
  readonly lines: number;
  readonly bytes: number;
  readonly filesByKind: readonly { readonly kind: string; readonly files: number; readonly lines: number }[];
  readonly treemap: readonly FileWeight[];
  readonly skipped: number;
  readonly notParsed: number;
  readonly partlyParsed: number;
  readonly ruleFailures: number;
  readonly rulesRun: number;
  readonly notices: readonly {
    readonly path: string | undefined;
    readonly line: number | undefined;
    readonly message: string;
  }[];
  readonly moreNotices: number;
  /** Named, and left out by the configuration. */
  readonly excluded: readonly string[];
  /** Findings that a comment in the code accepts. */
  readonly accepted: readonly AcceptedFinding[];
  readonly moreAccepted: number;
  /** Found, and left to the strict profile: of low confidence, or in tests and examples. */
  readonly unshown: number;
}

export interface AcceptedFinding extends PlaceInReport {
  readonly rule: string;
  readonly severity: Severity;
  readonly reason: string;
}

/** A file of the treemap. */
export interface FileWeight {
  readonly path: string;
  readonly lines: number;
  readonly weight: number;
  readonly worst: Severity | undefined;
}
