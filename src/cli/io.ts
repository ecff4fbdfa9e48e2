import type { Interrupts } from '../engine/index.ts';

/** The world as commands see it, so that tests run them without a process. */
export interface Io {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute path. */
  readonly cwd: string;
  /** The program and its first arguments that start this command line anew. */
  readonly self: readonly string[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Calls back when the user wants the work to end; the result stops listening. */
  onInterrupt(callback: () => void): () => void;
  /** The same anyone who wants it to end: the system (SIGTERM), a terminal that closes, an error of ours. May call back again. */
  onEnd(callback: () => void): () => void;
  /** Has what code of others prints go to standard error: standard output is the report, or what an editor or an agent reads. */
  divertConsole?(): void;
  /** Interrupts that V8 is to end work for; undefined where there are none, or where others answer them. */
  readonly interrupts?: Interrupts;
}

export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** True once the reader has gone (`| head`); what is written then is lost, and that is fine. */
  readonly isClosed?: boolean | undefined;
}
