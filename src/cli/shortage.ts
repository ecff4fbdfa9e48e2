import { systemErrorCode } from '../discover/index.ts';

/** What the system has too little of, and what to do about it; undefined where an error says nothing of that kind. */
export function shortageOf(error: unknown): string | undefined {
  const isMemory = error instanceof RangeError && /allocat|out of memory/i.test(error.message);
  return SHORTAGES.get(isMemory ? 'ENOMEM' : (systemErrorCode(error) ?? ''));
}

const FILES = 'too many files are open: raise the limit of the process (`ulimit -n`)';
const SHORTAGES = new Map([
  ['EMFILE', FILES],
  ['ENFILE', FILES],
  ['ENOMEM', 'there is too little memory: give the process more, or scan with fewer `--jobs`'],
]);
