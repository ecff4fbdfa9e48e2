import type { FileForProject } from './file-report.ts';

/**
 * Takes out of the keys that project rules give what a renamed file or folder changes: the path and the module of the file that
 * a finding is in go, those of other files keep their last name.
 */
export class ProjectKeys {
  readonly #paths: ReadonlySet<string>;
  readonly #modules = new Set<string>();
  readonly #moduleOf = new Map<string, string>();

  constructor(reports: readonly FileForProject[]) {
    this.#paths = new Set(reports.map(({ path }) => path));
    for (const { path, summary } of reports) {
      if (summary === undefined) continue;
      this.#modules.add(summary.module);
      this.#moduleOf.set(path, summary.module);
    }
  }

  /** The key of a finding in the file `path`. Where nothing else is in it, the finding is about the file: its name stays. */
  stable(key: string, path: string): string {
    const own = this.#moduleOf.get(path);
    const words = key.split(' ').map((word, index) => this.#word(word, index, path, own));
    const stable = words.join(' ').trim();
    return stable === '' ? fileName(path) : stable;
  }

  #word(word: string, index: number, path: string, own: string | undefined): string {
    if (word === path) return '';
    if (own !== undefined && index === 0 && word === own) return '';
    if (own !== undefined && word.startsWith(`${own}.`)) return word.slice(own.length + 1);
    if (this.#paths.has(word)) return fileName(word);
    return this.#withoutPackages(word);
  }

  /** `package.part.module.name` without the packages of its module. */
  #withoutPackages(word: string): string {
    for (let end = word.length; end > 0; end = word.lastIndexOf('.', end - 1)) {
      const module = word.slice(0, end);
      if (this.#modules.has(module)) return word.slice(module.lastIndexOf('.') + 1);
    }
    return word;
  }
}

/** A package's `__init__.py` is called as its folder is. */
function fileName(path: string): string {
  const names = path.split('/');
  return names.slice(names.at(-1)?.startsWith('__init__.') === true ? -2 : -1).join('/');
}
