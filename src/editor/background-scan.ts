import type { ScanProgress } from '../engine/index.ts';
import type { EditorConnection, ProgressStep } from './editor-connection.ts';
import type { OpenTexts, ProjectRoot } from './project-root.ts';

/** What comes of the scans of a root. */
export interface ScanListener {
  /** What is open in the root now. */
  textsOf(root: ProjectRoot): OpenTexts;
  scanned(root: ProjectRoot, texts: OpenTexts): void;
  failed(root: ProjectRoot, error: unknown): void;
}

/** Milliseconds after a save: several files are saved in one go, and a watcher reports each again. */
const PAUSE = 250;

/** Scans a root whenever something in it changed; what is under way then is given up, and what it found is kept. */
export class BackgroundScan {
  #timer: NodeJS.Timeout | undefined;
  #running: AbortController | undefined;

  constructor(
    readonly root: ProjectRoot,
    readonly connection: EditorConnection,
    readonly showsProgress: boolean,
    readonly listener: ScanListener,
  ) {}

  /** Scans soon; all that is asked for until then is one scan. */
  soon(pause = PAUSE): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#scan(), pause);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
  }

  async #scan(): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const progress = this.showsProgress ? new ShownProgress(this.connection, () => running.abort()) : undefined;
    const texts = this.listener.textsOf(this.root);
    try {
      const onProgress = (step: ScanProgress): void => progress?.show(step);
      const isDone = await this.root.scan(texts, { signal: running.signal, onProgress });
      if (isDone && !running.signal.aborted) this.listener.scanned(this.root, texts);
    } catch (error) {
      this.listener.failed(this.root, error);
    } finally {
      progress?.end();
    }
  }
}

/** The progress of one scan, as soon as the editor has agreed to show it. */
class ShownProgress {
  #show: ((step: ProgressStep) => void) | undefined;
  #isOver = false;

  constructor(connection: EditorConnection, onStop: () => void) {
    const refused = (): void => connection.warn('the editor does not show the progress of scans');
    connection.createProgress(onStop).then((show) => {
      if (this.#isOver) return;
      this.#show = show;
      show({ kind: 'begin', title: 'auditlint', percentage: 0, message: 'listing files', cancellable: true });
    }, refused);
  }

  /** Editors redraw for each message, so there is one for each percent at most. */
  show({ phase, done, total }: ScanProgress): void {
    if (phase === 'concluding') this.#show?.({ kind: 'report', percentage: 100, message: 'evaluating the results' });
    else if (phase === 'scanning' && total > 0 && (done * 100) % total < 100)
      this.#show?.({
        kind: 'report',
        percentage: Math.floor((done * 100) / total),
        message: `${done} of ${total} files`,
      });
  }

  end(): void {
    this.#isOver = true;
    this.#show?.({ kind: 'end' });
  }
}
