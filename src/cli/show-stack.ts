import type { Io } from './io.ts';
import { Writer } from './output/writer.ts';

/** Prints where a fault of auditlint comes from, for people who fix it. */
export function showStack(error: unknown, io: Io): void {
  const writer = new Writer(io.stderr, io.env);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  for (const line of stack.split('\n')) writer.line(line);
}
