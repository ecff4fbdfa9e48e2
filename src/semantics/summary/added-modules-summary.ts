/** Modules that code puts where imports look for them, as plain JSON. */

/** `sys.modules[name] = …`. */
export interface SummaryAddedModule {
  /** Its dotted name; `*` where it is made at run time. */
  readonly name: string;
  /** Full name of the function around. */
  readonly within?: string;
}
