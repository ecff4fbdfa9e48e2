/** Where only some calls of a function come. Tests tell none. */

/** Lines that run only where a call gives a parameter, or only where it leaves it out. */
export interface SummaryBranch {
  readonly lines: readonly [first: number, last: number];
  /** The function, by its qualified name. */
  readonly of: string;
  readonly parameter: string;
  /** Absent for a parameter that is given by name alone; `self` is not counted. */
  readonly position?: number;
  readonly isGiven: boolean;
}
