import { setImmediate } from 'node:timers/promises';

const MILLISECONDS_PER_TURN = 40;

/** Interrupts, the terminal and an editor get their turn while a scan works. */
export class Turns {
  #began: number;

  constructor(readonly now: () => number = () => performance.now()) {
    this.#began = now();
  }

  /** Waits for the others where nobody had a turn for a while. */
  async give(): Promise<void> {
    if (this.now() - this.#began <= MILLISECONDS_PER_TURN) return;
    await setImmediate();
    this.#began = this.now();
  }
}
