import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { commandLine } from '../program/program.ts';
import type { LanguageServer } from './editor-client.ts';

/** `auditlint lsp` as an editor starts it. */
export class ServerProcess implements LanguageServer {
  readonly input: Writable;
  readonly output: Readable;
  readonly ended: Promise<number | null>;
  readonly end: () => void;
  stderr = '';

  constructor(cwd: string) {
    const child = spawn(process.execPath, [commandLine(), 'lsp', '--stdio'], { cwd });
    this.input = child.stdin;
    this.output = child.stdout;
    child.stderr.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    this.ended = once(child, 'close').then(([code]) => code as number | null);
    this.end = () => child.kill('SIGKILL');
  }
}
