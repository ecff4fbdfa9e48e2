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
  /** What was refused because of harm that showed here. */
  readonly blamed: PlacedFix[];
  readonly waiting: (readonly PlacedFix[])[];
}

/**
 * One pass. Each round tries a group of fixes in every file at once, with a single scan. A group that does harm is halved and tried again, down to
 * the fix that is to blame. Where the harm shows in a file that is not among them, fewer files are tried together. A fix may do harm in a file that has fixes
 * too, which are blamed for it then: where the harm stays without these, all that was made beside them is doubted.
 */
export class FixRounds {
  readonly dropped: DroppedFix[] = [];
  readonly #queues: readonly FileQueue[];
  #width: number;
  /** Whether harm may come from any file that was tried, wherever it shows. */
  #isInDoubt = false;

  constructor(
    byFile: ReadonlyMap<string, readonly PlacedFix[]>,
    readonly before: FixedState,
    readonly look: (contents: ReadonlyMap<string, Uint8Array>) => Promise<ScanReport | undefined>,
  ) {
    this.#queues = [...byFile].map(([path, fixes]) => ({ path, made: [], blamed: [], waiting: [fixes] }));
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
      const isUnexplained = faults.some(({ path }) => !places.has(path));
      if (isUnexplained && this.#unproven(state).length > 0) {
        this.#doubt(state);
        continue;
      }
      const elsewhere = isUnexplained || (this.#isInDoubt && faults.length > 0);
      if (elsewhere && tried.length > 1) this.#width = Math.ceil(tried.length / 2);
      else {
        this.#settle(tried, faults, elsewhere);
        if (faults.length === 0) {
          state = next;
          this.#width = Math.max(this.#width, Math.min(this.#width * 2, this.#queues.length));
        } else if (this.#queues.every(({ waiting }) => waiting.length === 0)) {
          const last = await this.#lastAfter(state);
          if (last !== 'in doubt') return last;
        }
      }
    }
  }

  /** All that is made, without the group that was just refused. What is good only beside that group is tried anew. */
  async #lastAfter(good: TriedState): Promise<TriedState | undefined | 'in doubt'> {
    if (this.#unproven(good).length === 0) return good;
    const last = await this.#stateWith(new Set());
    if (last === undefined || faultsOf(this.before.report, last.report, last.fixes).length === 0) return last;
    this.#doubt(good);
    return 'in doubt';
  }

  /** What is made because harm showed in other files of the round. */
  #unproven({ fixes }: TriedState): PlacedFix[] {
    const proven = new Set(fixes);
    return this.#queues.flatMap(({ made }) => made.filter((each) => !proven.has(each)));
  }

  /** From now on nothing is made but what was tried without any harm; so this happens once. */
  #doubt(good: TriedState): void {
    this.#isInDoubt = true;
    const unproven = new Set(this.#unproven(good));
    this.dropped.length = 0;
    for (const { made, blamed, waiting } of this.#queues) {
      const again = [...made.filter((each) => unproven.has(each)), ...blamed.splice(0)];
      if (again.length === 0) continue;
      made.splice(0, made.length, ...made.filter((each) => !unproven.has(each)));
      waiting.unshift(again);
    }
    this.#width = Math.max(1, Math.ceil(this.#queues.length / 2));
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
    for (const { path, made, blamed, waiting } of tried) {
      const group = waiting.shift() ?? [];
      const fault = faults.find((each) => elsewhere || each.path === path);
      const [only] = group;
      if (fault === undefined) made.push(...group);
      else if (group.length === 1 && only !== undefined) {
        this.dropped.push({ finding: only.finding, reason: fault.reason });
        blamed.push(only);
      } else {
        const half = Math.ceil(group.length / 2);
        waiting.unshift(group.slice(0, half), group.slice(half));
      }
    }
  }
}
