import { type ListedSuppression, listSuppressions, TOOL } from '../../audit/index.ts';
import type { Discovery } from '../../discover/index.ts';
import { ENGINE_RULES, mapFiles } from '../../engine/index.ts';
import { BLANK_LINE, jsonDocument, plain, type StyledLine, shellWord, styled } from '../../reporters/index.ts';
import type { CheckOptions } from '../check-options.ts';
import { oneOf } from '../check-plan.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { Writer } from '../output/writer.ts';
import { UsageError } from '../usage-error.ts';
import { prepareCheck } from './prepare-check.ts';
import { runInterruptible } from './run-scan.ts';

export interface SuppressionsOptions extends Pick<CheckOptions, 'config' | 'exclude' | 'noIgnore' | 'quiet'> {
  readonly format: string;
}

/** `auditlint suppressions`: all comments that suppress, with their reasons and ages. */
export async function showSuppressions(
  paths: readonly string[],
  { format: wanted, ...options }: SuppressionsOptions,
  io: Io,
): Promise<ExitCode> {
  const format = oneOf('--format', wanted, ['pretty', 'json']);
  if (paths.includes('-')) throw new UsageError('`suppressions` works on files, not on standard input');
  // Rules about comments have every comment read, and no other rule runs.
  const select = ENGINE_RULES.map(({ name }) => name);
  const { request } = await prepareCheck(paths, { ...options, select }, io);
  const outcome = await runInterruptible(request, options, io, (each) => mapFiles(each, requestedFiles));
  if (outcome?.kind !== 'mapped') return EXIT.interrupted;
  const listed = listSuppressions(outcome.reports, request, io.env);
  const stdout = new Writer(io.stdout, io.env);
  if (format === 'json') stdout.document(jsonText(listed, io.today));
  else await stdout.lines(suppressionLines(listed, io.today));
  return EXIT.clean;
}

/** Nothing else is asked of the project around them. */
const requestedFiles = ({ files }: Discovery) => files.filter(({ requested }) => requested);

function* suppressionLines(listed: readonly ListedSuppression[], today: string): Generator<StyledLine> {
  for (const one of listed) {
    const { path, cell, line, rules, reason, problem, until, scope, isExpired } = one;
    const where = `${shellWord(path)}${cell === undefined ? '' : ` cell ${cell}`}:${line}`;
    const what = rules.join(', ') || 'nothing';
    yield [styled('path', where), plain('  '), styled('strong', what), plain(scope === 'file' ? ' (whole file)' : '')];
    yield [plain(`  ${problem ?? (reason || 'no reason given')}`)];
    const end = until === undefined ? '' : isExpired ? `; ended on ${until}` : `; until ${until}`;
    yield [styled('faint', `  ${ageText(one, today)}${end}`)];
    yield BLANK_LINE;
  }
  const [total, files] = [listed.length, new Set(listed.map(({ path }) => path)).size];
  const expired = listed.filter(({ isExpired }) => isExpired).length;
  const more = expired === 0 ? '' : `, ${expired} expired`;
  yield [
    plain(
      total === 0
        ? 'no suppressions'
        : `${total} ${total === 1 ? 'suppression' : 'suppressions'} in ${files} ${files === 1 ? 'file' : 'files'}${more}`,
    ),
  ];
}

function ageText({ since }: ListedSuppression, today: string): string {
  if (since === undefined) return 'not committed';
  const days = daysBetween(since.date, today);
  return `${since.isAtLeast ? 'at least ' : ''}${days} ${days === 1 ? 'day' : 'days'} old (${since.date})`;
}

function daysBetween(earlier: string, later: string): number {
  return Math.max(0, Math.round((Date.parse(later) - Date.parse(earlier)) / 86_400_000));
}

function jsonText(listed: readonly ListedSuppression[], today: string): string {
  const suppressions = listed.map(
    ({ path, line, column, cell, scope, by, rules, reason, problem, until, ...rest }) => ({
      path,
      ...(cell !== undefined && { cell }),
      line,
      column,
      scope,
      ...(by !== undefined && { by }),
      rules,
      reason,
      ...(problem !== undefined && { problem }),
      ...(until !== undefined && { until, expired: rest.isExpired }),
      ...(rest.since !== undefined && {
        since: rest.since.date,
        days: daysBetween(rest.since.date, today),
        commit: rest.since.commit,
        ...(rest.since.isAtLeast && { atLeast: true }),
      }),
    }),
  );
  return jsonDocument({ schemaVersion: '1', tool: TOOL, suppressions });
}
