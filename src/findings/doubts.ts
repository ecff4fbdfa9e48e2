/** Why a finding may be wrong although its code looks like the defect: the one list of doubts that all rules choose from. */

/** How sure a finding is: nothing speaks against it, a doubt does, or a doubt does that was right more often than not. */
export const CONFIDENCES = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export interface Doubt {
  /** What may be true, in a sentence that is on its own. */
  readonly says: string;
  /** What is left of the confidence where it is raised. */
  readonly leaves: Exclude<Confidence, 'high'>;
  /** Of the findings that it was raised of, how many were read without knowing it, and how many of those were true (by rounds of `measurements/first-sight`). */
  readonly read?: { readonly of: number; readonly true: number; readonly false: number };
}

/**
 * A doubt questions the fact. What merely asks whether it matters is none: severity and reach answer that. One goes from this list when
 * readings show that most of what it lowers is true.
 */
// biome-ignore format: a table is read by rows
export const DOUBTS = {
  'dynamic-binding': { says: 'The name may be bound dynamically (setattr, globals(), exec, an ORM relation, a notebook), where the binding is not visible.', leaves: 'medium', },
  'uncertain-dispatch': { says: 'A subclass, mixin or base class outside the repository may define or override this member.', leaves: 'medium', read: { of: 3, true: 3, false: 0 }, },
  'type-from-annotation': { says: 'The type comes from an annotation only; the value may have another type at run time.', leaves: 'low', read: { of: 7, true: 3, false: 4 }, },
  'type-from-name': { says: 'The type of the object is inferred from its name, a keyword or a single method call.', leaves: 'medium', },
  'method-by-name': { says: 'The call is matched by method name only; the class of the receiver is unknown.', leaves: 'low', read: { of: 3, true: 0, false: 3 }, },
  'external-definition': { says: 'Code outside the repository, or in another language, may define or provide it.', leaves: 'medium', read: { of: 1, true: 0, false: 1 }, },
  'external-use': { says: 'A plug-in, another program, another language or a dynamic lookup may use it.', leaves: 'medium', read: { of: 3, true: 1, false: 1 }, },
  'unknown-version': { says: 'The version of Python or of the library that runs is unknown, and another version behaves differently.', leaves: 'medium', },
  'ambiguous-module': { says: 'The import may resolve to another module: the contents of `sys.path` at run time are unknown.', leaves: 'low', read: { of: 7, true: 0, false: 7 }, },
  'transitive-dependency': { says: 'Another declared distribution may install the package.', leaves: 'low', read: { of: 5, true: 2, false: 3 }, },
  'optional-dependency': { says: 'The import may be optional: it is guarded, deferred or tried elsewhere.', leaves: 'low', read: { of: 5, true: 1, false: 4 }, },
  'generated-file': { says: 'The missing file may be generated, downloaded or mounted by a step that is not visible.', leaves: 'medium', read: { of: 1, true: 0, false: 1 }, },
  'override-hook': { says: 'The function may be a hook or an interface method that a base class or subclass requires.', leaves: 'medium', },
  'infeasible-path': { says: 'The path may be infeasible: conditions on the way may exclude it.', leaves: 'low', read: { of: 6, true: 1, false: 3 }, },
  'value-always-present': { says: 'The value that is looked up may always be present here.', leaves: 'low', read: { of: 8, true: 0, false: 8 }, },
  'caller-precondition': { says: 'Every caller may guarantee the precondition that this code relies on.', leaves: 'low', read: { of: 12, true: 0, false: 10 }, },
  'ownership-transfer': { says: 'The object is handed to code that may close, await or release it.', leaves: 'medium', read: { of: 1, true: 1, false: 0 }, },
  'serialized-access': { says: 'A lock held by the caller, the driver or the order of the threads may serialize the access.', leaves: 'medium', },
  'database-constraint': { says: 'A constraint or isolation level of the database may reject the second write.', leaves: 'low', },
  'unknown-thread': { says: 'The thread or event loop that runs this code is unknown.', leaves: 'medium', read: { of: 2, true: 0, false: 0 }, },
  'execution-order': { says: 'The two places may never run in the order that makes this fail.', leaves: 'low', read: { of: 4, true: 0, false: 4 }, },
  'no-shared-state': { says: 'The copies may be interchangeable: no state was found that would differ.', leaves: 'low', read: { of: 12, true: 0, false: 10 }, },
  'short-lived-work': { says: 'The task, thread or process may end by itself before this matters: it has a stop event, a limit or a short life.', leaves: 'medium', read: { of: 1, true: 0, false: 0 }, },
  'timeout-elsewhere': { says: 'A timeout may be set by the caller, an adapter or the producer of the awaited value.', leaves: 'medium', },
  'limit-elsewhere': { says: 'A limit may be enforced elsewhere: a proxy, a shared store, middleware or a called function.', leaves: 'medium', read: { of: 10, true: 5, false: 2 }, },
  'bounded-key-space': { says: 'The keys or elements may come from a small fixed set.', leaves: 'medium', },
  'unknown-lifetime': { says: 'The object may live only as long as one call, request or job.', leaves: 'medium', read: { of: 1, true: 0, false: 1 }, },
  'few-rows': { says: 'The table may hold only a few rows, such as settings, roles or servers.', leaves: 'low', },
  'drained-elsewhere': { says: 'Other code may remove entries, expire them or consume them.', leaves: 'medium', },
  'sufficient-cache-key': { says: 'The arguments missing from the cache key may not change the result.', leaves: 'low', read: { of: 12, true: 0, false: 9 }, },
  'expendable-state': { says: 'The state may be a cache, a buffer or wiring that can be lost or rebuilt.', leaves: 'low', read: { of: 8, true: 0, false: 6 }, },
  'uncertain-identity': { says: 'The two places may refer to different files, variables, rows or objects.', leaves: 'medium', read: { of: 1, true: 0, false: 1 }, },
  'implicit-ordering': { says: 'The query may be ordered elsewhere: by the model, the caller or the storage.', leaves: 'low', read: { of: 4, true: 1, false: 3 }, },
  'deferred-template': { says: 'The string may be a template that is filled in later.', leaves: 'low', read: { of: 5, true: 1, false: 4 }, },
  'advisory-check': { says: 'The check may be advisory: its name or a comment says so, or it only warns.', leaves: 'low', read: { of: 6, true: 0, false: 6 }, },
  'readiness-probe': { says: 'The route may serve as a readiness probe rather than a liveness probe.', leaves: 'medium', read: { of: 4, true: 0, false: 2 }, },
  'failure-handled-elsewhere': { says: 'The failure may be reported or handled by code that is not visible here.', leaves: 'medium', read: { of: 1, true: 1, false: 0 }, },
  'uncertain-failure': { says: 'This may not fail, or may fail in another way.', leaves: 'medium', read: { of: 1, true: 0, false: 1 }, },
  'opaque-callee': { says: 'The called code is not visible, so its effect on the value is unknown.', leaves: 'medium', read: { of: 4, true: 2, false: 1 }, },
  'transaction-handled-elsewhere': { says: 'The transaction may be committed, rolled back or saved by code that is not visible.', leaves: 'medium', },
  'role-from-name': { says: 'The purpose of the value, function or object is inferred from its name.', leaves: 'medium', read: { of: 11, true: 1, false: 1 }, },
  'secret-from-name': { says: 'Only the name or position suggests that the value is a secret.', leaves: 'low', read: { of: 11, true: 2, false: 6 }, },
  'placeholder-secret': { says: 'The value may be a placeholder, a test value or a public identifier.', leaves: 'medium', read: { of: 9, true: 4, false: 1 }, },
  'unknown-entropy': { says: 'An attacker may not know every input of the value.', leaves: 'medium', read: { of: 10, true: 1, false: 4 }, },
  'input-validated': { says: 'A check on the way may reject the harmful value.', leaves: 'low', read: { of: 4, true: 0, false: 3 }, },
  'traversal-limited': { says: 'The value cannot contain a slash, so only `..` or a backslash leaves the directory.', leaves: 'medium', read: { of: 2, true: 1, false: 0 }, },
  'cross-module-flow': { says: 'The value passes through a function of another module whose effect on it is unknown.', leaves: 'low', read: { of: 11, true: 1, false: 10 }, },
  'unknown-source-trust': { says: 'The source of the value may not be under the control of an untrusted party.', leaves: 'medium', read: { of: 12, true: 2, false: 3 }, },
  'auth-elsewhere': { says: 'Authentication may be enforced by middleware, a hook or a called function.', leaves: 'low', read: { of: 9, true: 2, false: 7 }, },
  'public-by-design': { says: 'The route may be public: it only reads, or similar routes are public too.', leaves: 'low', read: { of: 7, true: 1, false: 6 }, },
  'ownership-checked-elsewhere': { says: 'Another condition, query or permission may restrict the row to its owner.', leaves: 'medium', },
  'verified-elsewhere': { says: 'The value may be verified, signed or hashed further in code that is not visible.', leaves: 'medium', read: { of: 1, true: 1, false: 0 }, },
  'unknown-response-type': { says: 'The content type of the response is unknown, so a browser may not render it as HTML.', leaves: 'medium', },
  'overridden-at-deployment': { says: 'Another file of the repository overrides this value or command in deployment.', leaves: 'medium', read: { of: 1, true: 1, false: 0 }, },
  'development-only': { says: 'The setting may apply in development only.', leaves: 'medium', },
  'trigger-restricted': { says: 'A condition restricts who or what can trigger the workflow.', leaves: 'medium', },
  'behind-trusted-proxy': { says: 'A proxy in front may be the only sender of the header and overwrite it.', leaves: 'medium', read: { of: 1, true: 1, false: 0 }, },
} as const satisfies Readonly<Record<string, Doubt>>;

/** The id of a doubt of the one list. */
export type DoubtId = keyof typeof DOUBTS;
export const DOUBT_IDS = Object.keys(DOUBTS) as [DoubtId, ...DoubtId[]];

/** What is left of a rule's confidence where these speak against it. */
export function confidenceOf(doubts: readonly DoubtId[]): Confidence {
  const leaves = doubts.map((id) => CONFIDENCES.indexOf(DOUBTS[id].leaves));
  return CONFIDENCES[Math.max(0, ...leaves)] ?? 'high';
}
