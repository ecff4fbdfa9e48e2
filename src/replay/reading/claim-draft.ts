/** What a part of a document says of one claim, before it is made into a `Claim`. */

import type { StatedPlace, StatedStatus } from '../claim.ts';
import type { Line } from './markdown/document.ts';
import type { Field } from './markdown/fields.ts';
import type { StatedSeverity } from './parts/severity.ts';

/** What the headings above say, and hold for all below. */
export interface Context {
  readonly section: readonly string[];
  readonly severity: StatedSeverity | undefined;
  readonly status: StatedStatus | undefined;
  /** The file that a heading names. */
  readonly places: readonly StatedPlace[];
  /** The files that the parts around it name. */
  readonly about: readonly StatedPlace[];
}

export interface ClaimDraft {
  readonly id: string | undefined;
  /** As it is in the heading, the cell or the sentence. */
  readonly head: Line;
  readonly title: string;
  readonly context: Context;
  readonly severity: StatedSeverity | undefined;
  readonly status: StatedStatus | undefined;
  readonly fields: readonly Field[];
  /** Where a member or a column says so, and nothing has to be read out of words. */
  readonly places?: readonly StatedPlace[];
  /** Whether it is a part of the document with a heading of its own. */
  readonly isPart?: boolean;
  /** Told where a document says what to do: kept only where it names a place that no other claim names. */
  readonly mayRepeat?: boolean;
  readonly first: number;
  readonly last: number;
}
