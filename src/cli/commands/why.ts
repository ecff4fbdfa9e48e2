import { type Conclusion, conclude, type PreparedScan } from '../../audit/index.ts';
import { DiskTree } from '../../discover/index.ts';
import { Inquiry, type ScanReport } from '../../engine/index.ts';
import { formatWhyJson } from '../../reporters/index.ts';
import { oneOf } from '../check-plan.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { type NamedPlace, readPlace } from '../named-place.ts';
import { checkRuleName } from '../named-rule.ts';
import { whyLines } from '../output/why-lines.ts';
import { Writer } from '../output/writer.ts';
import { UsageError } from '../usage-error.ts';
import { prepareCheck } from './prepare-check.ts';
import { runScan } from './run-scan.ts';

export interface WhyOptions {
  readonly format: string;
  readonly config?: string;
  readonly plugin?: readonly string[];
}

const WHY_FORMATS = ['text', 'json'] as const;

/** `auditlint why PATH:LINE [RULE]`: what the rules, or one of them, concluded there. */
export async function printWhy(
  written: string,
  rule: string | undefined,
  { format: wanted, ...configuration }: WhyOptions,
  io: Io,
): Promise<ExitCode> {
  const format = oneOf('--format', wanted, WHY_FORMATS);
  const place = readPlace(written);
  const usual = await prepareCheck([place.file], configuration, io);
  if (rule !== undefined) checkRuleName(rule, usual.request.rules);
  const all = await prepareCheck([place.file], { ...configuration, profile: 'strict' }, io);
  // A rule that the configuration leaves out runs where it is asked for by name.
  const strict =
    rule === undefined
      ? all
      : await prepareCheck([place.file], { ...configuration, select: [rule], profile: 'strict' }, io);
  const path = pathInRoot(strict, place);
  const inquiry = new Inquiry({ path, line: place.line, ...(place.cell !== undefined && { cell: place.cell }) });
  const report = await runScan({ request: { ...strict.request, inquiry } }, {}, io);
  if (report === undefined) return EXIT.interrupted;
  checkLine(inquiry, place, report);
  const requested = strict.request.rules.filter(({ name }) => rule === undefined || name === rule);
  const conclusion = conclude(report, inquiry, requested, {
    shown: usual.resolution.optionsFor(path).rules,
    strict: all.resolution.optionsFor(path).rules,
  });
  await write({ place, rule, inquiry, conclusion }, format, io);
  return EXIT.clean;
}

interface WhyAnswer {
  readonly place: NamedPlace;
  readonly rule: string | undefined;
  readonly inquiry: Inquiry;
  readonly conclusion: Conclusion;
}

async function write(answer: WhyAnswer, format: (typeof WHY_FORMATS)[number], io: Io): Promise<void> {
  const stdout = new Writer(io.stdout, io.env);
  if (format === 'json') stdout.document(formatWhyJson({ place: answer.inquiry.place, ...answer.conclusion }));
  else await stdout.lines(whyLines(answer.conclusion, answer.inquiry, answer.place, answer.rule));
}

function pathInRoot({ request }: PreparedScan, { file }: NamedPlace): string {
  const resolved = new DiskTree(request.root).resolve(request.paths[0] ?? file);
  if (resolved.kind === 'file') return resolved.path;
  throw new UsageError(`\`${file}\` is not a file; name a file and a line, such as \`src/app.py:12\``);
}

/** One sentence where there is nothing to tell: the file was not read, or no code is on the line. */
function checkLine({ content, lineCount }: Inquiry, { file, line, cell }: NamedPlace, report: ScanReport): void {
  const where = cell === undefined ? `line ${line} of \`${file}\`` : `line ${line} of cell ${cell} of \`${file}\``;
  switch (content) {
    case 'code':
      return;
    case 'blank':
      throw new UsageError(`${where} is blank: name a line with code`);
    case 'comment':
      throw new UsageError(`${where} is a comment: name a line with code`);
    case 'beyond the end':
      throw new UsageError(
        file.endsWith('.ipynb')
          ? `\`${file}\` has no ${where.replace(` of \`${file}\``, '')}; name a code cell as in reports: \`${file} cell 2:1\``
          : `\`${file}\` has only ${lineCount} lines`,
      );
    case undefined: {
      const [notice] = report.notices;
      const reason = report.excluded.length > 0 ? 'the configuration excludes it' : notice?.message;
      throw new UsageError(`\`${file}\` is not scanned: ${reason ?? 'this type of file is not supported'}`);
    }
  }
}
