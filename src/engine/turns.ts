import { setImmediate } from 'node:timers/promises';
import { callUntilInterrupted, Interrupted } from './bounded-call.ts';
import type { ScanRequest } from './scan-request.ts';
import type { Steps } from './steps.ts';

/** Milliseconds that a scan works before others have their turn: a terminal or an editor waits for it. */
const STRETCH = 40;

/** The same where V8 looks out for interrupts: one that comes between two stretches ends the process without a word. */
const LONG_STRETCH = 250;

/** Interrupts, the terminal and an editor get their turn while a scan works. */
export class Turns {
  readonly #now: () => number;
  readonly #most: number;
  #began = 0;

  constructor(readonly request: Pick<ScanRequest, 'signal' | 'interrupts' | 'timing'>) {
    this.#now = request.timing?.now ?? (() => performance.now());
    this.#most = request.interrupts === undefined ? STRETCH : LONG_STRETCH;
  }

  /** Takes all steps, with turns between them. Throws `Interrupted`, and what a step throws. */
  async all<T>(steps: Steps<T>): Promise<T> {
    const { interrupts } = this.request;
    const release = interrupts?.take();
    this.#began = this.#now();
    try {
      if (this.#isAborted) throw new Interrupted();
      for (;;) {
        const step = interrupts === undefined ? this.#stretch(steps) : callUntilInterrupted(() => this.#stretch(steps));
        if (step.done === true) return step.value;
        await this.#give();
      }
    } catch (error) {
      release?.();
      if (error instanceof Interrupted && !this.#isAborted) interrupts?.notify();
      throw error;
    } finally {
      release?.();
    }
  }

  #stretch<T>(steps: Steps<T>): IteratorResult<undefined, T> {
    let step = steps.next();
    while (step.done !== true && !this.isDue()) step = steps.next();
    return step;
  }

  /** Whether it is the turn of others. */
  isDue(): boolean {
    return this.#now() - this.#began > this.#most;
  }

  async #give(): Promise<void> {
    await setImmediate();
    this.#began = this.#now();
    if (this.#isAborted) throw new Interrupted();
  }

  get #isAborted(): boolean {
    return this.request.signal?.aborted === true;
  }
}
