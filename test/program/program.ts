/** The program that `build.ts` built for this run, as files see it that are called `*.process.test.ts` or `*.deep.test.ts`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    readonly program: string | undefined;
  }
}

export const METAFILE = 'metafile.json';

/** Its folder, which looks like that of a release: `bin`, `dist`, and the action. */
export function programFolder(): string {
  const folder = inject('program');
  if (folder === undefined) throw new Error('the program is built for *.process.test.ts and *.deep.test.ts alone');
  return folder;
}

/** One of its scripts. */
export const programScript = (name: string): string => join(programFolder(), 'dist', `${name}.js`);

/** Its command line. */
export const commandLine = (): string => programScript('cli');

/** What went into each of its files. */
export const programMetafile = (): Metafile =>
  JSON.parse(readFileSync(join(programFolder(), METAFILE), 'utf8')) as Metafile;
