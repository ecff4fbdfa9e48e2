/** The files of a register: the document, and its history beside it. */
import { lstatSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readRegularFile } from '../../discover/index.ts';
import {
  formatEvents,
  type LogEvent,
  parseLog,
  parseRegister,
  type Register,
  writeRegister,
} from '../../register/index.ts';
import type { Io } from '../io.ts';
import { checkWritable, refuseLink, writeOutputFile } from '../output/output-file.ts';
import { findTarget } from '../output/output-target.ts';
import { Writer } from '../output/writer.ts';
import { UsageError } from '../usage-error.ts';
import { type FileLock, withFileLock } from './file-lock.ts';

const DEFAULT_REGISTER = 'AUDIT-REGISTER.md';

export interface RegisterOptions {
  readonly register?: string;
}

export interface RegisterFile {
  /** Absolute path. */
  readonly file: string;
  readonly shownAs: string;
  readonly log: string;
  readonly logShownAs: string;
  /** Folders whose content someone else may have written. */
  readonly untrustedFolders: readonly string[];
}

/** What is in the files. */
export interface KeptRegister {
  /** Undefined where there is none yet. */
  readonly register: Register | undefined;
  readonly log: readonly LogEvent[];
}

export function findRegister({ register = DEFAULT_REGISTER }: RegisterOptions, { cwd }: Io): RegisterFile {
  if (register === '') throw new UsageError('`--register` needs a file name');
  const file = resolve(cwd, register);
  const logOf = (path: string): string => `${path.replace(/\.(?:md|markdown)$/i, '')}.log.jsonl`;
  return { file, shownAs: register, log: logOf(file), logShownAs: logOf(register), untrustedFolders: [cwd] };
}

/** Says before a long scan what would go wrong after it. */
export function checkRegisterWritable({ file, shownAs, log, logShownAs, untrustedFolders }: RegisterFile): void {
  checkWritable(file, shownAs, untrustedFolders);
  checkWritable(log, logShownAs, untrustedFolders);
}

/** Throws `UsageError` where it cannot be read or is none. */
export function readRegister(target: RegisterFile): KeptRegister {
  const text = readFile(target.file, target.shownAs, target.untrustedFolders);
  const register = text === undefined ? undefined : parseRegister(text);
  if (register !== undefined && 'problem' in register) throw refusal(target.shownAs, register);
  return { register, log: readLog(target) };
}

/** The register that there has to be. */
export function readExisting(target: RegisterFile): KeptRegister & { readonly register: Register } {
  const { register, log } = readRegister(target);
  if (register !== undefined) return { register, log };
  throw new UsageError(`no register \`${target.shownAs}\`; \`auditlint register update\` writes one`);
}

export interface ChangedRegister {
  readonly register: Register;
  readonly events: readonly LogEvent[];
}

/** Reads, changes and writes a register while nobody else does. */
export async function changeRegister<T extends ChangedRegister>(
  target: RegisterFile,
  io: Io,
  change: (kept: KeptRegister) => T,
): Promise<T> {
  const stderr = new Writer(io.stderr, io.env);
  const report = (sentence: string): void => stderr.line(`auditlint: ${sentence}`);
  const { file, shownAs } = target;
  // The lock is written beside it first.
  refuseLink(file, shownAs, target.untrustedFolders);
  return withFileLock({ shownAs, lock: `${file}.lock`, lockShownAs: `${shownAs}.lock` }, report, (lock) => {
    const changed = change(readRegister(target));
    save(target, changed, lock);
    return changed;
  });
}

/** The history first: an id that it has and the document does not is merely passed over. */
function save(target: RegisterFile, { register, events }: ChangedRegister, lock: FileLock): void {
  const { file, shownAs, log, logShownAs, untrustedFolders } = target;
  const before = readFile(file, shownAs, untrustedFolders) ?? '';
  const text = writeRegister(register);
  // Anyone who cannot be read again tomorrow is lost.
  const again = parseRegister(text);
  if ('problem' in again) throw new Error(`the register would be unreadable: it ${again.problem} (line ${again.line})`);
  lock.assertHeld();
  if (events.length > 0) {
    const history = readFile(log, logShownAs, untrustedFolders) ?? '';
    const ended = history === '' || history.endsWith('\n') ? history : `${history}\n`;
    writeOutputFile(log, logShownAs, ended + formatEvents(events), untrustedFolders);
  }
  writeOutputFile(file, shownAs, before.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text, untrustedFolders);
}

function readLog({ log, logShownAs, untrustedFolders }: RegisterFile): readonly LogEvent[] {
  const events = parseLog(readFile(log, logShownAs, untrustedFolders) ?? '');
  if ('problem' in events) throw refusal(logShownAs, events);
  return events;
}

function refusal(shownAs: string, { problem, line }: { readonly problem: string; readonly line: number }): UsageError {
  return new UsageError(`\`${shownAs}\` ${problem} (line ${line}); it was not changed`);
}

/** Undefined where it is not there. Neither follows a link nor waits for a pipe. */
function readFile(file: string, shownAs: string, untrustedFolders: readonly string[]): string | undefined {
  const target = findTarget(file, untrustedFolders);
  if (target.kind === 'refused') throw new UsageError(`cannot read \`${shownAs}\`: ${target.reason}`);
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return undefined;
  const content = readRegularFile(dirname(file), basename(file), MAX_BYTES);
  if (content.kind === 'skipped') throw new UsageError(`cannot read \`${shownAs}\`: ${content.skipped.message}`);
  const text = decode(content.bytes);
  if (typeof text === 'string') return text;
  throw refusal(shownAs, { problem: 'is not UTF-8', line: text.badLine });
}

/** Some ten thousand entries. */
const MAX_BYTES = 32 * 1024 * 1024;

function decode(bytes: Buffer): string | { readonly badLine: number } {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return decoder.decode(bytes);
  } catch {
    let [line, start] = [1, 0];
    for (
      let end = bytes.indexOf(0x0a);
      end >= 0 && isUtf8(bytes.subarray(start, end));
      end = bytes.indexOf(0x0a, start)
    ) {
      [line, start] = [line + 1, end + 1];
    }
    return { badLine: line };
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The folder that paths of the register are relative to. */
export function folderOf({ file }: RegisterFile): string {
  return join(dirname(file), '.');
}
