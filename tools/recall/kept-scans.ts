import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compareText } from '../../src/text/index.ts';
import { findRuleFiles } from '../generate/rule-files.ts';
import { KeptFiles } from './kept-files.ts';
import type { ScanJob, ScannedJob } from './scan-job.ts';

/** What earlier runs of the same code saw, by repository, commits and rules. A rule that changed is asked again, alone. */
export class KeptScans {
  /** Where a worker of this state of tool and rules is put. */
  readonly worker: string;
  readonly #rules: ReadonlyMap<string, string>;
  /** Of this state of the tool; those of others are never read again. */
  readonly #files: KeptFiles<ScannedJob>;

  constructor(project: string, cache: string) {
    const tool = hashOfFiles(project, toolFiles(project));
    this.#rules = new Map(
      findRuleFiles(project).map(({ name, path }) => [name, hashOfFiles(project, [relative(project, path)])]),
    );
    this.#files = new KeptFiles(join(cache, `scans-${tool}`));
    this.worker = join(cache, `worker-${digestOfTool(project)}`);
  }

  find(job: ScanJob): ScannedJob | undefined {
    return this.#files.find(this.#keyOf(job));
  }

  keep(job: ScanJob, scanned: ScannedJob): void {
    this.#files.keep(this.#keyOf(job), scanned);
  }

  #keyOf({ repository, commits, rules }: ScanJob): string[] {
    return [repository.toLowerCase(), ...commits, ...rules.map((rule) => `${rule} ${this.#rules.get(rule)}`)];
  }
}

/** Of all that decides on findings. */
export function digestOfTool(project: string): string {
  return hashOfFiles(project, [...toolFiles(project), ...filesBelow(project, 'rules')]);
}

/** What decides on findings but the rules: the tool, its parser, and of the development commands what scans for rows. */
function toolFiles(project: string): string[] {
  return [
    ...filesBelow(project, 'src'),
    ...filesBelow(project, 'tools').filter((file) => SCANS.test(file)),
    'package-lock.json',
  ];
}

const SCANS = /^tools\/(?:(?:recall|measure)\/scan-(?:job|subject|worker)|job-process|strict-options)\.ts$/;

function hashOfFiles(folder: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of [...paths].sort(compareText)) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(folder, path)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function filesBelow(project: string, folder: string): string[] {
  return readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(project.length).replaceAll('\\', '/').replace(/^\//, ''));
}
