import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Figure, figureOf, textOf } from './figure.ts';

/** The lines behind each hash that was ever computed on this machine. A file is named by the hash of its text, so none ever changes. */
export class KeptTexts {
  constructor(readonly folder: string) {}

  keep(sorted: readonly string[]): void {
    const file = this.#fileOf(figureOf(sorted));
    if (existsSync(file)) return;
    mkdirSync(this.folder, { recursive: true });
    // Another run may read it meanwhile.
    const aside = `${file}.${process.pid}`;
    writeFileSync(aside, textOf(sorted));
    renameSync(aside, file);
  }

  /** Undefined where no run on this machine computed them. */
  find(figure: Figure): readonly string[] | undefined {
    if (figure.findings === 0) return [];
    const file = this.#fileOf(figure);
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : undefined;
  }

  #fileOf({ sha256 }: Figure): string {
    return join(this.folder, `${sha256}.txt`);
  }
}
