import type { SurveyedFile } from '../engine/index.ts';
import { compareText } from '../text/index.ts';

/** Folders that hold the parts of a repository and are none themselves. */
const HOLDERS: ReadonlySet<string> = new Set([
  'src',
  'lib',
  'libs',
  'packages',
  'services',
  'apps',
  'python',
  'projects',
]);

/** A part that holds more of the code than this is shown by its own folders. */
const LARGE_SHARE = 0.6;
const MAX_DEPTH = 4;

/** Names the part of the repository that a path belongs to: a top-level package or folder; the folders of one that holds nearly all. */
export class Components {
  readonly #split = new Set<string>();

  constructor(files: readonly SurveyedFile[]) {
    const python = files.filter(({ path }) => path.endsWith('.py'));
    const counted = python.length > 0 ? python : files;
    const total = counted.reduce((sum, { lines }) => sum + lines, 0);
    for (let depth = 0; depth < MAX_DEPTH; depth++) {
      const large = this.#largest(counted, total);
      if (large === undefined) break;
      this.#split.add(large);
    }
  }

  /** A folder with `/` at its end, or `./`. */
  of(path: string): string {
    const names = path.split('/').slice(0, -1);
    let name = '';
    for (const each of names) {
      const below = `${name}${each}/`;
      name = below;
      if (!this.#isOpened(below)) break;
    }
    return name === '' ? './' : name;
  }

  #isOpened(folder: string): boolean {
    const last = folder.split('/').at(-2) ?? '';
    return this.#split.has(folder) || (folder.split('/').length === 2 && HOLDERS.has(last));
  }

  #largest(files: readonly SurveyedFile[], total: number): string | undefined {
    const lines = new Map<string, number>();
    for (const file of files) {
      const name = this.of(file.path);
      lines.set(name, (lines.get(name) ?? 0) + file.lines);
    }
    const large = [...lines]
      .sort(([a], [b]) => compareText(a, b))
      .find(([, count]) => count > LARGE_SHARE * total)?.[0];
    if (large === undefined || this.#split.has(large) || large === './') return undefined;
    const isDivided = files.some(({ path }) => path.startsWith(large) && path.slice(large.length).includes('/'));
    return isDivided ? large : undefined;
  }
}
