import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { CLEAN, FAULTY, makeProject } from '../cli/run-cli.ts';
import { EditorClient, uriOf } from './editor-client.ts';
import { serveHere } from './server-here.ts';

const started: EditorClient[] = [];
afterEach(() => {
  for (const client of started.splice(0)) client.kill();
});

function start(cwd: string): EditorClient {
  const client = new EditorClient(serveHere(cwd));
  started.push(client);
  return client;
}

async function editing(files: Readonly<Record<string, string>>, options?: unknown) {
  const folder = makeProject(files);
  const client = start(folder);
  await client.initialize([folder], options);
  return { folder, client };
}

/** It still answers, and still finds. */
async function expectAlive(client: EditorClient, folder: string): Promise<void> {
  const from = client.published.all.length;
  const uri = uriOf(folder, 'alive.py');
  writeFileSync(join(folder, 'alive.py'), FAULTY);
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 1 }] });
  await client.diagnostics(uri, (all) => all.length === 1, from);
  expect(await client.leave()).toBe(0);
}

describe('the server', () => {
  it('lives through messages that are none', async () => {
    const { client, folder } = await editing({ 'app.py': FAULTY });
    await client.diagnostics(uriOf(folder, 'app.py'));
    for (const body of ['{"jsonrpc": "2.0", "id": 1, "meth', 'null', '[]', '"x"', '{"id": {}}', '\u0000\ud83d']) {
      client.server.input.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    }
    await expectAlive(client, folder);
  });

  it.each([
    ['a length below none', 'Content-Length: -5\r\n\r\n', -32700, 'is no number but `-5`'],
    ['a length that is none', 'Content-Length: abc\r\n\r\n{}', -32700, 'is no number but `abc`'],
    ['a length beyond all', 'Content-Length: 999999999999999\r\n\r\n{}', -32700, 'is more than 268435456'],
    ['no length', 'Content-Type: application/vscode-jsonrpc\r\n\r\n{}', -32700, 'no `Content-Length`'],
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 4\r\n\r\nnull', -32700, 'several `Content-Length`'],
    ['no header', '{"jsonrpc":"2.0"}\n', -32700, 'no `Content-Length`'],
    ['a header without end', 'x'.repeat(100_000), -32700, 'does not end'],
    ['less than its length', 'Content-Length: 5000\r\n\r\n{}', -32700, 'is shorter than its header says'],
    ['another encoding', 'Content-Length: 2\r\nContent-Type: x; charset=utf-16\r\n\r\n{}', -32700, '`utf-16`'],
    ['bytes that are no text', Buffer.from('Content-Length: 3\r\n\r\n"\xff"', 'latin1'), -32700, 'no JSON in UTF-8'],
    ['a text that is no JSON', 'Content-Length: 2\r\n\r\n{x', -32700, 'no JSON in UTF-8'],
    ['nothing', 'Content-Length: 0\r\n\r\n', -32700, 'no JSON in UTF-8'],
    ['JSON that is no message', 'Content-Length: 2\r\n\r\n[]', -32600, 'no request, response or notification'],
    [
      'a request by no name',
      'Content-Length: 19\r\n\r\n{"id":"a","method":1}'.replace('19', '21'),
      -32600,
      'no request',
    ],
  ])('answers %s with an error of JSON-RPC, and goes on', async (_, bytes, code, reason) => {
    const { client, folder } = await editing({});
    let output = '';
    client.server.output.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    client.server.input.write(bytes);
    await expectAlive(client, folder);
    const refusals = [...output.matchAll(/\{"jsonrpc":"2\.0","id":(null|"a"),"error":(\{.*?\})\}/g)];
    expect(refusals.map(([, id, error]) => ({ id, ...JSON.parse(error ?? '') }))).toEqual([
      { id: reason === 'no request' ? '"a"' : 'null', code, message: expect.stringContaining(reason) },
    ]);
  });

  it('ends with 1 on `exit` without `shutdown`', async () => {
    const { client } = await editing({});
    await client.connection.sendNotification('exit');
    expect(await client.server.ended).toBe(1);
  });

  it('says of a file of 20 MB that it is not read', async () => {
    const { client, folder } = await editing({ 'app.py': CLEAN });
    const uri = uriOf(folder, 'app.py');
    await client.open(uri, CLEAN);
    await client.diagnostics(uri);
    await client.change(uri, 2, [{ text: 'value = 1\n'.repeat(2_000_000) }]);
    const [reported] = await client.diagnostics(uri, (_, version) => version === 2);
    expect(reported).toMatchObject({
      code: 'too-large',
      severity: 3,
      message: 'larger than 5242880 bytes (20000000): not scanned',
    });
    const from = client.published.all.length;
    await client.save(uri);
    expect(await client.diagnostics(uri, undefined, from)).toEqual([reported]);
    await expectAlive(client, folder);
  });

  it('says of a file outside of all folders that it is not looked at', async () => {
    const { client, folder } = await editing({ 'app.py': CLEAN });
    const uri = uriOf(makeProject({ 'b.py': FAULTY }), 'b.py');
    await client.open(uri, FAULTY);
    expect(await client.message(/is outside all workspace folders/)).toContain(uri);
    await client.open('untitled:Untitled-1', FAULTY);
    await client.message(/untitled:Untitled-1 is outside/);
    const why = { command: 'auditlint.why', arguments: [uri, 3] };
    await expect(client.connection.sendRequest('workspace/executeCommand', why)).rejects.toMatchObject({
      code: -32602,
    });
    await expectAlive(client, folder);
    expect(client.published.all.filter((one) => one.uri === uri)).toEqual([]);
  });

  it('takes positions beyond the end, and within a character, and refuses what is none', async () => {
    const text = 'name = "😀😀"\n';
    const { client, folder } = await editing({ 'app.py': text });
    const uri = uriOf(folder, 'app.py');
    await client.open(uri, text);
    await client.diagnostics(uri);
    const hover = (position: unknown) =>
      client.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
    expect(await hover({ line: 4_000_000, character: 4_000_000 })).toBeNull();
    for (const position of [{ line: -1, character: 0 }, { line: 0.5, character: 0 }, { line: '0' }, null]) {
      await expect(hover(position)).rejects.toMatchObject({
        code: -32602,
        message: expect.stringContaining('position'),
      });
    }
    // Between the two halves of the first face, and beyond the end.
    const half = { start: { line: 0, character: 9 }, end: { line: 0, character: 9 } };
    const beyond = { start: { line: 90, character: 90 }, end: { line: 90, character: 99 } };
    await client.change(uri, 2, [
      { range: half, text: 'x' },
      { range: beyond, text: FAULTY },
    ]);
    await client.diagnostics(uri, (_, version) => version === 2);
    await expectAlive(client, folder);
  });

  it('keeps each column where a declared encoding is another than that of the protocol', async () => {
    const text = `# -*- coding: latin-1 -*-\nNAME = "größe 😀"\n${FAULTY}`;
    const { client, folder } = await editing({ 'app.py': FAULTY }, { profile: 'strict' });
    const uri = uriOf(folder, 'app.py');
    await client.open(uri, text);
    await client.save(uri);
    const found = await client.diagnostics(uri, (all) => all.some(({ range }) => range.start.line === 5));
    expect(found.map(({ code }) => code)).not.toContain('not-decoded');
  });

  it('says which of its settings it does not know, and goes on without', async () => {
    const { client, folder } = await editing({ 'app.py': CLEAN }, { diagnostics: 'some' });
    expect(await client.message(/initializationOptions `diagnostics`/)).toContain('docs/editors.md');
    await expectAlive(client, folder);
  });

  it('refuses commands that it does not know, and arguments that they do not take', async () => {
    const { client, folder } = await editing({ 'app.py': FAULTY });
    const uri = uriOf(folder, 'app.py');
    await client.open(uri, FAULTY);
    await client.diagnostics(uri, (all) => all.length === 1);
    const execute = (name: string, given: unknown[]) =>
      client.connection.sendRequest('workspace/executeCommand', { command: name, arguments: given });
    const refused = [
      execute('auditlint.none', []),
      execute('auditlint.why', [uri]),
      execute('auditlint.why', [uri, -1]),
      execute('auditlint.ignore', [uri, 3, 'call-signature-mismatch', '']),
      execute('auditlint.ignore', [uri, 3, 'call-signature-mismatch', 'a\nb']),
      execute('auditlint.ignore', [uri, 0, 'call-signature-mismatch', 'it is a probe']),
    ];
    for (const each of refused) await expect(each).rejects.toMatchObject({ code: -32602 });
    expect(client.applied.all).toEqual([]);
    await expectAlive(client, folder);
  });
});
