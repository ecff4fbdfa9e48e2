import { existsSync, type Stats } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { watch } from 'chokidar';
import { isToolFolder } from '../../discover/index.ts';
import { toPosixPath } from '../../text/index.ts';

/** Changes below a folder, as many at a time as were made in one go. */
export class WatchedFiles {
  readonly #changed = new Set<string>();
  readonly #watcher: ReturnType<typeof watch>;
  #wake: () => void = () => undefined;
  #problem: Error | undefined;
  #isClosed = false;

  /** `isHidden` says of a path relative to the root that nothing below it concerns a scan. */
  constructor(
    readonly root: string,
    isHidden: (path: string) => boolean,
  ) {
    const pathOf = (absolute: string): string => toPosixPath(relative(root, absolute));
    this.#watcher = watch(root, {
      ignoreInitial: true,
      followSymlinks: false,
      ignorePermissionErrors: true,
      ignored: (absolute: string, stats?: Stats) =>
        absolute !== root &&
        (isToolFolder(basename(absolute)) || isEnvironment(absolute, stats) || isHidden(pathOf(absolute))),
    });
    this.#watcher.on('all', (_event, absolute) => {
      this.#changed.add(pathOf(absolute));
      this.#wake();
    });
    this.#watcher.on('error', (error) => {
      this.#problem = error instanceof Error ? error : new Error(String(error));
      this.#wake();
    });
  }

  /** Resolves when changes will be seen; to false where it was closed before. Throws what the system says. */
  async ready(): Promise<boolean> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#watcher.once('ready', () => resolve());
    });
    if (this.#isClosed) return false;
    if (this.#problem !== undefined) throw this.#problem;
    return true;
  }

  /**
   * The paths that changed since it was last asked, as soon as there are any and no more come for a moment; undefined when it
   * was closed. Throws what the system says.
   */
  async next(): Promise<readonly string[] | undefined> {
    while (this.#changed.size === 0 && !this.#isClosed && this.#problem === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const latest = performance.now() + LONGEST_WAIT;
    for (let before = -1; before !== this.#changed.size && performance.now() < latest && !this.#isClosed; ) {
      before = this.#changed.size;
      await wait(PAUSE);
    }
    if (this.#isClosed) return undefined;
    if (this.#problem !== undefined) throw this.#problem;
    const paths = [...this.#changed].sort();
    this.#changed.clear();
    return paths;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake();
    await this.#watcher.close();
  }
}

/** Milliseconds without a change that end one: an editor saves in several steps, a checkout in thousands. */
const PAUSE = 60;
const LONGEST_WAIT = 500;

/** A Python environment that no ignore rule names has as many folders as the system lets anybody watch. */
function isEnvironment(absolute: string, stats: Stats | undefined): boolean {
  return stats?.isDirectory() === true && existsSync(join(absolute, 'pyvenv.cfg'));
}
