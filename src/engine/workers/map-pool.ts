import { Piscina } from 'piscina';
import type { FileReport } from '../file-report.ts';
import type { ObservedFile } from '../observed-file.ts';
import type { FileOptions } from '../scan-options.ts';
import { MOST_ATTEMPTS } from '../timed-mapping.ts';
import { lostFileReport } from './lost-file.ts';
import type { MapAnswer, MapTask, OpenFile, WorkerSetup, Workers } from './map-task.ts';

/** How long a thread may take to load: long enough for a machine that is busy otherwise. */
const LOADING_MILLISECONDS = 120_000;

/** Takes what became of a file. */
export type Take = (file: OpenFile, report: FileReport, observed: ObservedFile | undefined) => void;

/**
 * Worker threads that map files. Each has one file at a time, so a worker that ends, or never answers, takes no other file
 * with it; another one takes its place.
 */
export class MapPool {
  readonly #pool: Piscina;
  /** A thread gives up by itself long before, unless it is in code that V8 cannot end. */
  readonly #patience: number;

  constructor(
    readonly workers: Workers,
    readonly setup: WorkerSetup,
    readonly optionsFor: (path: string) => FileOptions,
    readonly hasInquiry: (path: string) => boolean,
    readonly signal: AbortSignal | undefined,
  ) {
    this.#patience = MOST_ATTEMPTS * setup.limits.maxFileMilliseconds;
    const { jobs, script, heapMegabytes } = workers;
    this.#pool = new Piscina({
      filename: script,
      name: 'map',
      minThreads: jobs,
      maxThreads: jobs,
      workerData: setup,
      recordTiming: false,
      ...(heapMegabytes !== undefined && { resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } }),
    });
    // A worker that ended without a file; its own promise informs anyone who waits for one.
    this.#pool.on('error', () => undefined);
    signal?.addEventListener('abort', () => void this.end(), { once: true });
  }

  /** Maps files in the order given, each on the worker that is free first. Those that are left found no worker. */
  async map(files: readonly OpenFile[], take: Take): Promise<readonly OpenFile[]> {
    let next = 0;
    const lane = async (): Promise<void> => {
      let isAlive = await this.#hasStarted();
      for (let file = files[next]; isAlive && file !== undefined && !this.#isStopped; file = files[next]) {
        next++;
        const answer = await this.#run(this.#taskOf(file), this.#patience);
        // What a worker answers is what `serveMapping` made.
        if (answer.kind === 'answered') {
          const { report, observed } = JSON.parse(answer.text ?? '') as MapAnswer;
          take(file, report, observed);
        } else {
          if (!this.#isStopped) take(file, lostFileReport(file, answer.error, this.#patience), undefined);
          isAlive = await this.#hasStarted();
        }
      }
    };
    await Promise.all(Array.from({ length: this.workers.jobs }, lane));
    return files.slice(next);
  }

  /** Ends all workers, whatever they are at. */
  async end(): Promise<void> {
    await this.#pool.destroy();
  }

  get #isStopped(): boolean {
    return this.signal?.aborted === true;
  }

  async #hasStarted(): Promise<boolean> {
    return !this.#isStopped && (await this.#run(undefined, LOADING_MILLISECONDS)).kind === 'answered';
  }

  /** The bytes are copied: those of a small file lie in a buffer with others, which cannot be given away. */
  #taskOf({ path, kind, requested, bytes, isReached = false }: OpenFile): MapTask {
    const options = this.setup.options.indexOf(this.optionsFor(path));
    const hasInquiry = this.hasInquiry(path);
    return { path, kind, requested, isReached, bytes: new Uint8Array(bytes), options, hasInquiry };
  }

  async #run(task: MapTask | undefined, patience: number): Promise<Answer> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), patience);
    try {
      const transferList = task === undefined ? [] : [task.bytes.buffer as ArrayBuffer];
      const text: string | undefined = await this.#pool.run(task, { signal: stop.signal, transferList });
      return { kind: 'answered', text };
    } catch (error) {
      return { kind: 'lost', error };
    } finally {
      clearTimeout(timer);
    }
  }
}

type Answer =
  | { readonly kind: 'answered'; readonly text: string | undefined }
  | { readonly kind: 'lost'; readonly error: unknown };
