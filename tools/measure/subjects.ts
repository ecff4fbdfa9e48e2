/** What is scanned: the commits and folders that rows are about, and two libraries. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { groupBy } from '../../src/collections/index.ts';
import { compareText } from '../../src/text/index.ts';
import { fetchSdist } from '../corpus/fetch-sdist.ts';
import { readPackages } from '../corpus/packages.ts';
import type { Clones } from './clones.ts';
import type { MeasuredRow } from './measured-row.ts';
import { rowCount } from './rows.ts';
import type { SubjectJob, SubjectPlace } from './scan-subject.ts';

export interface Subject extends SubjectJob {
  /** As rows call it. */
  readonly key: string;
  readonly kind: 'application' | 'planted' | 'library' | 'examples';
}

export interface FoundSubjects {
  readonly subjects: readonly Subject[];
  /** One sentence for each that is not there. */
  readonly problems: readonly string[];
}

/** The subjects of rows, in the order of the rows. */
export function subjectsOf(rows: readonly MeasuredRow[], clones: Clones): FoundSubjects {
  const found = [...groupBy(rows, ({ subject }) => subject.key).values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : subjectOf(first, own.length, clones);
  });
  return {
    subjects: found.filter((one) => typeof one !== 'string'),
    problems: found.filter((one) => typeof one === 'string'),
  };
}

/** The subject of so many rows, of which one is given, or why they cannot be scored. */
function subjectOf({ subject, group }: MeasuredRow, rows: number, clones: Clones): Subject | string {
  try {
    if (subject.kind === 'folder') return plantedSubject(subject.folder);
    const place = commitPlace(subject.repository, subject.commit, clones);
    return { key: subject.key, kind: 'application', name: group, place };
  } catch (error) {
    return `${rowCount(rows)} not scored: ${error instanceof Error ? error.message : error}`;
  }
}

function commitPlace(repository: string, commit: string, clones: Clones): SubjectPlace {
  const history = clones.find(repository);
  if (history === undefined) throw new Error(`no clone of \`${repository}\` is in a folder of --repositories`);
  return { kind: 'commit', gitDirectory: history.gitDirectory, commit: history.resolve(commit) };
}

function plantedSubject(folder: string): Subject {
  if (!existsSync(folder)) throw new Error(`\`${folder}\` is not there`);
  return { key: folder, kind: 'planted', name: `planted ${basename(folder)}`, place: folderPlace(folder) };
}

/** Pinned packages by name, fetched into the folder where `npm run measure -- corpus` keeps them. */
export async function librarySubjects(
  names: readonly string[],
  { pins, corpus }: { readonly pins: string; readonly corpus: string },
): Promise<FoundSubjects> {
  const subjects: Subject[] = [];
  const problems: string[] = [];
  for (const pin of readPackages(pins).filter(({ name }) => names.includes(name))) {
    const name = `${pin.name} ${pin.version}`;
    try {
      const folder = await fetchSdist(pin, corpus);
      subjects.push({ key: folder, kind: 'library', name, place: folderPlace(folder) });
    } catch (error) {
      problems.push(`${name} is not measured: ${error instanceof Error ? error.message : error}`);
    }
  }
  return { subjects, problems };
}

/** A folder and the digest of what it holds. */
export function folderPlace(folder: string): SubjectPlace {
  const digest = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  for (const file of files.sort(compareText)) {
    digest
      .update(`${file}\0`)
      .update(readFileSync(join(folder, file)))
      .update('\0');
  }
  return { kind: 'folder', folder, digest: digest.digest('hex') };
}
