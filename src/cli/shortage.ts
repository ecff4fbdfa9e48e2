import { systemErrorCode } from '../discover/index.ts';

/** What the system has too little of, and what to do about it; undefined where an error says nothing of that kind. */
export function shortageOf(error: unknown): string | undefined {
  const isMemory = error instanceof RangeError && /allocat|out of memory/i.test(error.message);
  return SHORTAGES.get(isMemory ? 'ENOMEM' : (systemErrorCode(error) ?? ''));
}

const FILES = 'too many files are open: raise the limit (`ulimit -n`)';
const SHORTAGES = new Map([
  ['EMFILE', FILES],
  ['ENFILE', FILES],
  ['ENOMEM', 'out of memory: give the process more memory, or scan with fewer `--jobs`'],
]);
