/** What a summary says about the paths that applications serve. Names of routers are dotted, those of other modules in full. */

export interface SummaryRouting {
  readonly routes: readonly SummaryRoute[];
  /** Applications and routers that are made here, with their prefix; `null` where it cannot be determined. */
  readonly routers: readonly { readonly name: string; readonly prefix: string | null; readonly isRoot: boolean }[];
  readonly mounts: readonly SummaryMount[];
  /** Constant paths that something other than these routes may serve: `add_route("/health", …)`, `HealthCheck(app, "/health")`. */
  readonly others: readonly string[];
  /** Its framework serves paths that nobody reads here. */
  readonly isOpen?: true;
}

export interface SummaryRoute {
  /** Undefined where it hangs on nothing that has a name. */
  readonly owner?: string;
  readonly path: string | null;
  readonly methods: readonly string[];
  /** The JSON that it always answers, as the framework writes it. */
  readonly answer?: string;
  /** It takes a file that the client sends. */
  readonly takesFile?: true;
}

interface SummaryMount {
  /** Absent where what is mounted is no router that is made with its routes. */
  readonly child?: string;
  readonly parent: string;
  readonly prefix: string | null;
  /** The prefix of the mount is in place of that of the router. */
  readonly replaces?: true;
}
