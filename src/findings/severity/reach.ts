/** How far the place of a finding is from what people depend on, nearest first. */
export const REACHES = {
  served: 'reached by a route, consumer, task, thread or worker loop of a service',
  run: 'reached by an entry point, or by a container, Compose, CI, Makefile or documented command',
  imported: 'imported by reached code, or part of the API of a library',
  loose: 'unreferenced: no command runs the script, no code uses the class, function or router',
  aside: 'non-production: a test, example, benchmark, notebook, document, or vendored, generated or development code',
} as const;

export type Reach = keyof typeof REACHES;

/** What makes a finding one step milder. Nothing else does: what is not known lowers nothing. */
export const LOWERINGS = {
  unreferenced: 'nothing in the repository runs this code',
  development: 'it is used in development only',
  document: 'it is only documentation',
} as const;

export type Lowering = keyof typeof LOWERINGS;

/** Where a place is in its project. */
export interface Standing {
  readonly reach: Reach;
  /** People, CI or a documented command start it, not what is deployed. */
  readonly isByHand?: true;
  /** One clause that says what reaches the place, or why nothing does: "`POST /infer` reaches it through `enqueue`". */
  readonly because: string;
  /** It runs, and others or a program wrote it. */
  readonly isForeign?: true;
  /** Why findings here are one step milder; absent where nothing proves that they are. */
  readonly lowered?: Lowering;
}
