/** How far the place of a finding is from what people depend on, nearest first. */
export const REACHES = {
  served: 'a route, consumer, task, thread or worker loop of a service reaches it',
  run: 'a declared entry point, or a container, compose, CI, Makefile or documented command reaches it',
  imported: 'code that is itself reached imports it, or it is part of what a library offers',
  loose: 'nothing names the script, nobody makes the class, nobody calls the function, nothing mounts the router',
  aside: 'a test, example, benchmark, notebook, document, or vendored, generated or development code',
} as const;

export type Reach = keyof typeof REACHES;

/** What makes a finding one step milder. Nothing else does: what is not known lowers nothing. */
export const LOWERINGS = {
  unreferenced: 'nothing in the repository runs this code',
  development: 'it is used in development only',
  document: 'it is only documentation',
} as const;

export type Lowering = keyof typeof LOWERINGS;

/** Where a place stands in its project. */
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
