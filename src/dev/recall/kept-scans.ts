import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../../text/index.ts';
import type { ScanJob, ScannedJob } from './scan-job.ts';

/** What earlier runs of the same code saw, by repository, commits and rules. */
export class KeptScans {
  /** Of this state of the code; those of others are never read again. */
  readonly folder: string;

  constructor(project: string, cache: string) {
    this.folder = join(cache, `scans-${stateOf(project)}`);
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
    const key = createHash('sha256').update([repository.toLowerCase(), ...commits, ...rules].join('\n'));
    return join(this.folder, `${key.digest('hex').slice(0, 24)}.json`);
  }
}

/** What decides on findings: the rules, the tool, its parser, and of the development commands the one that scans here. */
function stateOf(project: string): string {
  const hash = createHash('sha256');
  const files = [...filesBelow(project, 'rules'), ...filesBelow(project, 'src'), 'package-lock.json'];
  for (const path of files.filter((file) => !file.startsWith('src/dev/') || SCANS.test(file)).sort(compareText)) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(project, path)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

const SCANS = /^src\/dev\/(?:recall\/scan-(?:job|worker)|strict-options)\.ts$/;

function filesBelow(project: string, folder: string): string[] {
  return readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(project.length).replaceAll('\\', '/').replace(/^\//, ''));
}
