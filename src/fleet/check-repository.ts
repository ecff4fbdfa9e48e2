import { join } from 'node:path';
import { cloneRepository, findRemoteHead, GitError, RemoteError } from '../git/index.ts';
import { maskSecrets } from '../knowledge/mask-secrets.ts';
import { FleetError, RepositoryFailure } from './fleet-error.ts';
import { type FleetJob, optionsKey } from './job.ts';
import type { Attempt, DoJob } from './queue/job-queue.ts';
import { type ScanSetting, scanClone } from './scan-clone.ts';
import type { FleetStore, ScanKey } from './store/fleet-store.ts';
import type { Workspace } from './workspace.ts';

/** What a worker works with. */
export interface WorkerSetting extends Omit<ScanSetting, 'signal'> {
  readonly store: FleetStore;
  readonly workspace: Workspace;
  /** Of auditlint. */
  readonly version: string;
  readonly now: () => string;
}

/** What a worker does with a job: finds the newest commit, and scans it unless the store has a scan of it. */
export function makeDoJob(setting: WorkerSetting): DoJob {
  return async (job, attempt) => {
    try {
      await checkRepository(job, attempt, setting);
    } catch (error) {
      // Not the repository's fault: anyone who stopped us, or a store that is gone.
      if (attempt.signal.aborted || error instanceof FleetError) throw error;
      const failure = toFailure(error);
      if (failure.isFinal || attempt.isLast) {
        await setting.store.fail(job.repository.name, failure.message, setting.now());
      }
      throw failure;
    }
  };
}

async function checkRepository(job: FleetJob, { signal }: Attempt, setting: WorkerSetting): Promise<void> {
  const { store, workspace, version, now } = setting;
  const { name, url } = job.repository;
  const access = { ...setting, signal };
  const keyOf = (commit: string): ScanKey => ({
    repository: name,
    commit,
    version,
    options: optionsKey(job.options),
  });
  const newest = await findRemoteHead(url, access);
  if (await store.recall(keyOf(newest), now())) return;
  await workspace.within(async (folder) => {
    const clone = join(folder, 'clone');
    const commit = await cloneRepository(url, clone, access);
    // Someone may have pushed in between.
    if (commit !== newest && (await store.recall(keyOf(commit), now()))) return;
    const scan = await scanClone(clone, job.options, access);
    await store.record({ ...keyOf(commit), ...scan, scannedAt: now() });
  });
}

function toFailure(error: unknown): RepositoryFailure {
  if (error instanceof RepositoryFailure) return error;
  const message = maskSecrets(error instanceof Error ? error.message : String(error));
  if (!(error instanceof GitError)) return new RepositoryFailure(message, false);
  return new RepositoryFailure(`it cannot be cloned: ${message}`, error instanceof RemoteError && error.isFinal);
}
