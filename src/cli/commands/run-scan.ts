import type { PreparedScan } from '../../audit/index.ts';
import {
  type MapOutcome,
  type ScanOutcome,
  type ScanReport,
  type ScanRequest,
  scan,
  type Timing,
} from '../../engine/index.ts';
import { PARSER_CHOICES } from '../../syntax/index.ts';
import { oneOf } from '../check-plan.ts';
import type { Io } from '../io.ts';
import { createProgress } from '../output/progress.ts';
import { Writer } from '../output/writer.ts';
import { planWorkers } from '../plan-workers.ts';
import { showPath } from '../scan-root.ts';
import { showStack } from '../show-stack.ts';
import { UsageError } from '../usage-error.ts';

export interface RunScanOptions {
  readonly quiet?: true;
  readonly timing?: Timing | undefined;
  /** As `--jobs` gives it. */
  readonly jobs?: string | undefined;
}

/** Runs a prepared scan that the user may interrupt; undefined when it was, which has been said then. */
export async function runScan(
  { request }: Pick<PreparedScan, 'request'>,
  options: RunScanOptions,
  io: Io,
): Promise<ScanReport | undefined> {
  const outcome = await runInterruptible(request, options, io, scan);
  return outcome?.kind === 'finished' ? outcome.report : undefined;
}

type Outcome = ScanOutcome | MapOutcome;
type Finished = Extract<Outcome, { readonly kind: 'finished' | 'mapped' }>;

/** Runs a scan, or the map half of one, that the user may interrupt; undefined when it was, which has been said then. */
export async function runInterruptible(
  request: ScanRequest,
  { quiet, timing, jobs }: RunScanOptions,
  io: Io,
  run: (request: ScanRequest) => Promise<Outcome>,
): Promise<Finished | undefined> {
  const workers = planWorkers(jobs, io);
  const controller = new AbortController();
  const stopListening = io.onInterrupt(() => controller.abort());
  const progress = quiet === true ? undefined : createProgress(io);
  try {
    const outcome = await run({
      ...request,
      signal: controller.signal,
      ...(io.interrupts !== undefined && { interrupts: io.interrupts }),
      parser: oneOf('AUDITLINT_PARSER', io.env.AUDITLINT_PARSER ?? 'wasm', PARSER_CHOICES),
      ...(io.env.AUDITLINT_DEBUG !== undefined && {
        onFault: ({ error }: { readonly error: unknown }) => showStack(error, io),
      }),
      ...(timing !== undefined && { timing }),
      ...(workers !== undefined && { workers }),
      ...(progress !== undefined && { onProgress: (step) => progress.update(step) }),
    });
    return finishedOf(outcome, io);
  } finally {
    progress?.stop();
    stopListening();
  }
}

function finishedOf(outcome: Outcome, io: Io): Finished | undefined {
  switch (outcome.kind) {
    case 'finished':
    case 'mapped':
      return outcome;
    case 'bad-paths':
      throw badPaths(outcome, io);
    case 'no-parser':
      throw new UsageError(outcome.reason);
    case 'interrupted': {
      const { done, total } = outcome;
      new Writer(io.stderr, io.env).line(
        `auditlint: interrupted after ${done} of ${total} files; no report was written`,
      );
      return undefined;
    }
  }
}

// Paths were looked at before, so this is a link that leads elsewhere, or a file that has just gone.
export function badPaths(
  { missing, outside }: { readonly missing: readonly string[]; readonly outside: readonly string[] },
  io: Io,
): UsageError {
  const [path] = outside;
  if (path !== undefined) return new UsageError(`\`${showPath(path, io.cwd)}\` is outside the scanned root`);
  return new UsageError(`no such file or folder: \`${showPath(missing[0] ?? '', io.cwd)}\``);
}
