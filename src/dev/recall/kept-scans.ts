import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compareText } from '../../text/index.ts';
import { findRuleFiles } from '../generate/rule-files.ts';
import type { ScanJob, ScannedJob } from './scan-job.ts';

/** What earlier runs of the same code saw, by repository, commits and rules. A rule that changed is asked again, alone. */
export class KeptScans {
  /** Of this state of the tool; those of others are never read again. */
  readonly folder: string;
  /** Where a worker of this state of tool and rules is put. */
  readonly worker: string;
  readonly #rules: ReadonlyMap<string, string>;

  constructor(project: string, cache: string) {
    const tool = hashOfFiles(project, toolFiles(project));
    this.#rules = new Map(
      findRuleFiles(project).map(({ name, path }) => [name, hashOfFiles(project, [relative(project, path)])]),
    );
    this.folder = join(cache, `scans-${tool}`);
    this.worker = join(
      cache,
      `worker-${hashOfFiles(project, [...toolFiles(project), ...filesBelow(project, 'rules')])}`,
    );
    mkdirSync(this.folder, { recursive: true });
  }

  find(job: ScanJob): ScannedJob | undefined {
    const file = this.#fileOf(job);
    // Written below.
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ScannedJob) : undefined;
  }

  keep(job: ScanJob, scanned: ScannedJob): void {
    const file = this.#fileOf(job);
    // Another run may read it meanwhile.
    const aside = `${file}.${process.pid}`;
    writeFileSync(aside, JSON.stringify(scanned));
    renameSync(aside, file);
  }

  #fileOf({ repository, commits, rules }: ScanJob): string {
    const asked = rules.map((rule) => `${rule} ${this.#rules.get(rule)}`);
    const key = createHash('sha256').update([repository.toLowerCase(), ...commits, ...asked].join('\n'));
    return join(this.folder, `${key.digest('hex').slice(0, 24)}.json`);
  }
}

/** What decides on findings but the rules: the tool, its parser, and of the development commands the one that scans here. */
function toolFiles(project: string): string[] {
  const files = filesBelow(project, 'src').filter((file) => !file.startsWith('src/dev/') || SCANS.test(file));
  return [...files, 'package-lock.json'];
}

const SCANS = /^src\/dev\/(?:recall\/scan-(?:job|worker)|job-process|strict-options)\.ts$/;

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
