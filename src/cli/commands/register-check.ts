import { shellArgument } from '../../reporters/index.ts';
import type { CheckOptions } from '../check-options.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { Writer } from '../output/writer.ts';
import { changeLines, countedChanges } from '../register/change-lines.ts';
import { observeScan } from '../register/observe-scan.ts';
import { findRegister, type RegisterOptions, readExisting } from '../register/register-file.ts';
import { heldAgainst } from './register-update.ts';

/** `auditlint register check`: whether a scan of today would change the register, denies what it calls fixed, or finds again what was. Writes nothing. */
export async function checkRegister(
  paths: readonly string[],
  options: CheckOptions & RegisterOptions,
  io: Io,
): Promise<ExitCode> {
  const target = findRegister(options, io);
  const kept = readExisting(target);
  const observed = await observeScan(paths, options, target, io);
  if (observed === undefined) return EXIT.interrupted;
  const [stdout, stderr] = [new Writer(io.stdout, io.env), new Writer(io.stderr, io.env)];
  if (observed.isEmpty) {
    stderr.line('auditlint: nothing was scanned');
    return EXIT.incomplete;
  }
  if (options.quiet !== true) for (const sentence of observed.unread) stderr.line(sentence);
  const { changes, conflicts, regressions } = heldAgainst(kept, observed, io);
  const wrong = conflicts.filter(({ isWrong }) => isWrong);
  await stdout.lines(changeLines([...changes, ...regressions, ...wrong]));
  if (changes.length > 0) {
    const named = options.register === undefined ? '' : ` --register ${shellArgument(options.register)}`;
    const update = `run \`auditlint register update${named}\``;
    stdout.line(`${target.shownAs} is stale: ${countedChanges(changes)}; ${update}`);
  }
  if (regressions.length > 0) {
    stdout.line(`${counted(regressions)} reopened; set it to In progress, or accept it`);
  }
  if (wrong.length > 0) {
    stdout.line(`${target.shownAs} contradicts the scan in ${counted(wrong)}; correct the entries`);
  }
  if (changes.length + regressions.length + wrong.length > 0) return EXIT.findings;
  if (options.quiet !== true) stdout.line(`${target.shownAs} is up to date`);
  if (observed.isComplete) return EXIT.clean;
  stderr.line('auditlint: the scan is incomplete; `auditlint check` shows the reason');
  return EXIT.incomplete;
}

const counted = ({ length }: readonly unknown[]): string => (length === 1 ? '1 entry' : `${length} entries`);
