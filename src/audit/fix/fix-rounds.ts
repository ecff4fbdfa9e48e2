import type { ScanReport } from '../../engine/index.ts';
import { type Fault, faultsOf } from './judge-fixes.ts';
import { type DroppedFix, type PlacedFix, writeFixes } from './placed-fix.ts';

/** Files as they are after some fixes, and what is found in them. */
export interface FixedState {
  readonly report: ScanReport;
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

interface TriedState extends FixedState {
  readonly fixes: readonly PlacedFix[];
}

/** The fixes of one file: those that are made, and groups that wait to be tried. */
interface FileQueue {
  readonly path: string;
  readonly made: PlacedFix[];
  readonly waiting: (readonly PlacedFix[])[];
}

/**
 * One pass. Each round tries a group of fixes in every file at once, with a single scan. A group that does harm is halved and tried again, down to
 * the fix that is to blame. Where the harm shows in a file that is not among them, fewer files are tried together.
 */
export class FixRounds {
  readonly dropped: DroppedFix[] = [];
  readonly #queues: readonly FileQueue[];
  #width: number;

  constructor(
    byFile: ReadonlyMap<string, readonly PlacedFix[]>,
    readonly before: FixedState,
    readonly look: (contents: ReadonlyMap<string, Uint8Array>) => Promise<ScanReport | undefined>,
  ) {
    this.#queues = [...byFile].map(([path, fixes]) => ({ path, made: [], waiting: [fixes] }));
    this.#width = this.#queues.length;
  }

  /** The files when all groups were tried, with the fixes that were made; undefined when it was interrupted. */
  async run(): Promise<TriedState | undefined> {
    let state: TriedState = { ...this.before, fixes: [] };
    for (;;) {
      const tried = this.#queues.filter(({ waiting }) => waiting.length > 0).slice(0, this.#width);
      if (tried.length === 0) return state;
      const next = await this.#stateWith(new Set(tried));
      if (next === undefined) return undefined;
      const faults = faultsOf(this.before.report, next.report, next.fixes);
      const places = new Set(tried.map(({ path }) => path));
      const elsewhere = faults.some(({ path }) => !places.has(path));
      if (elsewhere && tried.length > 1) this.#width = Math.ceil(tried.length / 2);
      else {
        this.#settle(tried, faults, elsewhere);
        if (faults.length === 0) {
          state = next;
          this.#width = Math.max(this.#width, Math.min(this.#width * 2, this.#queues.length));
        } else if (this.#queues.every(({ waiting }) => waiting.length === 0)) return this.#lastAfter(state);
      }
    }
  }

  /** All that is made, without the group that was just refused; what is good only beside that group is not made either. */
  async #lastAfter(good: TriedState): Promise<TriedState | undefined> {
    const left = this.#queues.flatMap(({ made }) => made).filter((each) => !good.fixes.includes(each));
    if (left.length === 0) return good;
    const last = await this.#stateWith(new Set());
    const [fault] = last === undefined ? [] : faultsOf(this.before.report, last.report, last.fixes);
    if (fault === undefined) return last;
    this.dropped.push(...left.map(({ finding }) => ({ finding, reason: fault.reason })));
    return good;
  }

  /** What is found with all that is made, and the next group of these files. */
  async #stateWith(tried: ReadonlySet<FileQueue>): Promise<TriedState | undefined> {
    const contents = new Map(this.before.contents);
    const fixes: PlacedFix[] = [];
    for (const queue of this.#queues) {
      const own = [...queue.made, ...(tried.has(queue) ? (queue.waiting[0] ?? []) : [])];
      const bytes = own.length === 0 ? undefined : writeFixes(own);
      if (bytes !== undefined) contents.set(queue.path, bytes);
      fixes.push(...own);
    }
    const report = await this.look(contents);
    return report && { report, contents, fixes };
  }

  #settle(tried: readonly FileQueue[], faults: readonly Fault[], elsewhere: boolean): void {
    for (const { path, made, waiting } of tried) {
      const group = waiting.shift() ?? [];
      const fault = faults.find((each) => elsewhere || each.path === path);
      const [only] = group;
      if (fault === undefined) made.push(...group);
      else if (group.length === 1 && only !== undefined)
        this.dropped.push({ finding: only.finding, reason: fault.reason });
      else {
        const half = Math.ceil(group.length / 2);
        waiting.unshift(group.slice(0, half), group.slice(half));
      }
    }
  }
}
