import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface ChangedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What CPython says is wrong with each file, '' where nothing is; null for one that did not compile before. */
export function judgeChanges(files: readonly ChangedFile[]): (string | null)[] {
  const { status, stdout } = spawnSync('python3', [fileURLToPath(new URL('./same_elsewhere.py', import.meta.url))], {
    input: files.map((file) => `${JSON.stringify(file)}\n`).join(''),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`python3 ended with ${status}`);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as string | null);
}
