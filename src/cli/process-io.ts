import { Console } from 'node:console';
import { writeSync } from 'node:fs';
import { EXIT } from './exit-code.ts';
import type { Io, OutputStream } from './io.ts';

/** The real process as commands see it. */
export function processIo(): Io {
  return {
    stdout: outputStream(process.stdout),
    stderr: outputStream(process.stderr),
    // Only asked for when it is read: opening it takes time.
    get stdin() {
      return process.stdin;
    },
    env: process.env,
    cwd: process.cwd(),
    self: [process.execPath, ...process.execArgv, process.argv[1] ?? ''],
    today: new Date().toISOString().slice(0, 10),
    onInterrupt,
    onEnd,
    divertConsole,
    interrupts: { take: takeInterrupts, notify: printInterrupt },
  };
}

function printInterrupt(): void {
  // What V8 stopped may have been in the middle of a write, behind which the stream would keep all others.
  process.stderr.write = (text: string | Uint8Array): boolean => {
    writeSync(process.stderr.fd, text as string);
    return true;
  };
  process.emit('SIGINT', 'SIGINT');
}

/** Node would hear of an interrupt while they listen, and tell them when the work has ended that it was to end. */
function takeInterrupts(): () => void {
  const listeners = process.listeners('SIGINT');
  process.removeAllListeners('SIGINT');
  return () => {
    for (const listener of listeners.splice(0)) process.on('SIGINT', listener);
  };
}

/** For the whole thread. */
export function divertConsole(): void {
  globalThis.console = new Console(process.stderr);
}

// A reader that has gone (EPIPE) is no error of ours. A full disk behind a redirection is one for the user.
function outputStream(stream: NodeJS.WriteStream): OutputStream {
  let isClosed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    isClosed = true;
    if (error.code === 'EPIPE') return;
    process.exitCode = EXIT.usage;
    if (stream === process.stdout)
      process.stderr.write(`auditlint: cannot write to standard output: ${error.message}\n`);
  });
  return Object.defineProperty(stream, 'isClosed', { get: () => isClosed });
}

function onInterrupt(callback: () => void): () => void {
  let isFirst = true;
  const listener = () => {
    // Anyone who asks twice does not want to wait.
    if (!isFirst) process.exit(EXIT.interrupted);
    isFirst = false;
    callback();
  };
  process.on('SIGINT', listener);
  return () => process.off('SIGINT', listener);
}

const TERMINATIONS = ['SIGTERM', 'SIGHUP'] as const;

function onEnd(callback: () => void): () => void {
  const stopListening = onInterrupt(callback);
  for (const signal of TERMINATIONS) process.on(signal, callback);
  // What happens at once, such as ending the processes that we started, still happens then.
  process.on('exit', callback);
  return () => {
    stopListening();
    for (const signal of TERMINATIONS) process.off(signal, callback);
    process.off('exit', callback);
  };
}
