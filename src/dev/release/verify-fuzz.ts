import { spawnSync } from 'node:child_process';
import { projectRoot } from '../project-root.ts';

/** Ten minutes, unless `AUDITLINT_FUZZ_SECONDS` says otherwise, with a seed that is another one each day. Returns problems. */
export function verifyFuzz(seconds = process.env.AUDITLINT_FUZZ_SECONDS ?? '600'): string[] {
  const day = Math.floor(Date.now() / 86_400_000);
  const argv = ['--import', 'tsx', 'test/fuzz/run.ts', '--seconds', seconds, '--seed', String(day)];
  const { status } = spawnSync(process.execPath, argv, { cwd: projectRoot, stdio: 'inherit' });
  return status === 0 ? [] : ['fuzzing found a failure; it is kept under test/fuzz/kept, for the suite to replay'];
}
