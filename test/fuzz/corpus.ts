import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { projectRoot } from '../../tools/project-root.ts';

export type Files = ReadonlyMap<string, Buffer>;

/** What mutations begin with: our fixtures, as files and as the small repositories that some of them are. */
export interface Corpus {
  readonly files: readonly { readonly path: string; readonly bytes: Buffer }[];
  readonly repositories: readonly Files[];
}

/** Larger ones only make a run slow. */
const MAX_BYTES = 60_000;

export function loadCorpus(): Corpus {
  const root = join(projectRoot, 'fixtures');
  const files: { path: string; bytes: Buffer }[] = [];
  const repositories = new Map<string, Map<string, Buffer>>();
  for (const path of filesBelow(root)) {
    const bytes = readFileSync(join(root, path));
    if (bytes.length > MAX_BYTES) continue;
    const place = repositoryOf(path);
    const name = place === undefined ? `app/${path.slice(path.lastIndexOf('/') + 1)}` : relative(place, path);
    files.push({ path: name, bytes });
    if (place === undefined) continue;
    const repository = repositories.get(place) ?? new Map<string, Buffer>();
    repositories.set(place, repository.set(name, bytes));
  }
  return { files, repositories: [...repositories.values()] };
}

function filesBelow(root: string): string[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

/** Fixtures of rules are files, or folders whose name says what is expected of them; of other parts, all of a folder. */
function repositoryOf(path: string): string | undefined {
  const rule = /^rules\/[^/]+\/[^/]+\/(?:flagged|clean)[^/]*(?=\/)/.exec(path)?.[0];
  if (rule !== undefined) return rule;
  return path.startsWith('rules/') || dirname(path) === '.'
    ? undefined
    : dirname(path).split('/').slice(0, 2).join('/');
}
