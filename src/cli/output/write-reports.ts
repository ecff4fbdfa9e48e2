import {
  BLANK_LINE,
  closingLine,
  loadFormatter,
  type Report,
  type StyledLine,
  statisticsLines,
} from '../../reporters/index.ts';
import type { CheckOptions } from '../check-options.ts';
import { type Output, planCategory, planFullness, planGrouping } from '../check-plan.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { writeOutputFile } from './output-file.ts';
import { withPages } from './rule-pages.ts';
import { sourceUrl } from './source-url.ts';
import { Writer } from './writer.ts';

/** The options of `check` that say how a report is written. */
export type WriteOptions = Pick<
  CheckOptions,
  'quiet' | 'all' | 'groupBy' | 'statistics' | 'sarifIncludeSuppressed' | 'category' | 'docsUrl'
>;

/**
 * Writes the report in every format that was asked for. Files first: nobody reads a file that failed half-way. What cannot
 * be written keeps nothing else from being written, and is reported in the end. `untrustedFolders` is described at `findTarget`: as before the scan.
 */
export async function writeReports(
  scanned: Report,
  outputs: readonly Output[],
  options: WriteOptions,
  io: Io,
  untrustedFolders: readonly string[],
): Promise<void> {
  const report = { ...scanned, rules: withPages(scanned.rules, options.docsUrl, io.env) };
  const failures: UsageError[] = [];
  for (const output of outputs) {
    const { file, shownAs } = output;
    if (file === undefined) continue;
    const text = await formatText(output, report, options, io);
    try {
      writeOutputFile(file, shownAs, text, untrustedFolders);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      failures.push(error);
    }
  }
  await writeToStdout(report, outputs, options, io);
  if (failures.length > 0) throw new UsageError(failures.map(({ message }) => message).join('; '));
}

async function writeToStdout(report: Report, outputs: readonly Output[], options: WriteOptions, io: Io): Promise<void> {
  const open = outputs.find(({ file }) => file === undefined);
  const stdout = new Writer(io.stdout, io.env);
  if (open?.format === 'pretty') {
    // Nobody compares what is on a terminal, so it may tell the time since the process began.
    const seconds = io.stdout.isTTY === true ? performance.now() / 1000 : undefined;
    await stdout.lines(await prettyLines(report, options, seconds));
    return;
  }
  if (open !== undefined) stdout.document(await formatText(open, report, options, io));
  await summarize(report, options, io);
}

/** What a person at the terminal still learns when the report itself is for a program or in a file. */
async function summarize(report: Report, { quiet, statistics }: WriteOptions, io: Io): Promise<void> {
  const stderr = new Writer(io.stderr, io.env);
  if (statistics === true) await stderr.lines(statisticsLines(report));
  if (quiet !== true) stderr.line(closingLine(report));
}

async function formatText({ format }: Output, report: Report, options: WriteOptions, io: Io): Promise<string> {
  if (format === 'pretty') return plainText(await prettyLines(report, options));
  const formatter = await loadFormatter(format);
  const [category, url] = [planCategory(options), sourceUrl(io.env)];
  return formatter(report, {
    includesSuppressed: options.sarifIncludeSuppressed === true,
    ...(category !== undefined && { category }),
    ...(url !== undefined && { sourceUrl: url }),
    onLeftOut: (count) => {
      if (options.quiet !== true)
        new Writer(io.stderr, io.env).line(describeLimit(format, count, report.findings.length));
    },
  });
}

function describeLimit(format: string, left: number, all: number): string {
  return `auditlint: ${format} omits the ${left} least severe of ${all} findings; \`json\` contains all of them`;
}

async function prettyLines(report: Report, options: WriteOptions, seconds?: number): Promise<Iterable<StyledLine>> {
  const { formatPretty } = await import('../../reporters/pretty/report-pretty.ts');
  const lines = formatPretty(report, {
    findings: planFullness(options),
    groupBy: planGrouping(options),
    ...(seconds !== undefined && { seconds }),
  });
  return options.statistics === true ? withStatistics(lines, report) : lines;
}

function* withStatistics(lines: Iterable<StyledLine>, report: Report): Generator<StyledLine> {
  yield* lines;
  yield BLANK_LINE;
  yield* statisticsLines(report);
}

async function plainText(lines: Iterable<StyledLine>): Promise<string> {
  let text = '';
  const stream = { write: (chunk: string) => (text += chunk) };
  await new Writer(stream, {}).lines(lines);
  return text;
}
