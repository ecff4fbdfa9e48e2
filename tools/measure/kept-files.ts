import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Answers of earlier runs as JSON files of a folder, by what was asked. */
export class KeptFiles<T> {
  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  find(key: readonly string[]): T | undefined {
    const file = this.#fileOf(key);
    // Written below.
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
  }

  keep(key: readonly string[], answer: T): void {
    const file = this.#fileOf(key);
    // Another run may read it meanwhile.
    const aside = `${file}.${process.pid}`;
    writeFileSync(aside, JSON.stringify(answer));
    renameSync(aside, file);
  }

  #fileOf(key: readonly string[]): string {
    const digest = createHash('sha256').update(key.join('\n')).digest('hex');
    return join(this.folder, `${digest.slice(0, 24)}.json`);
  }
}
