import { Command, CommanderError, Option } from 'commander';
import { TOOL } from '../audit/version.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import { suggestion } from '../config/nearest.ts';
import { Interrupted } from '../engine/bounded-call.ts';
import { addServers } from './add-servers.ts';
import {
  addAuditOptions,
  addCheckOptions,
  addPluginOption,
  addReportOptions,
  addScanOptions,
  type CheckOptions,
  collect,
  type MergeOptions,
  noIgnoreOption,
} from './check-options.ts';
import type { BaselineOptions } from './commands/baseline.ts';
import type { CacheCommandOptions } from './commands/cache.ts';
import type { ReplayOptions } from './commands/replay.ts';
import type { ReportCommandOptions } from './commands/report.ts';
import type { SuppressOptions } from './commands/suppress.ts';
import type { SuppressionsOptions } from './commands/suppressions.ts';
import type { WhyOptions } from './commands/why.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import {
  addFleetOptions,
  addFleetReportOptions,
  addPlaceOptions,
  addQueueOption,
  addWorkerOptions,
  type FleetOptions,
  type FleetReportOptions,
  type PlaceOptions,
  type WorkerOptions,
} from './fleet/fleet-options.ts';
import type { Io } from './io.ts';
import type { PluginOptions } from './known-rules.ts';
import { Writer } from './output/writer.ts';
import { describeCommanderError, optionNames, unknownOption } from './parse-error.ts';
import { addRegister } from './register/register-options.ts';
import { shortageOf } from './shortage.ts';
import { showStack } from './show-stack.ts';
import { UsageError } from './usage-error.ts';

/** Parses the command line, runs the command, and turns what went wrong into one sentence on stderr. */
export async function runProgram(argv: readonly string[], io: Io): Promise<ExitCode> {
  const run: Run = { io, exitCode: EXIT.clean, failing: undefined };
  const program = buildProgram(run);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return run.exitCode;
  } catch (error) {
    return fail(error, run.failing ?? program, io);
  }
}

/** One sentence on stderr for what went wrong. */
function fail(error: unknown, command: Command, io: Io): ExitCode {
  // `--help` ends in an error too.
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.clean;
  const stderr = new Writer(io.stderr, io.env);
  if (error instanceof Interrupted) {
    stderr.line(`auditlint: ${error.message}`);
    return EXIT.interrupted;
  }
  if (error instanceof CommanderError) stderr.line(`auditlint: ${describeCommanderError(error, command)}`);
  else if (error instanceof UsageError || error instanceof ConfigurationError)
    stderr.line(`auditlint: ${error.message}`);
  else {
    const shortage = shortageOf(error);
    const reason = error instanceof Error ? error.message : String(error);
    const fault = `internal error: ${reason}; please report it, with the stack trace that AUDITLINT_DEBUG=1 prints`;
    stderr.line(`auditlint: ${shortage ?? fault}`);
    if (io.env.AUDITLINT_DEBUG !== undefined) showStack(error, io);
    if (shortage === undefined) return EXIT.incomplete;
  }
  return EXIT.usage;
}

/** What happens while a command line is run. */
interface Run {
  readonly io: Io;
  exitCode: ExitCode;
  /** The command whose arguments commander refused. */
  failing: Command | undefined;
}

function buildProgram(run: Run): Command {
  const program = new Command(TOOL.name);
  program
    .description(DESCRIPTION)
    .version(TOOL.version, '-V, --version', 'print the version')
    .enablePositionalOptions();
  asCheck(program, run);
  asCheck(program.command('check').description('scan files and folders (the same as no command)'), run);
  addAdoptionCommands(program, run);
  addSuppressions(program, run);
  addMerge(program, run);
  addReport(program, run);
  addRuleCommands(program, run);
  addWhy(program, run);
  addRegister(program, run.io, (code) => {
    run.exitCode = code;
  });
  addReplay(program, run);
  addConfigurationCommands(program, run);
  addFleet(program, run);
  addServers(program, run.io, runProgram, (code) => {
    run.exitCode = code;
  });
  addCompletion(program, run);
  addHelp(program, run);
  program.hook('preSubcommand', refuseMisplaced);
  neverExit(program, run);
  return program;
}

/** What is before the name of a command is an option of `check`, and the command would never hear of it. */
function refuseMisplaced(program: Command, command: Command): void {
  const misplaced = program.options.find((option) => program.getOptionValueSource(option.attributeName()) === 'cli');
  if (misplaced === undefined) return;
  const name = command.name();
  if (misplaced.long != null && !optionNames(command).includes(misplaced.long))
    throw new UsageError(unknownOption(misplaced.long, command));
  throw new UsageError(
    `\`${misplaced.long}\` is before \`${name}\`; put options after the command: \`auditlint ${name} ${misplaced.long} …\``,
  );
}

const DESCRIPTION =
  'Audits a Python repository the way a staff engineer would. Exit codes: 0 no finding at or above --fail-on, ' +
  '1 findings, 2 invalid usage or configuration, 3 incomplete scan or nothing to scan.';

function asCheck(command: Command, run: Run): void {
  addCheckOptions(command)
    .argument('[paths...]', 'files and folders to scan, as parts of the project in the working directory (default: .)')
    .action(async (paths: string[], options: CheckOptions) => {
      const { check } = await import('./commands/check.ts');
      run.exitCode = await check(paths, options, run.io);
    });
}

/** What helps to switch the tool on over old code. */
function addAdoptionCommands(program: Command, run: Run): void {
  addScanOptions(program.command('baseline'))
    .description('record the current findings in a file, so that only new ones are reported')
    .argument('[paths...]', 'files and folders to scan (default: .)')
    .option('--update', 'rewrite the baseline: add new findings, drop fixed ones')
    .option('--prune', 'drop fixed findings, add none')
    .option('--check', 'write nothing; exit code 1 if there are new findings, or fixed ones still in the file')
    .option(
      '--since <commit>',
      'with `--check`: also exit code 1 if the file has grown since the merge base with this commit',
    )
    .action(async (paths: string[], options: BaselineOptions) => {
      const { writeBaseline } = await import('./commands/baseline.ts');
      run.exitCode = await writeBaseline(paths, options, run.io);
    });
  addPluginOption(program.command('suppress'))
    .description('write the comment that suppresses a finding')
    .argument(
      '[words...]',
      'a rule and the PATH:LINE of its finding; with `--from-noqa` files and folders (default: .)',
    )
    .option('--from-noqa', 'write an auditlint comment next to each `# noqa` or `# nosec` that covers a finding')
    .option('--reason <text>', 'why the finding is acceptable')
    .option('--until <date>', 'last day on which the comment is valid: YYYY-MM-DD')
    .option('--config <file>', 'configuration file to use')
    .action(async (words: string[], options: SuppressOptions) => {
      const { migrateComments } = await import('./commands/migrate-comments.ts');
      const { suppress } = await import('./commands/suppress.ts');
      const write = options.fromNoqa === true ? migrateComments : suppress;
      run.exitCode = await write(words, options, run.io);
    });
}

function addSuppressions(program: Command, run: Run): void {
  program
    .command('suppressions')
    .description('list suppression comments: rules, reason, expiry date, age')
    .argument('[paths...]', 'files and folders (default: .)')
    .option('--format <format>', 'pretty or json', 'pretty')
    .option('--config <file>', 'configuration file to use')
    .option('--exclude <glob>', 'leave out these paths; repeatable', collect)
    .addOption(noIgnoreOption())
    .option('--quiet', 'no progress')
    .action(async (paths: string[], options: SuppressionsOptions) => {
      const { showSuppressions } = await import('./commands/suppressions.ts');
      run.exitCode = await showSuppressions(paths, options, run.io);
    });
}

function addMerge(program: Command, run: Run): void {
  addPluginOption(addReportOptions(program.command('merge')))
    .description('merge shard reports, or several JSON reports, into one')
    .argument('<report...>', 'all files written by `--shard i/n`, or files written by `--format json`')
    .option('--baseline <file>', 'shards only: report only findings that are not in this baseline')
    .option('--no-baseline', 'shards only: ignore the configured baseline')
    .option('--allow-empty', 'shards only: exit code 0 if there is nothing to scan')
    .option('--quiet', 'no notices and no closing line on stderr; `pretty` prints only the summary')
    .action(async (files: string[], options: MergeOptions) => {
      const { merge } = await import('./commands/merge.ts');
      run.exitCode = await merge(files, options, run.io);
    });
}

function addReport(program: Command, run: Run): void {
  addAuditOptions(program.command('report'))
    .description('write an audit report: verdict, system overview, findings, strengths, open questions, first steps')
    .argument('[paths...]', 'files and folders to scan, as parts of the project in the working directory (default: .)')
    .action(async (paths: string[], options: ReportCommandOptions) => {
      const { writeAudit } = await import('./commands/report.ts');
      run.exitCode = await writeAudit(paths, options, run.io);
    });
}

function addRuleCommands(program: Command, run: Run): void {
  addPluginOption(program.command('rules'))
    .description('list all rules')
    .option('--format <format>', 'text or json', 'text')
    .action(async (options: PluginOptions & { format: string }) => {
      const { listRules } = await import('./commands/rules.ts');
      run.exitCode = await listRules(options, run.io);
    });
  addPluginOption(program.command('explain'))
    .description('explain a rule: why it exists, what it reports, how to fix it')
    .argument('<rule>')
    .action(async (rule: string, options: PluginOptions) => {
      const { explainRule } = await import('./commands/explain.ts');
      run.exitCode = await explainRule(rule, options, run.io);
    });
}

function addWhy(program: Command, run: Run): void {
  addPluginOption(program.command('why'))
    .description(
      'explain the result at a line: findings and their severity, findings suppressed by a proof, rules that checked it',
    )
    .argument('<place>', 'PATH:LINE')
    .argument('[rule]', 'only this rule, even if the configuration disables it')
    .option('--format <format>', 'text or json', 'text')
    .option('--config <file>', 'configuration file to use')
    .action(async (place: string, rule: string | undefined, options: WhyOptions) => {
      const { printWhy } = await import('./commands/why.ts');
      run.exitCode = await printWhy(place, rule, options, run.io);
    });
}

function addReplay(program: Command, run: Run): void {
  addPluginOption(program.command('replay'))
    .description('compare a written audit with the current code: unchanged, moved, changed, gone, fixed as proposed')
    .argument('<document>', 'the audit: Markdown, SARIF, JSON or CSV')
    .option('--root <folder>', 'the audited repository (default: .)')
    .option('--at <revision>', 'compare with this commit instead of the working tree')
    .option('--scan', 'also scan, and list findings at the audited code')
    .addOption(new Option('--history').hideHelp())
    .option('--map <file>', 'maps claims to rules: TOML (`"P0-1" = "rule"`), or lines of an id, a tab and rules')
    .option('--format <format>', 'pretty, json, markdown, sarif or html', 'pretty')
    .option('-o, --output <file>', 'write the result to a file')
    .option(
      '--fail-on <severity>',
      'lowest severity of a claim about unchanged code that makes the exit code 1: P0 to P3 or never (default: P1)',
    )
    .option('--unread', 'also list passages that could not be read as a claim')
    .option('--config <file>', 'configuration file to use')
    .option('--quiet', 'no closing line, no progress')
    .action(async (document: string, options: ReplayOptions) => {
      const { replay } = await import('./commands/replay.ts');
      run.exitCode = await replay(document, options, run.io);
    });
}

function addConfigurationCommands(program: Command, run: Run): void {
  addPluginOption(program.command('config'))
    .description('show the settings that apply to a file, and where they come from')
    .argument('<file>')
    .option('--config <file>', 'configuration file to use')
    .action(async (file: string, options: PluginOptions) => {
      const { showConfiguration } = await import('./commands/config.ts');
      run.exitCode = await showConfiguration(file, options, run.io);
    });
  addCache(program, run);
  program
    .command('init')
    .description('write an auditlint.toml to start from')
    .action(async () => {
      const { initialize } = await import('./commands/init.ts');
      run.exitCode = await initialize(run.io);
    });
  program
    .command('new-plugin')
    .description('create a plug-in package with a custom rule, its fixtures and its tests')
    .argument('<name>', 'name of the package: `auditlint-plugin-acme`, `acme`')
    .action(async (name: string) => {
      const { newPlugin } = await import('./commands/new-plugin.ts');
      run.exitCode = await newPlugin(name, run.io);
    });
}

function addFleet(program: Command, run: Run): void {
  const fleet = addFleetOptions(program.command('fleet'))
    .description('scan many repositories and store the findings')
    .argument('<list>', 'file with one URL or path per line, or a folder of clones')
    .enablePositionalOptions()
    .action(async (list: string, options: FleetOptions) => {
      const { fleet } = await import('./commands/fleet.ts');
      run.exitCode = await fleet(list, options, run.io);
    });
  addWorkerOptions(fleet.command('work'))
    .description('run a worker that takes jobs from a queue until Ctrl-C')
    .action(async (options: WorkerOptions) => {
      const { fleetWork } = await import('./commands/fleet-work.ts');
      run.exitCode = await fleetWork(options, run.io);
    });
  addFleetReportOptions(fleet.command('report'))
    .description('print a rule × repository table from the store, worst first')
    .action(async (options: FleetReportOptions) => {
      const { fleetReport } = await import('./commands/fleet-report.ts');
      run.exitCode = await fleetReport(options, run.io);
    });
  addPlaceOptions(fleet.command('status'))
    .description('show progress and failures of a fleet')
    .action(async (options: PlaceOptions) => {
      const { fleetStatus } = await import('./commands/fleet-status.ts');
      run.exitCode = await fleetStatus(options, run.io);
    });
  addQueueOption(fleet.command('cancel'))
    .description('drop the jobs of a queue that no worker has started')
    .action(async (options: PlaceOptions) => {
      const { fleetCancel } = await import('./commands/fleet-status.ts');
      run.exitCode = await fleetCancel(options, run.io);
    });
}

function addCompletion(program: Command, run: Run): void {
  program
    .command('completion')
    .description('print the completion script for a shell')
    .argument('<shell>', 'bash, zsh, fish or powershell')
    .action(async (shell: string) => {
      const { writeCompletion } = await import('./commands/completion.ts');
      run.exitCode = writeCompletion(shell, program, run.io);
    });
}

/** In place of commander's own, which takes a command that there is not for none at all. */
function addHelp(group: Command, run: Run): void {
  for (const below of group.commands) if (below.commands.length > 0) addHelp(below, run);
  group
    .helpCommand(false)
    .command('help')
    .description('show the help of a command')
    .argument('[command...]')
    .action((names: string[]) => {
      namedCommand(group, names).outputHelp();
    });
}

function namedCommand(group: Command, names: readonly string[]): Command {
  const [name, ...rest] = names;
  if (name === undefined) return group;
  const found = group.commands.find((command) => command.name() === name);
  if (found !== undefined) return namedCommand(found, rest);
  const known = group.commands.map((command) => command.name());
  const path = group.parent === null ? '' : ` of \`${group.name()}\``;
  throw new UsageError(
    `unknown command \`${name}\`${path}${suggestion(name, known) || '; `auditlint --help` lists them'}`,
  );
}

function addCache(program: Command, run: Run): void {
  const cache = addPluginOption(program.command('cache'))
    .description('manage the cache of earlier scans: `info` shows its size, `clean` removes it')
    .argument('<action>', 'info or clean')
    .argument('[folder]', 'the folder that is scanned', '.')
    .option('--cache-dir <folder>', 'the folder that scans were given')
    .option('--config <file>', 'configuration file to use');
  cache.action(async (action: string, folder: string, options: CacheCommandOptions) => {
    const { runCacheCommand } = await import('./commands/cache.ts');
    run.exitCode = await runCacheCommand(action, folder, options, run.io);
  });
}

function neverExit(command: Command, run: Run): void {
  for (const below of command.commands) neverExit(below, run);
  command
    .configureOutput({ writeOut: (text) => run.io.stdout.write(text), writeErr: () => undefined })
    .exitOverride((error) => {
      run.failing ??= command;
      throw error;
    });
}
