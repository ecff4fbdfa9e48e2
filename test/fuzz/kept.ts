import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from './corpus.ts';

/** Where failures are kept, one file each: a line says what failed, others hold a path and its bytes, both as base64. */
const FOLDER = join(import.meta.dirname, 'kept');

export function keepFailure(name: string, failure: string, files: Files): string {
  const lines = [...files].map(
    ([path, bytes]) => `${Buffer.from(path).toString('base64')} ${bytes.toString('base64')}`,
  );
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${name}.txt`);
  writeFileSync(file, `# ${JSON.stringify(failure.slice(0, 300))}\n${lines.join('\n')}\n`);
  return file;
}

export function keptFailures(): readonly { readonly name: string; readonly files: Files }[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.txt'));
  return names.sort().map((name) => ({ name, files: readFiles(readFileSync(join(FOLDER, name), 'utf8')) }));
}

function readFiles(text: string): Files {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [path = '', bytes = ''] = line.split(' ');
      return [Buffer.from(path, 'base64').toString(), Buffer.from(bytes, 'base64')];
    }),
  );
}
