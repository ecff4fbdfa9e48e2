/** How far from its place a finding may stand. */
export const REACH = 3;

/** Where something was found. */
export interface SeenPlace {
  readonly path: string;
  readonly line: number;
}
