import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { digest } from '../job.ts';
import type { FleetStore } from '../store/fleet-store.ts';

/** The report of one repository. */
export interface SarifFile {
  /** A name for the file: what can be in one of the repository's name, and what distinguishes it from others. */
  readonly name: string;
  readonly text: string;
}

/** The newest report of every repository that was scanned, one after the other. */
export async function* sarifFiles(store: FleetStore): AsyncGenerator<SarifFile> {
  for (const { repository, scan } of await store.states()) {
    if (scan === undefined) continue;
    const bytes = await promisify(gunzip)(await store.sarifOf(scan.id));
    yield { name: fileName(repository), text: bytes.toString('utf8') };
  }
}

function fileName(repository: string): string {
  const readable = repository
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[^A-Za-z0-9._]+/g, '-')
    .replace(/^[-.]+/, '')
    .slice(-80);
  return `${readable}-${digest(['file', repository]).slice(0, 8)}.sarif`;
}
