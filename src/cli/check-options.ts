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
    .option(
      '--diff <base>',
      'report only findings that are new since the merge base of HEAD and this commit (`origin/main`)',
    )
    .option('--staged', 'scan the staged files, and report only findings that are new since the last commit')
    .option('--no-baseline', 'ignore the configured baseline')
    .option('--watch', 're-scan on every save and show what changed, until Ctrl-C')
    .option('--fix', 'apply the fixes that preserve behavior, and report the remaining findings')
    .option('--unsafe-fixes', 'with --fix or --preview-fixes: also fixes that may change behavior')
    .option('--preview-fixes', 'write nothing; print the changes of --fix as a diff')
    .option('--allow-empty', 'exit code 0 if there is nothing to scan (for hooks: all changed files may be excluded)')
    .option('--stdin-filename <file>', 'file name of standard input when the path is `-`')
    .option('--timing', 'also print timings on stderr')
    .option('--shard <i/n>', 'scan shard i of n (1/4 to 4/4) and write it to the file of `-o`, for `auditlint merge`');
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
    .option('--all', '`pretty` prints every finding in full (default: P2 and P3 in short)')
    .option('--statistics', 'also count findings by rule')
    .option('--sarif-include-suppressed', 'keep suppressed findings in SARIF (GitHub opens an alert for each)')
    .option('--category <name>', 'SARIF category, needed when one commit has several uploads')
    .option('--docs-url <url>', 'base URL of the documentation, for links to rule pages (default: AUDITLINT_DOCS_URL)');
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
    .option('--ignore <list>', 'hide findings of these rules, categories or severities', collectList)
    .option('--min-severity <severity>', 'hide findings below this severity: P0, P1, P2 or P3 (default: P3)')
    .option('--profile <profile>', 'default (high and medium confidence) or strict (also low, tests and examples)')
    .option('--config <file>', 'configuration file (default: auditlint.toml or pyproject.toml, from the root upwards)')
    .option('--exclude <glob>', 'do not scan these paths; repeatable', collect)
    .addOption(noIgnoreOption())
    .option('--baseline <file>', 'report only findings that are not in this file of `auditlint baseline`')
    .option('--no-cache', 'do not read or write the cache')
    .option('--cache-dir <folder>', 'cache directory (default: .auditlint_cache in the scanned root)')
    .option('--jobs <n>', 'use N threads for more than 1.5 MB of files (default: AUDITLINT_JOBS, else one per core)')
    .option('--quiet', 'no notices, progress or closing line on stderr; `pretty` prints only the summary');
}

/** Of `auditlint report`. */
export function addAuditOptions(command: Command): Command {
  return addPluginOption(command)
    .option('--format <format>', 'markdown, html or json (default: by the file name, else markdown)')
    .option('-o, --output <file>', 'write the audit to a file')
    .option('--since <rev>', 'also list new, fixed and remaining findings since the merge base of HEAD and this commit')
    .option('--profile <profile>', 'default (high and medium confidence) or strict (also low, tests and examples)')
    .option('--config <file>', 'configuration file (default: auditlint.toml or pyproject.toml, from the root upwards)')
    .option('--exclude <glob>', 'do not scan these paths; repeatable', collect)
    .addOption(noIgnoreOption())
    .option('--fail-on <severity>', 'lowest severity that makes the exit code 1: P0, P1, P2, P3 or never (default: P1)')
    .option('--allow-empty', 'exit code 0 if there is nothing to scan')
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
