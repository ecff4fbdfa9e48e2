import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A repository in a temporary folder that goes with the test; content by path. */
export function makeRepository(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'auditlint-'));
  onTestFinished(() => remove(root));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true });
  } catch {
    // It copes with folders that Node cannot name because their path is too long, and takes longer to start than most tests.
    execFileSync('rm', ['-rf', folder]);
  }
}
