/** A part of the work on one file; `rule` names the rule. */
export interface Stage {
  readonly kind: 'read' | 'parse' | 'summary' | 'rule';
  readonly rule: string;
}

/** Which part of the work on one file took longest, for anyone who has to leave one out. */
export class StageClock {
  #stage: Stage = { kind: 'read', rule: '' };
  #slowest = this.#stage;
  #longest = Number.NEGATIVE_INFINITY;
  #began: number;

  constructor(readonly now: () => number) {
    this.#began = now();
  }

  /** What comes now. */
  begin(kind: Stage['kind'], rule = ''): void {
    this.#end();
    this.#stage = { kind, rule };
  }

  /** What took longest until now. */
  get slowest(): Stage {
    this.#end();
    return this.#slowest;
  }

  #end(): void {
    const now = this.now();
    const took = now - this.#began;
    this.#began = now;
    if (took <= this.#longest) return;
    this.#longest = took;
    this.#slowest = this.#stage;
  }
}
