/** A fleet's report as text: a table for people, JSON and CSV for programs. */
import { csvRow, jsonDocument, plain, type StyledLine, shellWord, styled } from '../../reporters/index.ts';
import type { FleetReport } from './fleet-report.ts';

/** Raised when a member changes its meaning or goes; new members do not raise it. */
const SCHEMA_VERSION = '1';

export function formatFleetJson(
  report: FleetReport,
  tool: { readonly name: string; readonly version: string },
): string {
  return jsonDocument({
    schemaVersion: SCHEMA_VERSION,
    tool,
    since: report.since,
    repositories: report.repositories.map(({ repository, checkedAt, scan, failure }) => ({
      repository,
      checkedAt,
      scan: scan && {
        commit: scan.commit,
        scannedAt: scan.scannedAt,
        version: scan.version,
        complete: scan.isComplete,
      },
      failure,
    })),
    rows: report.rows.map(({ severity, rule, repository, findings, fresh, path, line }) => ({
      severity,
      rule,
      repository,
      findings,
      new: report.since === undefined ? undefined : fresh,
      path,
      line,
    })),
  });
}

export function formatFleetCsv({ rows, since }: FleetReport): string {
  const added = since === undefined ? [] : ['new'];
  return [
    csvRow(['severity', 'rule', 'repository', 'findings', ...added, 'path', 'line']),
    ...rows.map(({ severity, rule, repository, findings, fresh, path, line }) =>
      csvRow([severity, rule, repository, findings, ...(since === undefined ? [] : [fresh]), path, line]),
    ),
  ].join('');
}

export function* fleetLines(report: FleetReport): Generator<StyledLine> {
  const { rows, since } = report;
  const count = since === undefined ? 'findings' : 'new';
  const ruleWidth = Math.max(4, ...rows.map(({ rule }) => rule.length));
  if (rows.length > 0) yield [styled('faint', `    ${'rule'.padEnd(ruleWidth)}  ${count.padStart(8)}  repository`)];
  for (const { severity, rule, repository, fresh, path, line } of rows) {
    yield [
      styled(severity, severity),
      plain(`  ${rule.padEnd(ruleWidth)}  ${String(fresh).padStart(8)}  ${shellWord(repository)}  `),
      styled('path', `${shellWord(path)}:${line}`),
    ];
  }
  yield* closingLines(report);
}

function* closingLines({ rows, since, repositories }: FleetReport): Generator<StyledLine> {
  for (const { repository, failure, scan } of repositories) {
    if (failure === undefined) continue;
    const rest = scan === undefined ? '' : `; its figures come from the scan of ${scan.scannedAt.slice(0, 10)}`;
    yield [styled('bad', 'failed'), plain(`  ${shellWord(repository)}: ${failure}${rest}`)];
  }
  for (const { repository, scan } of repositories) {
    if (scan?.isComplete === false) yield [styled('bad', 'not complete'), plain(`  ${shellWord(repository)}`)];
  }
  const total = rows.reduce((sum, { fresh }) => sum + fresh, 0);
  const scanned = repositories.filter(({ scan }) => scan !== undefined).length;
  const news = since === undefined ? '' : ` new since ${since}`;
  yield [plain(`${counted(total, 'finding')}${news} in ${counted(scanned, 'repository')}`)];
}

export function counted(count: number, noun: string): string {
  const plural = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${count} ${count === 1 ? noun : plural}`;
}
