import { escapeJson } from '../escape.ts';
import type { Report } from '../report.ts';
import { buildSarifLog } from './sarif-log.ts';

/** The report as SARIF 2.1.0, as GitHub code scanning reads it. */
export function formatSarif(report: Report, options: SarifOptions = {}): string {
  return `${escapeJson(JSON.stringify(buildSarifLog(report, options), undefined, 2))}\n`;
}

export interface SarifOptions {
  /** GitHub ignores `suppressions` and would open an alert for each, so they are left out unless asked for. */
  readonly includesSuppressed?: boolean;
}
