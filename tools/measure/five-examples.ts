/** What the users of the tool name when they say what it is for, in one file of believable code. */
import { join } from 'node:path';
import type { Target } from '../corpus/targets.ts';
import type { ScannedSubject } from './scan-subject.ts';
import { folderPlace, type Subject } from './subjects.ts';

/** The folder of a project that holds the file. */
export function examplesSubject(project: string): Subject {
  const folder = join(project, 'fixtures/measure');
  return { key: folder, kind: 'examples', name: 'examples', place: folderPlace(folder) };
}

/** The five examples of the user, and a task that nobody holds. */
const EXAMPLES: readonly string[] = [
  ...['sys-path-mutation', 'bare-except', 'hash-as-seed', 'unbounded-cache', 'unsafe-torch-load'],
  'dangling-task',
];

export interface ExamplesReport {
  readonly reported: readonly string[];
  /** Rules with what keeps them out of the default profile; nothing where strict is silent as well. */
  readonly missed: readonly { readonly rule: string; readonly inStrict: string | undefined }[];
}

export function examplesReport(scanned: Pick<ScannedSubject, 'default' | 'strict'>): ExamplesReport {
  const isReported = (wanted: string): boolean => scanned.default.some(({ rule }) => rule === wanted);
  return {
    reported: EXAMPLES.filter(isReported),
    missed: EXAMPLES.filter((rule) => !isReported(rule)).map((rule) => ({
      rule,
      inStrict: scanned.strict.find((finding) => finding.rule === rule)?.rank,
    })),
  };
}

export const examplesTarget = ({ reported }: ExamplesReport): Target => ({
  name: 'examples that are reported by default',
  measured: `${reported.length} of ${EXAMPLES.length}`,
  wanted: 'all',
  isMet: reported.length === EXAMPLES.length,
});
