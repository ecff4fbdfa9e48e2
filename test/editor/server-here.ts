import { PassThrough } from 'node:stream';
import { serveUntilItLeaves } from '../../src/cli/commands/lsp.ts';
import { ioOf } from '../cli/run-cli.ts';
import type { LanguageServer } from './editor-client.ts';

export interface ServerSetting {
  readonly env?: Readonly<Record<string, string>>;
  readonly plugin?: readonly string[];
}

/** What `auditlint lsp` does, in this process. It leaves nothing behind once its streams are closed. */
export function serveHere(cwd: string, { env, plugin = [] }: ServerSetting = {}): LanguageServer {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const editor = { input, output, isRunning: () => true };
  const ended = serveUntilItLeaves(
    editor,
    { plugin: [...plugin] },
    ioOf({ cwd, ...(env !== undefined && { env }) }).io,
  );
  return { input, output, ended, end: () => input.end() };
}
