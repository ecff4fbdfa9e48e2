/** What only a process of its own shows: how it ends, and what is heard while it works. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { FAULTY, faulty, makeProject } from '../cli/run-cli.ts';
import { commandLine } from '../program/program.ts';
import { EditorClient, uriOf } from './editor-client.ts';
import { ServerProcess } from './server-process.ts';

const started: EditorClient<ServerProcess>[] = [];
afterEach(() => {
  for (const client of started.splice(0)) client.kill();
});

function start(cwd: string): EditorClient<ServerProcess> {
  const client = new EditorClient(new ServerProcess(cwd));
  started.push(client);
  return client;
}

describe('the process of a server', () => {
  it('ends with 1, and no stack trace, where there is no protocol at all', async () => {
    const client = start(makeProject());
    client.server.input.end('rubbish\r\n\r\nmore rubbish\n');
    expect(await client.server.ended).toBe(1);
    expect(client.server.stderr).not.toMatch(/^\s+at /m);
  });

  it('ends with 1 where nothing is said at all', async () => {
    const server = spawn(process.execPath, [commandLine(), 'lsp'], { stdio: 'ignore' });
    expect((await once(server, 'exit'))[0]).toBe(1);
  });

  it.each([
    ['goes', true],
    ['no longer reads', false],
  ])('ends when the client %s in the middle of a scan', async (_, closesInput) => {
    const folder = makeProject(Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`m${i}.py`, FAULTY])));
    const client = start(folder);
    await client.initialize([folder]);
    await client.progress.next(({ kind }) => kind === 'report', 'progress');
    if (closesInput) client.server.input.end();
    client.server.output.destroy();
    expect(await client.server.ended).toBe(1);
    expect(client.server.stderr).not.toMatch(/^\s+at /m);
  });

  it('ends with 1 where the editor that started it was killed, though the streams stay open', async () => {
    const editor = spawn(process.execPath, ['-e', '']);
    await once(editor, 'exit');
    const client = start(makeProject({}));
    await client.connection.sendRequest('initialize', { processId: editor.pid, rootUri: null, capabilities: {} });
    expect(await client.server.ended).toBe(1);
  });

  it('gives up a scan that somebody cancels, and goes on with the next', async () => {
    // Enough that the scan is not over before the word of the client arrives.
    const longer = Array.from(
      { length: 40 },
      (_, i) => `\n\ndef add${i}(left, right):\n    return left + right + ${i}\n`,
    );
    const text = (i: number): string => faulty(`read${i}`) + longer.join('');
    const folder = makeProject(Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`m${i}.py`, text(i)])));
    const client = start(folder);
    let token: unknown;
    client.connection.onRequest('window/workDoneProgress/create', (params) => {
      token ??= params.token;
      return null;
    });
    await client.initialize([folder]);
    await client.progress.next(({ kind }) => kind === 'report', 'progress');
    await client.connection.sendNotification('window/workDoneProgress/cancel', { token });
    await client.progress.next(({ kind }) => kind === 'end', 'end');
    expect(client.published.all).toEqual([]);
    await client.connection.sendRequest('workspace/executeCommand', { command: 'auditlint.scan', arguments: [] });
    await client.diagnostics(uriOf(folder, 'm7.py'), (all) => all.length > 0);
  });
});
