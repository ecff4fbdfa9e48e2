import type { ScanProgress } from '../../engine/index.ts';
import type { Io } from '../io.ts';

/** Scans that end sooner show no bar. */
const PATIENCE_MILLISECONDS = 700;
/** A terminal need not be written to more often. */
const FRAME_MILLISECONDS = 100;
const WIDTH = 40;
const CLEAR = '\r\u001b[K';

/** Shows how far a scan is. */
export interface ProgressDisplay {
  update(progress: ScanProgress): void;
  stop(): void;
}

/** A bar on stderr for long scans, gone when they end; undefined when stderr is not a terminal. */
export function createProgress({ stderr, env }: Io): ProgressDisplay | undefined {
  if (stderr.isTTY !== true || env.TERM === 'dumb' || env.CI !== undefined) return undefined;
  let next = performance.now() + PATIENCE_MILLISECONDS;
  let isShown = false;
  return {
    update({ phase, done, total }) {
      const now = performance.now();
      if (phase !== 'scanning' || now < next) return;
      const filled = Math.round((WIDTH * done) / total);
      stderr.write(`${CLEAR}${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done}/${total} files`);
      isShown = true;
      next = now + FRAME_MILLISECONDS;
    },
    stop() {
      if (isShown) stderr.write(CLEAR);
    },
  };
}
