/**
 * How far a question about a file is followed, in one place (`src/project/limits.ts` says it of several files). Past a distance (`FOLLOWED`) an answer would be a guess, and real code
 * rarely goes there. Past a limit of work (`WORK`) it would take the square of what is written: that is noted, and users read it.
 */
import type { Node, ParsedModule } from '../ast/index.ts';
import { memoize } from '../collections/index.ts';

/** Steps, each of which is a thing of its kind. */
export const FOLLOWED = {
  /** Functions of the file that call one another, into callees or out to callers. */
  calls: 2,
  /** Functions and methods by their name alone, wherever they belong. */
  callsByName: 3,
  /** Names bound by one assignment, and functions that give back what they are given. */
  assignments: 20,
  /** Names behind what makes an object. */
  makers: 3,
  /** Calls around a value that hand it on unchanged. */
  wrappers: 3,
  /** Attributes of attributes. */
  attributes: 8,
  /** Methods of one chain. */
  methods: 20,
  /** Names that a query is put together by. */
  bindings: 6,
  /** Parts of a query, through names, methods and `await`. */
  queries: 30,
  /** Classes that derive from one another. */
  bases: 40,
  /** Names that stand for a module or a member of one. */
  imports: 40,
  /** Tuples and names of exceptions within one another. */
  exceptions: 8,
  /** Expressions within one another whose subject a check asks about. */
  subjects: 8,
} as const;

interface Work {
  readonly most: number;
  /** What was not followed past it: a clause for users. */
  readonly says: string;
}

export const WORK = {
  origins: { most: 2_000, says: 'the origins of a value were followed for 2,000 steps' },
  sources: { most: 200, says: 'the sources of a value were followed to 200 places' },
  destinations: { most: 2_000, says: 'the uses of a value were followed for 2,000 steps' },
  carriers: { most: 500, says: 'the uses of a value were followed through 500 expressions' },
  taint: { most: 400, says: 'untrusted input was traced for 400 steps' },
  flows: { most: 40, says: 'checks were looked for on 40 flows into one value' },
  pieces: { most: 400, says: 'a text was read to its 400th piece' },
  parts: { most: 1_000, says: 'a text was read to its 1,000th expression' },
  delays: { most: 300, says: 'the delay between attempts was followed for 300 steps' },
  tests: { most: 40, says: 'checks before a change were looked for in the first 40 tests of a function' },
  lookUps: { most: 60, says: 'what a test of rows asks was followed for 60 steps' },
} as const satisfies Readonly<Record<string, Work>>;

/** True where a question has done more work than it may; noted as met at a node of the file. */
export function isSpent(
  work: keyof typeof WORK,
  done: number,
  at: Node,
  { source }: { readonly source: ParsedModule },
): boolean {
  const { most, says } = WORK[work];
  if (done <= most) return false;
  limitsMetIn(source).meet(work, `${says}, and no further`, at);
  return true;
}

export interface LimitMet {
  /** What was left out, and the limit: a clause for users. */
  readonly says: string;
  /** The first place at which it was met. */
  readonly at: Node;
  /** How many others there are. */
  readonly others: number;
}

class LimitsMet {
  readonly #met = new Map<string, LimitMet>();

  /** Each kind of limit is reported once for a file. */
  meet(kind: string, says: string, at: Node): void {
    const known = this.#met.get(kind);
    this.#met.set(kind, known === undefined ? { says, at, others: 0 } : { ...known, others: known.others + 1 });
  }

  get all(): readonly LimitMet[] {
    return [...this.#met.values()];
  }
}

/** The limits that were met in a file until now. */
export const limitsMetIn: (source: ParsedModule) => LimitsMet = memoize(() => new LimitsMet());
