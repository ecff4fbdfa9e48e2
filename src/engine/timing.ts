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

/** Collects milliseconds by phase, rule and file. The clock is passed in; what is collected never enters a report. */
export class Timing {
  readonly phases = new Map<ScanPhase, number>();
  readonly rules = new Map<string, number>();
  readonly files = new Map<string, number>();

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

  addPhase(phase: ScanPhase, milliseconds: number): void {
    add(this.phases, phase, milliseconds);
  }

  addRule(rule: string, milliseconds: number): void {
    add(this.rules, rule, milliseconds);
  }

  addFile(path: string, milliseconds: number): void {
    add(this.files, path, milliseconds);
  }
}

function add<K>(sums: Map<K, number>, key: K, milliseconds: number): void {
  sums.set(key, (sums.get(key) ?? 0) + milliseconds);
}
