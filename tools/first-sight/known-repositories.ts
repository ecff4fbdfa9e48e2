/** Repositories that someone here has looked at before: what is read in them is no first sight. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readLabelFiles } from '../corpus/labels.ts';
import { normalName, readPackages } from '../corpus/packages.ts';
import type { OpenRepository } from './open-repository.ts';
import { plainName } from './remote.ts';
import { readRounds } from './round.ts';
import { cellOf, readTable } from './table.ts';

/** Why a repository may not be drawn, in one sentence; undefined where nothing speaks against it. */
export type FindObjection = (repository: OpenRepository) => string | undefined;

/** `beside` are rounds drawn the same day, whose repositories are as unseen as they were: who fixes a rule has not looked at them. */
export function knownRepositories(project: string, beside: readonly number[]): FindObjection {
  const names = new Set(corpusNames(project).map(normalName));
  const earlier = readRounds(project).filter(({ number }) => !beside.includes(number));
  return (repository) => {
    const { remote, firstCommits, content } = repository;
    const known = namesOf(repository).find((name) => names.has(normalName(name)));
    if (known !== undefined) return `\`${remote}\` is known: the corpus or its labels hold \`${known}\``;
    for (const { number, repositories } of earlier) {
      for (const other of repositories) {
        const because = whySame({ remote, firstCommits, content }, other);
        if (because !== undefined)
          return `\`${remote}\` is known: ${because} \`${other.remote}\`, which round ${number} read`;
      }
    }
    return undefined;
  };
}

type Identity = Pick<OpenRepository, 'remote' | 'firstCommits' | 'content'>;

/** Copies under another name, and a part of the same history, are the same repository to a reader. */
export function whySame(one: Identity, other: Identity): string | undefined {
  if (one.remote === other.remote) return 'it is';
  if (one.firstCommits.some((commit) => other.firstCommits.includes(commit)))
    return 'it begins with the first commit of';
  const shared = one.content.filter((id) => other.content.includes(id)).length;
  if (shared > 0 && 2 * shared >= one.content.length) return 'half or more of its largest files stand in';
  return undefined;
}

/** A package of an index is known by a name alone. */
function namesOf({ remote, distributions }: OpenRepository): string[] {
  const full = plainName(remote);
  return [full, full.slice(full.indexOf('+') + 1), ...distributions];
}

function corpusNames(project: string): string[] {
  const pins = join(project, 'measurements/corpus/packages.txt');
  const labels = readLabelFiles(project).flatMap((file) => file.labels.map((label) => label.package));
  const pinned = existsSync(pins) ? readPackages(pins).map(({ name }) => name) : [];
  return [...new Set([...pinned, ...labels, ...scannedNames(project)])];
}

/** What was scanned and had nothing worth a label is in this table alone. */
function scannedNames(project: string): string[] {
  const file = join(project, 'measurements/corpus/scanned.tsv');
  return existsSync(file) ? readTable(file, ['name']).map((row) => cellOf(row, 'name')) : [];
}
