import { emptyRegister, entriesOf, type RegisterUpdate, updateRegister } from '../../register/index.ts';
import { BLANK_LINE, plain } from '../../reporters/index.ts';
import type { CheckOptions } from '../check-options.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { Writer } from '../output/writer.ts';
import { changeLines, countedChanges } from '../register/change-lines.ts';
import { type Observed, observeScan } from '../register/observe-scan.ts';
import {
  changeRegister,
  checkRegisterWritable,
  findRegister,
  type KeptRegister,
  type RegisterOptions,
  readRegister,
} from '../register/register-file.ts';
import { namedRoot } from '../scan-root.ts';
import { UsageError } from '../usage-error.ts';

export interface RegisterUpdateOptions extends CheckOptions, RegisterOptions {
  readonly replay?: string;
}

/** `auditlint register update`: brings the register up to date with a scan, or with what a replay says. */
export async function updateRegisterFile(
  paths: readonly string[],
  options: RegisterUpdateOptions,
  io: Io,
): Promise<ExitCode> {
  const target = findRegister(options, io);
  checkRegisterWritable(target);
  readRegister(target);
  const observed = await observe(paths, options, target, io);
  if (observed === undefined) return EXIT.interrupted;
  const stderr = new Writer(io.stderr, io.env);
  if (observed.isEmpty) {
    stderr.line('auditlint: nothing was scanned, and the register was not changed');
    return EXIT.incomplete;
  }
  const update = await changeRegister(target, io, (kept) => heldAgainst(kept, observed, io));
  await report(update, target.shownAs, options, io);
  if (options.quiet !== true) for (const sentence of observed.unread) stderr.line(sentence);
  if (observed.isComplete) return EXIT.clean;
  stderr.line('auditlint: the scan is incomplete, so no issue was marked as fixed; `auditlint check` shows the reason');
  return EXIT.incomplete;
}

/** What a register becomes by what was observed. */
export function heldAgainst({ register, log }: KeptRegister, observed: Observed, { today }: Io): RegisterUpdate {
  const { sightings, commit, isCommitted, wasJudged, isComplete } = observed;
  return updateRegister(register ?? emptyRegister(), sightings, {
    today,
    commit,
    isCommitted,
    log,
    wasJudged,
    mayClose: isComplete,
  });
}

async function observe(
  paths: readonly string[],
  options: RegisterUpdateOptions,
  target: ReturnType<typeof findRegister>,
  io: Io,
): Promise<Observed | undefined> {
  const { replay } = options;
  if (replay === undefined) return observeScan(paths, options, target, io);
  const [only = '.', ...others] = paths;
  if (others.length > 0) throw new UsageError('`--replay` takes one folder: the one passed to `auditlint replay`');
  const { observeReplay } = await import('../register/read-replay.ts');
  return observeReplay(replay, namedRoot(only, io.cwd), target, options, io);
}

async function report(
  { register, changes, conflicts }: RegisterUpdate,
  shownAs: string,
  { quiet }: RegisterUpdateOptions,
  io: Io,
): Promise<void> {
  const stdout = new Writer(io.stdout, io.env);
  if (quiet !== true) await stdout.lines(changeLines(changes));
  const entries = entriesOf(register).length;
  const counted = countedChanges(changes);
  stdout.line(
    `${shownAs}: ${entries} ${entries === 1 ? 'entry' : 'entries'}${counted === '' ? ', no change' : `, ${counted}`}`,
  );
  if (conflicts.length === 0) return;
  await new Writer(io.stderr, io.env).lines([
    [plain('Kept as edited manually:')],
    BLANK_LINE,
    ...changeLines(conflicts),
  ]);
}
