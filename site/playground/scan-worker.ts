/**
 * The thread of the playground: the engine and every rule as they are published, over files that are in memory. What they ask of Node is answered by
 * `browser/`; nothing is fetched but the two grammar files that lie beside this script.
 */
import { rules } from '../../rules/index.ts';
import { prepareScan } from '../../src/audit/prepare-scan.ts';
import { reportedOnce } from '../../src/audit/reported-once.ts';
import { scan } from '../../src/engine/index.ts';
import { MemoryTree } from './memory-tree.ts';
import type { ScanAnswer, ScanQuestion } from './messages.ts';

self.addEventListener('message', ({ data }: MessageEvent<ScanQuestion>) => {
  answer(data).then(
    (said) => self.postMessage(said),
    (error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      self.postMessage({ id: data.id, kind: 'failed', reason } satisfies ScanAnswer);
    },
  );
});

async function answer({ id, files, profile }: ScanQuestion): Promise<ScanAnswer> {
  const tree = new MemoryTree(files);
  const { request } = prepareScan({
    root: tree.root,
    paths: [],
    rules,
    configurationFile: undefined,
    commandLine: { profile, ignore: [] },
    exclude: [],
    respectsGitIgnore: true,
    today: new Date().toISOString().slice(0, 10),
    showPath: (file) => file,
  });
  const outcome = await scan({
    ...request,
    tree,
    onProgress: ({ done, total }) => self.postMessage({ id, kind: 'progress', done, total } satisfies ScanAnswer),
  });
  if (outcome.kind !== 'finished') return { id, kind: 'failed', reason: 'the scan did not finish' };
  const { findings, notices } = reportedOnce(outcome.report);
  return { id, kind: 'finished', findings, notices, files: files.size };
}
