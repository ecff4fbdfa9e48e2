import { spawnSync } from 'node:child_process';
import { projectRoot } from '../project-root.ts';

/** Ten minutes (`AUDITLINT_FUZZ_SECONDS`) of what begins with one seed (`AUDITLINT_FUZZ_SEED`): the nightly run has another each time. Returns problems. */
export function verifyFuzz(): string[] {
  const { AUDITLINT_FUZZ_SECONDS: seconds = '600', AUDITLINT_FUZZ_SEED: seed = '1' } = process.env;
  const argv = ['--import', 'tsx', 'test/fuzz/run.ts', '--seconds', seconds, '--seed', seed];
  const { status, signal } = spawnSync(process.execPath, argv, { cwd: projectRoot, stdio: 'inherit' });
  if (status === 0) return [];
  // 1 is also how a program ends that throws: what was printed above says which.
  const end = signal ?? `exit code ${status}`;
  return [`fuzzing ended with ${end}; failures that it found are kept under test/fuzz/kept, for the suite to replay`];
}
