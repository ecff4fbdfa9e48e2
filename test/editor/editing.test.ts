import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CodeAction, Hover } from 'vscode-languageserver-protocol/node';
import { Turns } from '../../src/engine/turns.ts';
import { CLEAN, FAULTY, faulty, makeProject, runCli, WITH_CACHE } from '../cli/run-cli.ts';
import { PRINT_PLUGIN } from '../plugins/print-plugin.ts';
import { EditorClient, uriOf } from './editor-client.ts';
import { type ServerSetting, serveHere } from './server-here.ts';

const started: EditorClient[] = [];
afterEach(() => {
  for (const client of started.splice(0)) client.kill();
  vi.restoreAllMocks();
});

function start(cwd: string, setting?: ServerSetting): EditorClient {
  const client = new EditorClient(serveHere(cwd, setting));
  started.push(client);
  return client;
}

/** An editor with one folder open, of which everything was scanned once. */
async function editing(files: Readonly<Record<string, string>>, options?: unknown) {
  const folder = makeProject({ 'marker.py': FAULTY, ...files });
  const client = start(folder);
  await client.initialize([folder], options);
  return { folder, client, uri: uriOf(folder, 'app.py') };
}

/** Enough that the editor has agreed to show progress before all are scanned, as long as it gets its turns. */
const manyFiles = () => Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`m${i}.py`, CLEAN]));

/** Scans let the editor have its turn after each file, however fast the machine is. */
function giveTurns(): void {
  vi.spyOn(Turns.prototype, 'isDue').mockReturnValue(true);
}

/** What a rule about single files finds. */
const PICKLE = 'import pickle\n\n\ndef load(path):\n    return pickle.load(open(path, "rb"))\n';

const RULE = 'call-signature-mismatch';
const insertAtStart = (text: string) => ({
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  text,
});

describe('an editor', () => {
  it('is reported what plug-ins find that its server was started with, and not what the folder names', async () => {
    const folder = makeProject({
      'app.py': `print(1)\n${FAULTY}`,
      'house.mjs': PRINT_PLUGIN,
      'auditlint.toml': 'profile = "strict"\nplugins = ["./house.mjs"]\n',
    });
    const reported = async (...plugin: readonly string[]) => {
      const client = start(folder, { plugin });
      await client.initialize([folder]);
      const all = await client.diagnostics(uriOf(folder, 'app.py'), (some) => some.some(({ code }) => code === RULE));
      return all.map(({ code }) => code);
    };
    expect(await reported(join(folder, 'house.mjs'))).toContain('print-call');
    expect(await reported()).not.toContain('print-call');
  });

  it('is reported of all files of a folder, with progress', async () => {
    giveTurns();
    const { client, folder } = await editing(manyFiles());
    const [found] = await client.diagnostics(uriOf(folder, 'marker.py'));
    expect(found).toMatchObject({
      code: RULE,
      source: 'auditlint',
      severity: 1,
      range: { start: { line: 3, character: 4 }, end: { line: 3 } },
      message: expect.stringMatching(/ \(P1\)$/),
    });
    await client.progress.next(({ kind }) => kind === 'end', 'end of the progress');
    expect(client.progress.all[0]?.kind).toBe('begin');
    expect(await client.leave()).toBe(0);
  });

  it('is led to the page of a rule, and offered the fix that it knows', async () => {
    const text = 'import torch\n\n\ndef load(path):\n    return torch.load(path)\n';
    const docsUrl = 'https://docs.example.com/auditlint';
    const { client, uri } = await editing({ 'app.py': text }, { docsUrl, profile: 'strict' });
    await client.open(uri, text);
    const isMeant = ({ code }: { readonly code?: unknown }): boolean => code === 'unsafe-torch-load';
    const found = (await client.diagnostics(uri, (all) => all.some(isMeant))).find(isMeant);
    expect(found?.codeDescription?.href).toBe(`${docsUrl}/rules/unsafe-torch-load.html`);
    const params = { textDocument: { uri }, range: found?.range, context: { diagnostics: [] } };
    const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', params);
    const [quickFix] = actions.filter(({ edit }) => edit !== undefined);
    const [change] = quickFix?.edit?.documentChanges ?? [];
    expect(change).toMatchObject({ textDocument: { uri, version: 1 } });
    expect(JSON.stringify(change)).toContain('weights_only=True');
    // What is not understood may need what a fix takes away.
    await client.change(uri, 2, [{ text: `${text}\n\ndef kept(:\n    return\n` }]);
    await client.diagnostics(uri, (all, version) => version === 2 && all.some(isMeant));
    const others = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', params);
    expect(others.length).toBeGreaterThan(0);
    expect(others.filter(({ edit }) => edit !== undefined)).toEqual([]);
  });

  it('is reported of the open files alone where it wants that', async () => {
    const { client, uri } = await editing({ 'app.py': FAULTY }, { diagnostics: 'open' });
    await client.open(uri, FAULTY);
    await client.diagnostics(uri, (all) => all.length === 1);
    expect(new Set(client.published.all.map((one) => one.uri))).toEqual(new Set([uri]));
  });

  it('is reported from the text that nobody saved', async () => {
    const { client, uri } = await editing({ 'app.py': CLEAN }, { profile: 'strict' });
    await client.open(uri, CLEAN);
    await client.diagnostics(uri);
    const lineIn = async (version: number): Promise<number | undefined> => {
      const all = await client.diagnostics(uri, (_, published) => published === version);
      return all.find(({ code }) => code === 'unsafe-deserialization')?.range.start.line;
    };
    await client.change(uri, 2, [{ text: PICKLE }]);
    expect(await lineIn(2)).toBe(4);
    await client.change(uri, 3, [insertAtStart('# orders\n\n')]);
    expect(await lineIn(3)).toBe(6);
    await client.change(uri, 4, [{ text: CLEAN }]);
    expect(await lineIn(4)).toBeUndefined();
  });

  it('is reported of a text that was not saved when the editor was closed, and of a file that never was', async () => {
    const { client, uri, folder } = await editing({ 'app.py': PICKLE }, { profile: 'strict' });
    const lineIn = async (where: string): Promise<number | undefined> => {
      const all = await client.diagnostics(where, (some, version) => version === 1 && some.length > 0);
      return all.find(({ code }) => code === 'unsafe-deserialization')?.range.start.line;
    };
    await client.open(uri, `# kept\n# from yesterday\n${PICKLE}`);
    expect(await lineIn(uri)).toBe(6);
    const unborn = uriOf(folder, 'unborn.py');
    await client.open(unborn, `# new\n${PICKLE}`);
    expect(await lineIn(unborn)).toBe(5);
  });

  it('is reported of a file that never was saved and is opened while all are scanned for the first time', async () => {
    giveTurns();
    const { client, folder } = await editing(manyFiles(), { profile: 'strict' });
    await client.progress.next(({ kind }) => kind === 'begin', 'progress');
    const unborn = uriOf(folder, 'unborn.py');
    await client.open(unborn, PICKLE);
    const all = await client.diagnostics(unborn, (some) => some.length > 0);
    expect(all.map(({ code }) => code)).toContain('unsafe-deserialization');
  });

  it('keeps what a rule about the project found, at the line where it stands now', async () => {
    const { client, uri } = await editing({ 'app.py': FAULTY });
    await client.open(uri, FAULTY);
    await client.diagnostics(uri, (all) => all.length === 1);
    await client.change(uri, 2, [insertAtStart('# one\n# two\n')]);
    const [moved] = await client.diagnostics(uri, (_, version) => version === 2);
    expect(moved).toMatchObject({ code: RULE, range: { start: { line: 5 } } });
    expect(moved?.relatedInformation?.[0]?.location).toMatchObject({ uri, range: { start: { line: 2 } } });
  });

  it('asks the project anew when a file is saved, and tells the others', async () => {
    const [definition = ''] = FAULTY.split('\n');
    const caller = FAULTY.replace(definition, 'from orders import check_read');
    const two = definition.replace('(path)', '(path, kind)');
    const { client, folder, uri } = await editing({ 'app.py': caller, 'orders.py': two });
    const orders = uriOf(folder, 'orders.py');
    await client.diagnostics(uriOf(folder, 'marker.py'));
    expect(client.published.all.map((one) => one.uri)).not.toContain(uri);
    await client.open(orders, two);
    writeFileSync(join(folder, 'orders.py'), definition);
    await client.change(orders, 2, [{ text: definition }]);
    await client.save(orders);
    const found = await client.diagnostics(uri, (all) => all.length > 0);
    expect(found.map(({ code }) => code)).toEqual([RULE]);
  });

  it('hears why, what to do and how often the rule was right', async () => {
    const { client, uri } = await editing({ 'app.py': FAULTY });
    await client.open(uri, FAULTY);
    await client.diagnostics(uri, (all) => all.length === 1);
    const at = { textDocument: { uri }, position: { line: 3, character: 6 } };
    const hover = await client.connection.sendRequest<Hover>('textDocument/hover', at);
    expect(hover.contents).toMatchObject({
      kind: 'markdown',
      value: expect.stringMatching(
        /`call-signature-mismatch`[\s\S]+Remedy[\s\S]+Severity[\s\S]+Measured.*unfamiliar code/,
      ),
    });
    const elsewhere = { ...at, position: { line: 0, character: 0 } };
    expect(await client.connection.sendRequest('textDocument/hover', elsewhere)).toBeNull();
  });

  it('can have a finding ignored with a reason, which changes nothing else', async () => {
    const { client, uri } = await editing({ 'app.py': FAULTY });
    await client.open(uri, FAULTY);
    await client.diagnostics(uri, (all) => all.length === 1);
    const range = { start: { line: 3, character: 6 }, end: { line: 3, character: 6 } };
    const params = { textDocument: { uri }, range, context: { diagnostics: [], triggerKind: 1 } };
    const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', params);
    const ignore = actions.find(({ title }) => title === `Suppress \`${RULE}\` on this line, with a reason`);
    const [at, line, rule] = ignore?.command?.arguments ?? [];
    await client.connection.sendRequest('workspace/executeCommand', {
      command: 'auditlint.ignore',
      arguments: [at, line, rule, 'it is a probe'],
    });
    const { edit } = await client.applied.next(() => true, 'edit');
    expect(edit.documentChanges).toEqual([
      {
        textDocument: { uri, version: 1 },
        edits: [
          {
            range: { start: { line: 3, character: 27 }, end: { line: 3, character: 27 } },
            newText: `  # auditlint: ignore[${RULE}] it is a probe`,
          },
        ],
      },
    ]);
  });

  it('can ask why there is nothing', async () => {
    const { client, uri } = await editing({ 'app.py': CLEAN });
    await client.open(uri, CLEAN);
    await client.diagnostics(uri);
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const context = { diagnostics: [], triggerKind: 1 };
    const request = (given: object) =>
      client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri },
        range,
        context: given,
      });
    const [why] = await request(context);
    expect(why?.title).toBe('Explain why auditlint reports nothing on this line');
    // What an editor asks by itself would light its lamp on every line.
    expect(await request({ ...context, triggerKind: 2 })).toEqual([]);
    const answer = await client.connection.sendRequest<string>('workspace/executeCommand', why?.command);
    expect(answer).toMatch(/^app\.py:1\n\nRules that checked this line\n/);
    expect(await client.message(/Rules that checked this line/)).toBe(answer);
  });

  it('follows a changed configuration, and is reported of a wrong one where it is wrong', async () => {
    const { client, folder } = await editing({ 'app.py': FAULTY, 'auditlint.toml': '' });
    const uri = uriOf(folder, 'app.py');
    const configuration = uriOf(folder, 'auditlint.toml');
    await client.diagnostics(uri, (all) => all.length === 1);
    const write = async (text: string): Promise<number> => {
      const from = client.published.all.length;
      writeFileSync(join(folder, 'auditlint.toml'), text);
      await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: configuration, type: 2 }],
      });
      return from;
    };
    const off = await write(`ignore = ["${RULE}"]\n`);
    expect(await client.diagnostics(uri, undefined, off)).toEqual([]);
    const wrong = await write('ignore = ["no-such-rule"]\n');
    const [problem] = await client.diagnostics(configuration, undefined, wrong);
    expect(problem).toMatchObject({
      range: { start: { line: 0, character: 10 } },
      message: expect.stringContaining('no-such-rule'),
    });
    expect(await client.message(/auditlint\.toml:1:11/)).toContain('no-such-rule');
    const again = client.messages.all.length;
    await write('ignore = ["no-such-rule"] # still\n');
    await client.connection.sendRequest('workspace/executeCommand', { command: 'auditlint.scan' });
    const fixed = await write('');
    expect(await client.diagnostics(configuration, undefined, fixed)).toEqual([]);
    await client.diagnostics(uri, (all) => all.length === 1, fixed);
    expect(client.messages.all.slice(again)).toEqual([]);
  });

  it('adds and removes folders', async () => {
    const { client, folder } = await editing({ 'app.py': CLEAN });
    const other = makeProject({ 'b.py': faulty('write') });
    const event = (added: string[], removed: string[]) => ({
      event: {
        added: added.map((each) => ({ uri: uriOf(each), name: each })),
        removed: removed.map((each) => ({ uri: uriOf(each), name: each })),
      },
    });
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', event([other], []));
    await client.diagnostics(uriOf(other, 'b.py'), (all) => all.length === 1);
    await client.diagnostics(uriOf(folder, 'marker.py'), (all) => all.length === 1);
    // A file that nobody may look at until its folder is added.
    const third = makeProject({ 'c.py': FAULTY });
    await client.open(uriOf(third, 'c.py'), FAULTY);
    await client.message(/c\.py is outside all workspace folders/);
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', event([third], []));
    await client.diagnostics(uriOf(third, 'c.py'), (all, version) => version === 1 && all.length === 1);
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', event([], [other]));
    await client.diagnostics(uriOf(other, 'b.py'), (all) => all.length === 0);
  });

  it('goes by the cache, and leaves to others what it found', async () => {
    const folder = makeProject({ 'app.py': FAULTY, 'b.py': CLEAN });
    const env = WITH_CACHE;
    const client = start(folder, { env });
    await client.initialize([folder]);
    await client.diagnostics(uriOf(folder, 'app.py'), (all) => all.length === 1);
    await client.leave();
    // The stored report is another's.
    writeFileSync(join(folder, 'orders.txt'), '');
    const { stderr } = await runCli(['--timing', folder], { cwd: folder, env });
    expect(stderr).toMatch(/\bproject$/m);
    expect(stderr).not.toMatch(/\bparse$/m);
    const again = start(folder, { env });
    await again.initialize([folder]);
    await again.diagnostics(uriOf(folder, 'app.py'), (all) => all.length === 1);
  });

  it('takes back what it said of a file that is gone', async () => {
    const { client, folder } = await editing({ 'sub/app.py': FAULTY });
    const uri = uriOf(folder, 'sub/app.py');
    await client.diagnostics(uri, (all) => all.length === 1);
    rmSync(join(folder, 'sub'), { recursive: true });
    mkdirSync(join(folder, 'sub'));
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 3 }] });
    await client.diagnostics(uri, (all) => all.length === 0);
  });
});
