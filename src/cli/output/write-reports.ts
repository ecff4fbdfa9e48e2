import {
  BLANK_LINE,
  closingLine,
  formatJson,
  formatPretty,
  formatSarif,
  type Report,
  type StyledLine,
  statisticsLines,
} from '../../reporters/index.ts';
import type { CheckOptions } from '../check-options.ts';
import type { Output } from '../check-plan.ts';
import type { Io } from '../io.ts';
import { writeOutputFile } from './output-file.ts';
import { Writer } from './writer.ts';

/** Writes the report in every format that was asked for. Files first: nobody reads a file that failed half-way. */
export async function writeReports(
  report: Report,
  outputs: readonly Output[],
  options: CheckOptions,
  io: Io,
): Promise<void> {
  for (const { format, file, shownAs } of outputs) {
    if (file !== undefined) writeOutputFile(file, shownAs, await formatText(format, report, options));
  }
  const open = outputs.find(({ file }) => file === undefined);
  const stdout = new Writer(io.stdout, io.env);
  if (open?.format === 'pretty') {
    await stdout.lines(prettyLines(report, options));
    return;
  }
  if (open !== undefined) stdout.document(await formatText(open.format, report, options));
  await summarize(report, options, io);
}

/** What a person at the terminal still learns when the report itself is for a program or in a file. */
async function summarize(report: Report, { quiet, statistics }: CheckOptions, io: Io): Promise<void> {
  const stderr = new Writer(io.stderr, io.env);
  if (statistics === true) await stderr.lines(statisticsLines(report));
  if (quiet !== true) stderr.line(closingLine(report));
}

async function formatText(format: Output['format'], report: Report, options: CheckOptions): Promise<string> {
  switch (format) {
    case 'json':
      return formatJson(report);
    case 'sarif':
      return formatSarif(report, { includesSuppressed: options.sarifIncludeSuppressed === true });
    case 'pretty':
      return plainText(prettyLines(report, options));
  }
}

function* prettyLines(report: Report, { quiet, statistics }: CheckOptions): Generator<StyledLine> {
  yield* formatPretty(report, { quiet: quiet === true });
  if (statistics !== true) return;
  if (quiet !== true) yield BLANK_LINE;
  yield* statisticsLines(report);
}

async function plainText(lines: Iterable<StyledLine>): Promise<string> {
  let text = '';
  const stream = { write: (chunk: string) => (text += chunk) };
  await new Writer(stream, {}).lines(lines);
  return text;
}
