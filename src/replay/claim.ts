/** What a written audit says, as the reader hands it on: statements about code with the places, quotes and names that they give. */

import type { Severity } from '../findings/index.ts';

/** What the document says became of a claim. */
export type StatedStatus = 'open' | 'in-progress' | 'fixed' | 'accepted' | 'retracted';

/** Lines from 1, both inclusive. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** A place as the document writes it; nothing here is known to exist. */
export interface StatedPlace {
  /** With `/`, without `./`; an absolute path of another machine, a base name or the end of a path stays as it is. Empty: lines of no named file. */
  readonly path: string;
  /** Several where a list of lines is given; none where the file as a whole is meant. */
  readonly ranges: readonly LineRange[];
  /** A line of the document. */
  readonly line: number;
}

/** Code in a fence, or in backticks where it is longer than a name. */
export interface QuotedCode {
  readonly text: string;
  /** As the fence says (`python`, `yaml`); undefined where it says nothing. */
  readonly language: string | undefined;
  /** `now`: said to be in the repository; `proposed`: a fix, an "after"; `command`: something to run, or its output. */
  readonly role: 'now' | 'proposed' | 'command';
  /** A line of the document: the first of the code. */
  readonly line: number;
}

/** One statement of a written audit about code. */
export interface Claim {
  /** As the document numbers it (`P0-1`, `PKG-01`, `F1.2`), else made of its heading and words so that it stays when others come or go. Unique in the document. */
  readonly id: string;
  readonly title: string;
  /** The category that the document puts it under, as written (`Privacy accounting`). */
  readonly section: readonly string[];
  readonly severity: Severity | undefined;
  /** The word or colour that `severity` was read from. */
  readonly statedSeverity: string | undefined;
  readonly status: StatedStatus;
  /** Commit that the document names as the one that fixed it. */
  readonly fixedIn: string | undefined;
  readonly owner: string | undefined;
  /** In the document's order; the first is the one that it gives as the place of the defect. */
  readonly places: readonly StatedPlace[];
  /** Files that the part of the document around it names. */
  readonly about: readonly StatedPlace[];
  readonly quotes: readonly QuotedCode[];
  /** Names of code in backticks that are no paths: functions, classes, variables, settings, commands, as written. */
  readonly names: readonly string[];
  /** Rules of ours that it names (`rule: unlocked-singleton`), or that a mapping file gives it. */
  readonly rules: readonly string[];
  /** What it says in prose: symptom, cause, impact, without code and fields. */
  readonly text: string;
  /** What it proposes, in prose. */
  readonly remedy: string;
  /** Lines of the document. */
  readonly lines: LineRange;
  /** First lines of all parts of the document that tell of it, its own first: a summary, a list of priorities, an order of work. */
  readonly mentions: readonly number[];
}

/** A part of the document that looks like a claim and could not be read as one. */
export interface UnreadPart {
  readonly line: number;
  readonly text: string;
  /** One clause. */
  readonly why: string;
}

export interface WrittenAudit {
  readonly title: string;
  /** The commit that the document says it looked at. */
  readonly commit: string | undefined;
  readonly claims: readonly Claim[];
  readonly unread: readonly UnreadPart[];
}
