import { escapeJson } from '../escape.ts';
import type { FormatOptions } from '../formats.ts';
import type { Report } from '../report.ts';
import { buildSarifLog } from './sarif-log.ts';

/** The report as SARIF 2.1.0, as GitHub code scanning reads it. */
export function formatSarif(report: Report, options: FormatOptions = {}): string {
  return `${escapeJson(JSON.stringify(buildSarifLog(report, options), undefined, 2))}\n`;
}
