import type { Connection, WorkDoneProgressReporter } from 'vscode-languageserver/node';
import type { ScanProgress } from '../engine/index.ts';
import type { OpenTexts, ProjectRoot } from './project-root.ts';

/** What comes of the scans of a root. */
export interface ScanListener {
  /** What is open in the root now. */
  textsOf(root: ProjectRoot): OpenTexts;
  scanned(root: ProjectRoot, texts: OpenTexts): void;
  failed(root: ProjectRoot, error: unknown): void;
}

/** Milliseconds after a save: several files are saved in one go, and a watcher tells of each again. */
const PAUSE = 250;

/** Scans a root whenever something in it changed; what is under way then is given up, and what it found is kept. */
export class BackgroundScan {
  #timer: NodeJS.Timeout | undefined;
  #running: AbortController | undefined;
  #waiting: (() => void)[] = [];

  constructor(
    readonly root: ProjectRoot,
    readonly connection: Connection,
    readonly showsProgress: boolean,
    readonly listener: ScanListener,
  ) {}

  /** Scans soon; all that is asked for until then is one scan. */
  soon(pause = PAUSE): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#start(), pause);
  }

  /** Resolves when no scan is wanted or under way any more. */
  async settled(): Promise<void> {
    if (this.#timer === undefined && this.#running === undefined) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running?.abort();
    this.#settle();
  }

  async #start(): Promise<void> {
    this.#timer = undefined;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const texts = this.listener.textsOf(this.root);
    const progress = await this.#beginProgress(running);
    try {
      const onProgress = (step: ScanProgress): void => tell(progress, step);
      const isDone = await this.root.scan(texts, { signal: running.signal, onProgress });
      if (isDone && !running.signal.aborted) this.listener.scanned(this.root, texts);
    } catch (error) {
      this.listener.failed(this.root, error);
    } finally {
      progress?.done();
      if (this.#running === running) this.#running = undefined;
      this.#settle();
    }
  }

  #settle(): void {
    if (this.#timer !== undefined || this.#running !== undefined) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  async #beginProgress(running: AbortController): Promise<WorkDoneProgressReporter | undefined> {
    if (!this.showsProgress) return undefined;
    const progress = await this.connection.window.createWorkDoneProgress();
    progress.begin('auditlint', 0, 'looking for files', true);
    progress.token.onCancellationRequested(() => running.abort());
    return progress;
  }
}

/** Editors redraw for each message, so there is one for each percent at most. */
function tell(progress: WorkDoneProgressReporter | undefined, { phase, done, total }: ScanProgress): void {
  if (phase === 'concluding') progress?.report(100, 'concluding');
  else if (phase === 'scanning' && total > 0 && (done * 100) % total < 100)
    progress?.report(Math.floor((done * 100) / total), `${done} of ${total} files`);
}
