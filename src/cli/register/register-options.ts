/** The command `register` and its subcommands. What they do is loaded when they run. */
import type { Command } from 'commander';
import { addScanOptions, type CheckOptions } from '../check-options.ts';
import type { RegisterAcceptOptions } from '../commands/register-accept.ts';
import type { RegisterShowOptions } from '../commands/register-show.ts';
import type { RegisterUpdateOptions } from '../commands/register-update.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import type { RegisterOptions } from './register-file.ts';

const ACTIONS = ['update', 'check', 'accept', 'show'] as const;
const PATHS = 'files and folders to scan (default: .)';

/** `ended` is told the exit code of whatever ran. */
export function addRegister(program: Command, io: Io, ended: (code: ExitCode) => void): void {
  const register = program
    .command('register')
    .description('the issue register AUDIT-REGISTER.md: update, check, accept and show')
    .argument('[action]', ACTIONS.join(', '))
    .enablePositionalOptions()
    .action(async (action: string | undefined) => {
      const { suggestion } = await import('../../config/nearest.ts');
      if (action === undefined) throw new UsageError('`register` needs one of update, check, accept or show');
      throw new UsageError(
        `\`register\`: unknown \`${action}\`${suggestion(action, ACTIONS) || '; choose update, check, accept or show'}`,
      );
    });
  asRegister(addScanOptions(register.command('update')))
    .description('scan and update the register: new, fixed, reopened; manual edits are kept')
    .argument('[paths...]', PATHS)
    .option('--replay <file>', 'use the output of `auditlint replay --format json` instead of a scan')
    .action(async (paths: string[], options: RegisterUpdateOptions) => {
      const { updateRegisterFile } = await import('../commands/register-update.ts');
      ended(await updateRegisterFile(paths, options, io));
    });
  asRegister(addScanOptions(register.command('check')))
    .description(
      'for CI: exit code 1 if a scan would change the register, a fixed issue is back or an acceptance has expired',
    )
    .argument('[paths...]', PATHS)
    .action(async (paths: string[], options: CheckOptions & RegisterOptions) => {
      const { checkRegister } = await import('../commands/register-check.ts');
      ended(await checkRegister(paths, options, io));
    });
  addAccept(register, io, ended);
  addShow(register, io, ended);
}

function addShow(register: Command, io: Io, ended: (code: ExitCode) => void): void {
  asRegister(register.command('show'))
    .description('list the entries, or show one with its history')
    .argument('[id]', 'of an entry, such as SECURITY-01')
    .option('--status <list>', 'only entries of these: open, in-progress, fixed, accepted, reopened, refuted', collect)
    .option('--format <format>', 'pretty or json', 'pretty')
    .action(async (id: string | undefined, options: RegisterShowOptions) => {
      const { showRegister } = await import('../commands/register-show.ts');
      ended(await showRegister(id, options, io));
    });
}

function addAccept(register: Command, io: Io, ended: (code: ExitCode) => void): void {
  asRegister(register.command('accept'))
    .description('accept an issue')
    .argument('<id>', 'of its entry, such as SECURITY-01')
    .option('--reason <text>', 'why it is acceptable')
    .option('--until <date>', 'last day of the acceptance: YYYY-MM-DD; then the issue is open again')
    .option('--owner <name>', 'owner of the decision')
    .action(async (id: string, options: RegisterAcceptOptions) => {
      const { acceptInRegister } = await import('../commands/register-accept.ts');
      ended(await acceptInRegister(id, options, io));
    });
}

function asRegister(command: Command): Command {
  return command.option(
    '--register <file>',
    'the register file (default: AUDIT-REGISTER.md; its history is next to it)',
  );
}

function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, ...value.split(',').map((word) => word.trim())];
}
