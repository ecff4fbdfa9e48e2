import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FleetError } from './fleet-error.ts';
import { type FleetRepository, readAddress } from './repository-address.ts';

/** The repositories of a fleet, each once, in the order of the list. */
export interface RepositoryList {
  readonly repositories: readonly FleetRepository[];
  /** Lines (from 1) whose URL held a user or a password, which are left out. */
  readonly linesWithCredentials: readonly number[];
}

/**
 * Reads a list (a file with one URL or path a line; blank lines and those that begin with `#` are passed over) or a folder
 * of clones. `path` is absolute, `shownAs` what messages call it. Throws `FleetError`; no line is repeated in it, because
 * there may be a password in it.
 */
export function readRepositoryList(path: string, shownAs: string): RepositoryList {
  if (!existsSync(path)) throw new FleetError(`no such list or folder of repositories: \`${shownAs}\``);
  const list = statSync(path).isDirectory() ? readFolder(path) : readLines(path, shownAs);
  if (list.repositories.length > 0) return list;
  throw new FleetError(
    statSync(path).isDirectory()
      ? `no folder in \`${shownAs}\` is a git repository; name a folder of clones, or a file with one URL or path per line`
      : `\`${shownAs}\` lists no repository; write one URL or path per line`,
  );
}

function readFolder(folder: string): RepositoryList {
  const clones = readdirSync(folder)
    .sort()
    .filter((name) => isRepository(join(folder, name)));
  const read = clones.map((name) => readAddress(`./${name}`, folder));
  return {
    repositories: unique(read.flatMap((address) => (address.kind === 'repository' ? [address.repository] : []))),
    linesWithCredentials: [],
  };
}

/** A work tree, or a git directory of its own. */
function isRepository(folder: string): boolean {
  return existsSync(join(folder, '.git')) || (existsSync(join(folder, 'HEAD')) && existsSync(join(folder, 'objects')));
}

function readLines(file: string, shownAs: string): RepositoryList {
  const repositories: FleetRepository[] = [];
  const linesWithCredentials: number[] = [];
  for (const [index, line] of readText(file, shownAs)
    .split(/\r\n|\n|\r/)
    .entries()) {
    const written = line.trim();
    if (written === '' || written.startsWith('#')) continue;
    const address = readAddress(written, dirname(file));
    if (address.kind === 'wrong') throw new FleetError(`${shownAs}:${index + 1}: no repository: ${address.problem}`);
    repositories.push(address.repository);
    if (address.hadCredentials) linesWithCredentials.push(index + 1);
  }
  return { repositories: unique(repositories), linesWithCredentials };
}

/** Ten million characters are two hundred thousand repositories. */
const MAX_BYTES = 10_000_000;

function readText(file: string, shownAs: string): string {
  const { size } = statSync(file);
  if (!statSync(file).isFile() || size > MAX_BYTES)
    throw new FleetError(`\`${shownAs}\` is not a list of repositories`);
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  if (text.includes('\0')) throw new FleetError(`\`${shownAs}\` is not a list of repositories: it is not a text file`);
  return text;
}

function unique(repositories: readonly FleetRepository[]): FleetRepository[] {
  return [...new Map(repositories.map((repository) => [repository.name, repository])).values()];
}
