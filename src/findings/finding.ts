/** What a scan says: findings with their evidence, and notices about what could not be read. */

import type { Confidence, DoubtId } from './doubts.ts';
import type { Harm } from './severity/harm.ts';
import type { Lowering, Reach } from './severity/reach.ts';

/** From what blocks production (P0) to what is minor (P3). */
export type Severity = 'P0' | 'P1' | 'P2' | 'P3';
export const SEVERITIES: readonly Severity[] = ['P0', 'P1', 'P2', 'P3'];

/** Share of findings that were right on real code: high ≥ 95 %, medium ≥ 80 %, low below. */
export type Precision = 'high' | 'medium' | 'low';

/** `default` shows confidence high and medium, `strict` adds low, and what is in tests and examples. */
export type Profile = 'default' | 'strict';

/** A place in a file: `path` relative to the scanned root with `/`; lines and columns from 1, UTF-16, end exclusive. */
export interface Location {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Number of the notebook cell (from 1) that line and column count from; absent in plain files. */
  readonly cell?: number;
}

/** Another place that belongs to the evidence, with what it shows. */
export interface RelatedLocation extends Location {
  readonly message: string;
}

/** Why a finding has its severity: what kind it is, and what lowered that. */
export interface Grading {
  readonly harm: Harm;
  /** Which of the kinds that its rule distinguishes; absent where that has one. */
  readonly kind?: string;
  /** What the rule states for this kind. */
  readonly base: Severity;
  /** Why it is one step lower than that. */
  readonly lowered?: Lowering;
  readonly reach: Reach;
  /** One clause, as `Standing` has it. */
  readonly because: string;
}

/** Another place of the same cause. */
export interface Place {
  /** Where it is not that of the finding: what breaks behind a statement that fails first. */
  readonly rule?: string;
  readonly location: Location;
  readonly message: string;
  readonly severity: Severity;
  /** Its own: baselines and comparisons know places, not causes. */
  readonly fingerprint: string;
  /** Present where the rule knows how to fix this one. */
  readonly fix?: Fix;
}

/** One replacement of text in a file; an insertion has an empty range. */
export interface Edit {
  readonly location: Location;
  readonly text: string;
}

/** A change that fixes the finding. Its edits never overlap. */
export interface Fix {
  /** What it does, as an imperative: "Pass `weights_only=True`". */
  readonly title: string;
  /** `safe` keeps what the program does, but for the defect; `unsafe` may change it. */
  readonly safety: 'safe' | 'unsafe';
  /** Why it is one or the other, as a clause. */
  readonly because: string;
  readonly edits: readonly Edit[];
  /** Places that it relies on: no other fix may change them in the same pass. */
  readonly keeps?: readonly Location[];
}

/** One defect. `fingerprint` is filled by the reduce, which knows how many equal ones precede it. */
export interface Finding {
  readonly rule: string;
  readonly category: string;
  /** That of its kind, lowered where nothing runs the code, or what the configuration says. */
  readonly severity: Severity;
  readonly grading: Grading;
  readonly precision: Precision;
  readonly profile: Profile;
  readonly confidence: Confidence;
  /** What speaks against it; absent where nothing does. */
  readonly doubts?: readonly DoubtId[];
  readonly location: Location;
  readonly message: string;
  readonly remedy: string;
  readonly related: readonly RelatedLocation[];
  /** Steps of a path, in order, where the evidence is one; otherwise empty. */
  readonly flow: readonly RelatedLocation[];
  readonly cwe: readonly number[];
  readonly fingerprint: string;
  /** Findings of the rule with one value have one cause, and are reported as one. It may be the hash of a secret: no report shows it where code is hidden. */
  readonly cause?: string;
  /** All other places of the cause, worst first. */
  readonly places?: readonly Place[];
  /** Present where the rule knows how to fix it. */
  readonly fix?: Fix;
  /** The code at its places holds a secret: no output shows the texts in it, nor a hash that they could be guessed from. */
  readonly hidesCode?: true;
}

/** Something about the run, not about the code: a file that was skipped, cut or not parsed whole, a rule that failed. */
export interface Notice {
  readonly kind: NoticeKind;
  readonly path?: string;
  readonly line?: number;
  readonly rule?: string;
  readonly message: string;
}
export type NoticeKind =
  | 'not-parsed'
  | 'partly-parsed'
  | 'not-decoded'
  | 'too-large'
  | 'binary'
  | 'unreadable'
  | 'link-left-root'
  | 'link-loop'
  | 'not-regular'
  | 'too-deep'
  | 'unknown-kind'
  | 'too-slow'
  | 'cut-short'
  | 'rule-failed'
  | 'notebook'
  | 'baseline-gone'
  | 'submodule'
  | 'left-out'
  | 'no-git-index'
  | 'unread-code'
  | 'unused-setting';

/** What says that something was wanted and could not be had: a file, a rule, or what is behind a limit of ours. */
export const INCOMPLETE: ReadonlySet<NoticeKind> = new Set([
  'unreadable',
  'rule-failed',
  'too-slow',
  'cut-short',
  'too-deep',
  'not-decoded',
]);
