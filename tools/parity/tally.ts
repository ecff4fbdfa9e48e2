import type { Comparison } from './compare.ts';

/** Most differences that are printed. */
const SHOWN = 20;

/** Counts comparisons and prints the differences as they come. */
export class Tally {
  readonly #excepted = new Map<string, number>();
  #equal = 0;
  differences = 0;

  add(path: string, comparison: Comparison): void {
    if (comparison.kind === 'equal') this.#equal++;
    else if (comparison.kind === 'excepted') {
      this.#excepted.set(comparison.reason, (this.#excepted.get(comparison.reason) ?? 0) + 1);
      if (comparison.reason.startsWith('grammar')) console.log(`excepted: ${path}: ${comparison.reason}`);
    } else {
      this.differences++;
      if (this.differences > SHOWN) return;
      console.log(`different: ${path}\n  ours    …${comparison.ours}\n  CPython …${comparison.theirs}`);
    }
  }

  summary(): string {
    const excepted = [...this.#excepted].map(([reason, count]) => `${count} ${reason}`);
    const exceptedCount = [...this.#excepted.values()].reduce((sum, count) => sum + count, 0);
    const compared = this.#equal + this.differences + exceptedCount;
    const reasons = excepted.length === 0 ? '' : ` (${excepted.join(', ')})`;
    return `${compared} compared: ${this.#equal} equal, ${this.differences} different, ${exceptedCount} excepted${reasons}`;
  }
}
