import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

/** Milliseconds that one file, or one rule about the project, may take: reads `AUDITLINT_PATIENCE`, in seconds. */
export function planPatience({ env }: Pick<Io, 'env'>): number | undefined {
  const written = env.AUDITLINT_PATIENCE;
  if (written === undefined || written === '') return undefined;
  const seconds = /^\d{1,5}(?:\.\d{1,3})?$/.test(written.trim()) ? Number(written) : 0;
  if (seconds > 0) return seconds * 1000;
  throw new UsageError(`AUDITLINT_PATIENCE: \`${written}\` is not a number of seconds between 0 and 100000`);
}
