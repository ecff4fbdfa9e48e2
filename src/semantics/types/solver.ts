import { NONE, type ObjectClass } from './object-class.ts';

/** Bounds for one question: real code needs a small part of either. */
const MAX_DEPTH = 60;
const MAX_STEPS = 3_000;

/**
 * Answers questions that may lead back to themselves (`client = client or Client()`). What is being answered counts as
 * NONE inside its own answer, so that it decides nothing; answers that rested on that are not kept, except the outermost.
 * Past the bounds the answer is unknown, and is kept: asking again along a long chain must not start over.
 */
export class Solver<Key extends object> {
  readonly #known = new Map<Key, ObjectClass>();
  readonly #pending = new Set<Key>();
  #steps = 0;
  #unfinished = 0;

  answer(key: Key, compute: () => ObjectClass): ObjectClass {
    const known = this.#known.get(key);
    if (known !== undefined || this.#known.has(key)) return known;
    if (this.#pending.has(key)) {
      this.#unfinished++;
      return NONE;
    }
    if (this.#pending.size === 0) this.#steps = 0;
    if (this.#pending.size >= MAX_DEPTH || ++this.#steps > MAX_STEPS) return undefined;
    const before = this.#unfinished;
    this.#pending.add(key);
    const answer = compute();
    this.#pending.delete(key);
    if (this.#pending.size === 0 || this.#unfinished === before) this.#known.set(key, answer);
    return answer;
  }
}
