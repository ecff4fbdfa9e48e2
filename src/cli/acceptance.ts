/** Why something that is found may stay, and until when, as the command line says it. */
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

export function readReason(command: string, reason: string | undefined): string {
  const said = reason?.trim() ?? '';
  if (said === '') throw new UsageError(`\`${command}\` needs \`--reason "…"\`: why the finding is acceptable`);
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(said)) throw new UsageError('`--reason` must be one line of text');
  return said;
}

export function readUntil(until: string | undefined, { today }: Pick<Io, 'today'>): string | undefined {
  if (until === undefined) return undefined;
  const day = new Date(`${until}T00:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(until) && !Number.isNaN(day.getTime());
  if (!isDay || !day.toISOString().startsWith(until)) {
    throw new UsageError(`\`--until ${until}\` is not a date such as \`2027-01-31\``);
  }
  if (until < today) throw new UsageError(`\`--until ${until}\` has passed`);
  return until;
}
