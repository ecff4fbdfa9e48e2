import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { KeptFiles } from './kept-files.ts';
import { answersOf, type Pool } from './scan-pool.ts';
import type { ScannedSubject, SubjectJob, SubjectPlace } from './scan-subject.ts';
import { digestOfTool } from './tool-digest.ts';

/** What was seen of each subject, in their order, or why nothing was. */
export type SubjectScanner = (subjects: readonly SubjectJob[]) => Promise<readonly (ScannedSubject | string)[]>;

/** Scans in a process of its own what no earlier run of the same code and rules has kept. */
export function scanSubjects(cache: string, log: (text: string) => void): SubjectScanner {
  const digest = digestOfTool(projectRoot);
  const files = new KeptFiles<ScannedSubject>(join(cache, `scans-${digest}`));
  const pool: Pool<SubjectJob, ScannedSubject> = {
    kept: {
      worker: join(cache, `worker-${digest}`),
      find: ({ place }) => files.find([digestOf(place)]),
      keep: ({ place }, scanned) => files.keep([digestOf(place)], scanned),
    },
    script: 'tools/measure/scan-worker.ts',
    // A scan uses more than one core by itself.
    processes: 1,
    describe: ({ name }) => name,
  };
  return (subjects) => answersOf(pool, subjects, log);
}

/** Names what a place holds. */
export const digestOf = (place: SubjectPlace): string => (place.kind === 'commit' ? place.commit : place.digest);
