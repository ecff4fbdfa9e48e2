import type { FormatOptions } from '../formats.ts';
import { jsonDocument } from '../json-document.ts';
import type { Report } from '../report.ts';
import { buildSarifLog } from './sarif-log.ts';

/** The report as SARIF 2.1.0, as GitHub code scanning reads it. */
export function formatSarif(report: Report, options: FormatOptions = {}): string {
  return jsonDocument(buildSarifLog(report, options));
}
