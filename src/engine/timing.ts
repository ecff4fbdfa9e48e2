import { getHeapStatistics } from 'node:v8';

export type ScanPhase =
  | 'discover'
  | 'outline'
  | 'read'
  | 'artifacts'
  | 'parse'
  | 'model'
  | 'rules'
  | 'facts'
  | 'summary'
  | 'project';

/** A part of a phase: what a rule visits, gathers and concludes, and the pieces of a summary. */
export type PartKind = 'rule' | 'facts' | 'check' | 'summary';

/** What a part took in all its runs. */
export interface Cost {
  readonly milliseconds: number;
  /** How much the heap grew in it; runs within which it was collected are left out, so this is a lower bound. */
  readonly bytes: number;
}

/** Collects costs by phase, part, rule and file. The clock is passed in; what is collected never enters a report. */
export class Timing {
  readonly phases = new Map<ScanPhase, number>();
  readonly rules = new Map<string, number>();
  readonly files = new Map<string, number>();
  /** By kind and name: `facts read-then-insert`. The first that asks a question of the model pays for the answer. */
  readonly parts = new Map<string, Cost>();

  constructor(readonly now: () => number = () => performance.now()) {}

  /** Runs `work` and adds its time to a phase. */
  phase<T>(phase: ScanPhase, work: () => T): T {
    const start = this.now();
    try {
      return work();
    } finally {
      add(this.phases, phase, this.now() - start);
    }
  }

  /** Runs `work` and adds what it takes to a part, and to its rule where it is one of a rule. */
  part<T>(kind: PartKind, name: string, work: () => T): T {
    const bytes = heapUsed();
    const start = this.now();
    try {
      return work();
    } finally {
      const milliseconds = this.now() - start;
      const known = this.parts.get(`${kind} ${name}`) ?? { milliseconds: 0, bytes: 0 };
      this.parts.set(`${kind} ${name}`, {
        milliseconds: known.milliseconds + milliseconds,
        bytes: known.bytes + Math.max(0, heapUsed() - bytes),
      });
      if (kind !== 'summary') add(this.rules, name, milliseconds);
    }
  }

  addPhase(phase: ScanPhase, milliseconds: number): void {
    add(this.phases, phase, milliseconds);
  }

  addFile(path: string, milliseconds: number): void {
    add(this.files, path, milliseconds);
  }
}

/** A part of the scan, timed where somebody asks for it. */
export const timed = <T>(timing: Timing | undefined, kind: PartKind, name: string, work: () => T): T =>
  timing === undefined ? work() : timing.part(kind, name, work);

const heapUsed = (): number => getHeapStatistics().used_heap_size;

function add<K>(sums: Map<K, number>, key: K, milliseconds: number): void {
  sums.set(key, (sums.get(key) ?? 0) + milliseconds);
}
