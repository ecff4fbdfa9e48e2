/** How far the place of a finding is from what people depend on, nearest first. */
export const REACHES = {
  served: 'a route, consumer, task, thread or worker loop of a service reaches it',
  run: 'a declared entry point, or a container, compose, CI, Makefile or documented command reaches it',
  imported: 'code that is itself reached imports it, or it is part of what a library offers',
  loose: 'nothing names the script, nobody makes the class, nobody calls the function',
  aside: 'a test, example, benchmark, notebook, document, or vendored, generated or development code',
} as const;

export type Reach = keyof typeof REACHES;

/** Where a place stands in its project. */
export interface Standing {
  readonly reach: Reach;
  /** One clause that says what reaches the place, or why nothing does: "`POST /infer` reaches it through `enqueue`". */
  readonly because: string;
  /** Started by people, CI or a documented command, not by what is deployed: it fails before somebody's eyes. */
  readonly isByHand?: true;
  /** It runs when a service or a deployed program starts: where it fails, nothing comes up. */
  readonly isAtStart?: true;
  /** Loose, and nothing that a person could run by hand either: nobody calls it, nobody makes it, nobody imports it. */
  readonly isDead?: true;
  /** It is kept for memory in a folder for old code, and nothing outside of that uses it: nobody mends it. */
  readonly isArchived?: true;
  /** Whether strangers can send something to what runs here; undefined where the question makes no sense or has no answer. */
  readonly isExposed?: boolean;
}
