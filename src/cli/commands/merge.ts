import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { configurableRules, describeMerge, mergeReports, parseReport } from '../../audit/index.ts';
import type { MergeOptions } from '../check-options.ts';
import { planCategory, planFailOn, planFullness, planGrouping, planOutputs } from '../check-plan.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitCodeOf, NO_THRESHOLD, withFailOn } from '../exit-code-of.ts';
import type { Io } from '../io.ts';
import { loadRules } from '../known-rules.ts';
import { checkWritable, sameFile } from '../output/output-file.ts';
import { writeReports } from '../output/write-reports.ts';
import { Writer } from '../output/writer.ts';
import { contains } from '../scan-root.ts';
import { UsageError } from '../usage-error.ts';

/** `auditlint merge`: makes one report of all parts of a scan, or of JSON reports of parts of a repository, in any format. */
export async function merge(files: readonly string[], options: MergeOptions, io: Io): Promise<ExitCode> {
  refuseSameTwice(files, io);
  const { isPart, mergeParts } = await import('./merge-parts.ts');
  const parts = files.filter((file) => isFile(resolve(io.cwd, file)) && isPart(resolve(io.cwd, file)));
  if (parts.length === 0) return joinReports(files, options, io);
  const other = files.find((file) => !parts.includes(file));
  if (other === undefined) return mergeParts(files, options, io);
  throw new UsageError(`\`${parts[0]}\` is a part of a scan, but \`${other}\` is not; merge only parts`);
}

const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() === true;

async function joinReports(files: readonly string[], options: MergeOptions, io: Io): Promise<ExitCode> {
  const outputs = planOutputs(options, io.cwd);
  const failOn = planFailOn(options) ?? 'P1';
  planCategory(options);
  planFullness(options);
  planGrouping(options);
  refuseForReports(options);
  const described = configurableRules(await loadRules(options, undefined, io));
  const names = new Set(described.map(({ name }) => name));
  const reports = files.map((file) => readReport(file, names, io));
  const merged = mergeReports(reports);
  if (merged === undefined) throw rootConflict(files, reports);
  const untrustedFolders = [io.cwd];
  for (const { file, shownAs } of outputs) if (file !== undefined) checkWritable(file, shownAs, untrustedFolders);
  if (merged.duplicates > 0 && options.quiet !== true) {
    const findings = merged.duplicates === 1 ? 'finding stands' : 'findings stand';
    new Writer(io.stderr, io.env).line(
      `auditlint: ${merged.duplicates} ${findings} in several reports, listed once in this one`,
    );
  }
  const report = describeMerge(merged, sourceFolder(merged.root, io), described);
  await writeReports(report, outputs, options, io, untrustedFolders);
  return exitCodeOf(merged, withFailOn(NO_THRESHOLD, failOn), options, io);
}

/** Of finished reports nobody can say what a baseline would have left out. */
function refuseForReports({ baseline, allowEmpty }: MergeOptions): void {
  const option = baseline === undefined ? (allowEmpty === true ? '--allow-empty' : undefined) : '--baseline';
  if (option === undefined) return;
  throw new UsageError(`\`${option}\` works only with parts that \`--shard\` wrote`);
}

function refuseSameTwice(files: readonly string[], { cwd }: Io): void {
  for (const [i, file] of files.entries()) {
    const isTwice = files.slice(0, i).some((other) => sameFile(resolve(cwd, other), resolve(cwd, file)));
    if (isTwice) throw new UsageError(`\`${file}\` is listed twice`);
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
  return new UsageError(`${roots}: no common root; scan the folders from one directory, with paths without \`..\``);
}

/** Where the scanned root is now. Only below the working directory: a report that came from elsewhere may name any. */
function sourceFolder(root: string, { cwd }: Io): string | undefined {
  const folder = resolve(cwd, root);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return undefined;
  return contains(realpathSync(cwd), realpathSync(folder)) ? folder : undefined;
}
