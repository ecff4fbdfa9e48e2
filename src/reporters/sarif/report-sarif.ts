import { gzipSync } from 'node:zlib';
import type { FormatOptions } from '../formats.ts';
import { jsonDocument } from '../json-document.ts';
import type { Report } from '../report.ts';
import { buildSarifLog } from './sarif-log.ts';

/** GitHub refuses a run with more (docs.github.com, "SARIF results exceed one or more limits"). */
const MAX_RESULTS = 25_000;
/** And an upload with more when it is compressed, as `upload-sarif` does. */
const MAX_COMPRESSED_BYTES = 10_000_000;

/** The report as SARIF 2.1.0, as GitHub code scanning reads it and within what it accepts. */
export function formatSarif(report: Report, options: FormatOptions = {}): string {
  for (let limit = MAX_RESULTS; ; ) {
    const { log, kept, left } = buildSarifLog(report, options, limit);
    const text = jsonDocument(log);
    const excess = compressedBytes(text) / MAX_COMPRESSED_BYTES;
    if (excess <= 1 || kept === 0) {
      if (left > 0) options.onLeftOut?.(left);
      return text;
    }
    // Some results are longer than others.
    limit = Math.floor((kept / excess) * 0.95);
  }
}

/** An upper bound, which is exact where it matters: compressing takes a second for what may be too long. */
function compressedBytes(text: string): number {
  const bytes = Buffer.byteLength(text);
  // What cannot be compressed grows by less than a thousandth.
  return bytes * 1.001 < MAX_COMPRESSED_BYTES ? bytes : gzipSync(text).length;
}
