import { type Command, Option } from 'commander';
import { FORMATS } from '../reporters/formats.ts';

/** Options of `check` as commander hands them over. */
export interface CheckOptions {
  readonly format?: readonly string[];
  readonly output?: string;
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
  readonly profile?: string;
  readonly minSeverity?: string;
  readonly failOn?: string;
  readonly allowEmpty?: true;
  readonly config?: string;
  /** Names and paths of plug-ins. */
  readonly plugin?: readonly string[];
  readonly exclude?: readonly string[];
  readonly noIgnore?: true;
  readonly stdinFilename?: string;
  readonly quiet?: true;
  readonly all?: true;
  readonly groupBy?: string;
  readonly statistics?: true;
  readonly timing?: true;
  readonly sarifIncludeSuppressed?: true;
  /** False for `--no-baseline`. */
  readonly baseline?: string | false;
  readonly category?: string;
  readonly docsUrl?: string;
  readonly diff?: string;
  readonly staged?: true;
  /** False for `--no-cache`. */
  readonly cache?: boolean;
  readonly cacheDir?: string;
  readonly watch?: true;
  readonly jobs?: string;
  readonly shard?: string;
  readonly fix?: true;
  readonly unsafeFixes?: true;
  readonly previewFixes?: true;
}

/** Those that say how findings are reported. */
export type ReportOptions = Pick<
  CheckOptions,
  | 'format'
  | 'output'
  | 'failOn'
  | 'quiet'
  | 'all'
  | 'groupBy'
  | 'statistics'
  | 'sarifIncludeSuppressed'
  | 'category'
  | 'docsUrl'
>;

/** Of the parts of a scan also what is known and whether an empty one is a failure. */
export type MergeOptions = ReportOptions & Pick<CheckOptions, 'baseline' | 'allowEmpty' | 'plugin'>;

export function addCheckOptions(command: Command): Command {
  addReportOptions(addScanOptions(command))
    .option('--diff <base>', 'report only what is not at the merge base of HEAD and this commit (`origin/main`)')
    .option('--staged', 'scan what `git add` took, and report only what is not in the last commit')
    .option('--no-baseline', 'report all, whatever the configuration says of a baseline')
    .option('--watch', 'scan again whenever something is saved, and show what that brought; Ctrl-C ends it')
    .option('--fix', 'write the fixes that keep what the program does, and report what is left')
    .option('--unsafe-fixes', 'with --fix or --preview-fixes: also those that may change it')
    .option('--preview-fixes', 'write nothing, and show as a diff what --fix would')
    .option('--allow-empty', 'nothing to scan is no failure (for hooks: configuration may exclude all that changed)')
    .option('--stdin-filename <file>', 'name of what is read from standard input when the path is `-`')
    .option('--timing', 'also show on stderr where the time went')
    .option('--shard <i/n>', 'scan one of n parts (1/4 to 4/4) into the file of `-o`, for `auditlint merge`');
  return command;
}

/** What becomes of findings, wherever they come from. */
export function addReportOptions(command: Command): Command {
  return command
    .option(
      '--format <format>',
      `${FORMATS.join(', ')}; \`sarif=FILE\` writes to a file; repeatable (default: pretty)`,
      collect,
    )
    .option('-o, --output <file>', 'write the report to a file')
    .option('--fail-on <severity>', 'lowest severity that makes the exit code 1: P0, P1, P2, P3 or never (default: P1)')
    .option('--group-by <what>', 'how to group findings of `pretty`: rule, file or cause (default: cause, worst first)')
    .option('--all', '`pretty` shows all findings in full, however many (default: P2 and P3 in short)')
    .option('--statistics', 'also count findings by rule')
    .option('--sarif-include-suppressed', 'keep suppressed findings in SARIF (GitHub opens an alert for each)')
    .option('--category <name>', 'SARIF category, needed when one commit has several uploads')
    .option(
      '--docs-url <url>',
      'where the documentation is, for links to the pages of rules (default: AUDITLINT_DOCS_URL)',
    );
}

/** Where rules of others may be asked for. */
export function addPluginOption(command: Command): Command {
  return command.option(
    '--plugin <name>',
    'also run the rules of this package, installed beside auditlint or named by its path; repeatable',
    collect,
  );
}

/** What decides on a scan, whatever becomes of its findings. */
export function addScanOptions(command: Command): Command {
  return addPluginOption(command)
    .option('--select <list>', 'show only findings of these rules, categories or severities (P0..P3)', collectList)
    .option('--ignore <list>', 'leave out findings of these rules, categories or severities', collectList)
    .option('--min-severity <severity>', 'leave out findings milder than this: P0, P1, P2 or P3 (default: P3)')
    .option('--profile <profile>', 'default (high and medium confidence) or strict (also low, tests and examples)')
    .option('--config <file>', 'configuration file (default: auditlint.toml or pyproject.toml, from the root upwards)')
    .option('--exclude <glob>', 'do not scan these paths; repeatable', collect)
    .addOption(noIgnoreOption())
    .option('--baseline <file>', 'report only what this file of `auditlint baseline` does not hold')
    .option('--no-cache', 'neither read nor write what earlier scans found')
    .option('--cache-dir <folder>', 'where scans keep what they found (default: .auditlint_cache in the scanned root)')
    .option('--jobs <n>', 'use N threads, from 1.5 MB of files on (default: AUDITLINT_JOBS, else one per core)')
    .option('--quiet', 'no notices, no progress, no closing line on stderr; of `pretty` the summary alone');
}

/** Of `auditlint report`. */
export function addAuditOptions(command: Command): Command {
  return addPluginOption(command)
    .option('--format <format>', 'markdown, html or json (default: by the name of the file, else markdown)')
    .option('-o, --output <file>', 'write the audit to a file')
    .option('--since <rev>', 'also say what is new, fixed and still there since the merge base of HEAD and this commit')
    .option('--profile <profile>', 'default (high and medium confidence) or strict (also low, tests and examples)')
    .option('--config <file>', 'configuration file (default: auditlint.toml or pyproject.toml, from the root upwards)')
    .option('--exclude <glob>', 'do not scan these paths; repeatable', collect)
    .addOption(noIgnoreOption())
    .option('--fail-on <severity>', 'lowest severity that makes the exit code 1: P0, P1, P2, P3 or never (default: P1)')
    .option('--allow-empty', 'nothing to scan is no failure')
    .option('--quiet', 'no progress, no closing line');
}

/** An option of its own: commander would take `--no-ignore` for the negation of `--ignore`. */
export function noIgnoreOption(): Option {
  const option = new Option('--no-ignore', 'also scan what .gitignore hides');
  option.negate = false;
  return option;
}

export function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

export function collectList(value: string, previous: readonly string[] = []): string[] {
  return [...previous, ...value.split(',').map((word) => word.trim())];
}
