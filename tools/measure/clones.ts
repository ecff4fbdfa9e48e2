import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ForeignHistory } from '../git/foreign-history.ts';

/** Clones and bare git directories in folders that are called `owner+name`; GitHub tells names apart by letters, not by their case. */
export class Clones {
  readonly #places = new Map<string, string>();
  readonly #histories = new Map<string, ForeignHistory>();

  /** `cache`: a folder for what is kept of them. Throws an Error with one sentence for a folder that is not there. */
  constructor(
    readonly folders: readonly string[],
    readonly cache: string,
  ) {
    for (const folder of folders) {
      for (const name of namesIn(folder)) {
        const key = name.toLowerCase();
        if (name.includes('+') && !this.#places.has(key)) this.#places.set(key, resolve(folder, name));
      }
    }
  }

  /** The commits of a repository (`owner/name`); undefined where there is no clone of it. */
  find(repository: string): ForeignHistory | undefined {
    const key = repository.toLowerCase().replace('/', '+');
    const known = this.#histories.get(key);
    if (known !== undefined) return known;
    const place = gitPlaceIn(this.#places.get(key));
    if (place === undefined) return undefined;
    const history = new ForeignHistory(place, join(this.cache, 'repositories', key));
    this.#histories.set(key, history);
    return history;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new Error(`\`${folder}\` is no folder of repositories`, { cause });
  }
}

/** Mirrors keep the git directory in a folder beside what they note of it. */
function gitPlaceIn(folder: string | undefined): string | undefined {
  if (folder === undefined) return undefined;
  return [folder, join(folder, 'repo')].find((place) =>
    ['.git', 'objects'].some((name) => existsSync(join(place, name))),
  );
}
