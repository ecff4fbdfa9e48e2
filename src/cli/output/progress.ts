import type { ScanProgress } from '../../engine/index.ts';
import type { Io } from '../io.ts';

/** Scans that end sooner show no bar. */
const PATIENCE_MILLISECONDS = 700;

/** Shows how far a scan is. */
export interface ProgressDisplay {
  update(progress: ScanProgress): void;
  stop(): void;
}

/** A bar on stderr for long scans; undefined when stderr is not a terminal. */
export async function createProgress(io: Io): Promise<ProgressDisplay | undefined> {
  if (io.stderr.isTTY !== true || io.env.TERM === 'dumb' || io.env.CI !== undefined) return undefined;
  const { default: progress } = await import('cli-progress');
  // The bar needs a real terminal stream, which a TTY is.
  const stream = io.stderr as unknown as NodeJS.WriteStream;
  const format = '{bar} {value}/{total} files';
  const bar = new progress.SingleBar(
    { stream, format, clearOnComplete: true, hideCursor: null, fps: 10 },
    progress.Presets.shades_classic,
  );
  const start = performance.now();
  let isShown = false;
  return {
    update({ phase, done, total }) {
      if (phase !== 'scanning' || performance.now() - start < PATIENCE_MILLISECONDS) return;
      if (isShown) bar.update(done);
      else bar.start(total, done);
      isShown = true;
    },
    stop() {
      if (isShown) bar.stop();
    },
  };
}
