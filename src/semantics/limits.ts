/** Where a question about a file was not followed to its end, because its answer would take the square of what is written. */
import type { Node, ParsedModule } from '../ast/index.ts';
import { memoize } from '../collections/index.ts';

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
