import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { contains } from '../scan-root.ts';
import { UsageError } from '../usage-error.ts';

/** The folders that a client of the server may have read, and nothing outside of them, whatever link leads there. */
export class AllowedRoots {
  readonly #roots: readonly string[];

  /** Throws `UsageError` where one is no folder. */
  constructor(folders: readonly string[], cwd: string) {
    this.#roots = folders.map((folder) => {
      const absolute = resolve(cwd, folder);
      if (!existsSync(absolute)) throw new UsageError(`--root: no such folder: \`${folder}\``);
      return realpathSync(absolute);
    });
  }

  /** Where it does not matter which. */
  get any(): string {
    return this.#roots[0] ?? '';
  }

  /** The root that is meant where a client names none, or one of them, or a folder in one. */
  root(named: string | undefined): string {
    if (named !== undefined) return this.path(named, this.any);
    const [only, ...others] = this.#roots;
    if (only === undefined || others.length > 0) throw new UsageError(`pass \`root\`, one of ${this.#list()}`);
    return only;
  }

  /** The absolute path of a file or folder, through no link. Throws `UsageError` where it lies outside. */
  path(named: string, base: string): string {
    const real = realPath(resolve(base, named));
    if (this.#roots.some((root) => contains(root, real))) return real;
    throw new UsageError(
      `\`${named}\` is outside the allowed folders: ${this.#list()}; \`auditlint mcp --root DIR\` allows another`,
    );
  }

  #list(): string {
    return this.#roots.map((root) => `\`${root}\``).join(', ');
  }
}

/** Also of what does not exist: the folders above it do, and may be links. */
function realPath(path: string): string {
  if (existsSync(path) || dirname(path) === path) return realpathSync(path);
  return join(realPath(dirname(path)), basename(path));
}
