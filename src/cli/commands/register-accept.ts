import { acceptEntry, entriesOf } from '../../register/index.ts';
import { readReason, readUntil } from '../acceptance.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { Writer } from '../output/writer.ts';
import { findEntry } from '../register/named-entry.ts';
import {
  changeRegister,
  checkRegisterWritable,
  findRegister,
  type RegisterOptions,
  readExisting,
} from '../register/register-file.ts';
import { UsageError } from '../usage-error.ts';

export interface RegisterAcceptOptions extends RegisterOptions {
  readonly reason?: string;
  readonly until?: string;
  readonly owner?: string;
}

/** `auditlint register accept ID`: says in the register that an issue may stay, why, and until when. */
export async function acceptInRegister(id: string, options: RegisterAcceptOptions, io: Io): Promise<ExitCode> {
  const reason = readReason('register accept', options.reason);
  const until = readUntil(options.until, io);
  const owner = readOwner(options.owner);
  const target = findRegister(options, io);
  checkRegisterWritable(target);
  readExisting(target);
  await changeRegister(target, io, () => {
    const { register } = readExisting(target);
    const entry = findEntry(entriesOf(register), id, target.shownAs);
    if (entry.status === 'Fixed') throw new UsageError(`${entry.id} is fixed; there is nothing to accept`);
    const accepted = acceptEntry(register, entry, { reason, until, owner }, io.today);
    return { register: accepted.register, events: [accepted.event] };
  });
  const ends = until === undefined ? '' : ` until ${until}`;
  new Writer(io.stdout, io.env).line(`${target.shownAs}: ${id} is accepted${ends}`);
  return EXIT.clean;
}

function readOwner(owner: string | undefined): string | undefined {
  if (owner === undefined) return undefined;
  const name = owner.trim();
  if (name === '' || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(name)) throw new UsageError('`--owner` must be one line of text');
  return name;
}
