import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { configurableRules, describeMerge, mergeReports, parseReport } from '../../audit/index.ts';
import type { ReportOptions } from '../check-options.ts';
import { planCategory, planFailOn, planGrouping, planOutputs } from '../check-plan.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitCodeOf } from '../exit-code-of.ts';
import type { Io } from '../io.ts';
import { checkWritable, sameFile } from '../output/output-file.ts';
import { writeReports } from '../output/write-reports.ts';
import { Writer } from '../output/writer.ts';
import { contains } from '../scan-root.ts';
import { UsageError } from '../usage-error.ts';

/** `auditlint merge`: joins JSON reports of parts of a repository into one report in any format. */
export async function merge(files: readonly string[], options: ReportOptions, io: Io): Promise<ExitCode> {
  const outputs = planOutputs(options, io.cwd);
  const failOn = planFailOn(options) ?? 'P1';
  planCategory(options);
  planGrouping(options);
  refuseSameTwice(files, io);
  const { rules } = await import('../registry.ts');
  const described = configurableRules(rules);
  const names = new Set(described.map(({ name }) => name));
  const reports = files.map((file) => readReport(file, names, io));
  const merged = mergeReports(reports);
  if (merged === undefined) throw rootConflict(files, reports);
  for (const { file, shownAs } of outputs) if (file !== undefined) checkWritable(file, shownAs, [io.cwd]);
  if (merged.duplicates > 0 && options.quiet !== true) {
    const findings = merged.duplicates === 1 ? 'finding stands' : 'findings stand';
    new Writer(io.stderr, io.env).line(
      `auditlint: ${merged.duplicates} ${findings} in several reports, and once in this one`,
    );
  }
  await writeReports(describeMerge(merged, sourceFolder(merged.root, io), described), outputs, options, io);
  return exitCodeOf(merged, failOn, options, io);
}

function refuseSameTwice(files: readonly string[], { cwd }: Io): void {
  for (const [i, file] of files.entries()) {
    const isTwice = files.slice(0, i).some((other) => sameFile(resolve(cwd, other), resolve(cwd, file)));
    if (isTwice) throw new UsageError(`\`${file}\` is given twice`);
  }
}

function readReport(file: string, ruleNames: ReadonlySet<string>, { cwd }: Io) {
  const absolute = resolve(cwd, file);
  if (!existsSync(absolute)) throw new UsageError(`no such report: \`${file}\``);
  if (statSync(absolute).isDirectory()) throw new UsageError(`\`${file}\` is a folder, not a report`);
  const report = parseReport(readText(absolute, file), ruleNames);
  if ('problem' in report) throw new UsageError(`\`${file}\` ${report.problem}`);
  return report;
}

function readText(absolute: string, file: string): string {
  try {
    return readFileSync(absolute, 'utf8');
  } catch (cause) {
    throw new UsageError(`cannot read \`${file}\`: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

function rootConflict(files: readonly string[], reports: readonly { readonly root: string }[]): UsageError {
  const [first] = reports;
  const at = reports.findIndex(({ root }) => root !== first?.root);
  const roots = `\`${files[0]}\` is about \`${first?.root}\`, \`${files[at]}\` about \`${reports[at]?.root}\``;
  return new UsageError(`${roots}: no common root; scan folders from one place, named without \`..\``);
}

/** Where the scanned root is now. Only below the working directory: a report that came from elsewhere may name any. */
function sourceFolder(root: string, { cwd }: Io): string | undefined {
  const folder = resolve(cwd, root);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return undefined;
  return contains(realpathSync(cwd), realpathSync(folder)) ? folder : undefined;
}
