import { spawnSync } from 'node:child_process';
import { projectRoot } from '../project-root.ts';

/** Ten minutes, unless `AUDITLINT_FUZZ_SECONDS` says otherwise, with a seed that is another one each day. Returns problems. */
export function verifyFuzz(seconds = process.env.AUDITLINT_FUZZ_SECONDS ?? '600'): string[] {
  const day = Math.floor(Date.now() / 86_400_000);
  const argv = ['--import', 'tsx', 'test/fuzz/run.ts', '--seconds', seconds, '--seed', String(day)];
  const { status, signal } = spawnSync(process.execPath, argv, { cwd: projectRoot, stdio: 'inherit' });
  if (status === 0) return [];
  // 1 is also how a program ends that throws: what was printed above says which.
  const end = signal ?? `exit code ${status}`;
  return [`fuzzing ended with ${end}; failures that it found are kept under test/fuzz/kept, for the suite to replay`];
}
