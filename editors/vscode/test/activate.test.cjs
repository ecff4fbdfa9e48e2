/** The extension in a published stand-in of the editor, with the real client and the real server. */
const assert = require('node:assert/strict');
const { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { after, before, test } = require('node:test');
const { createVSCodeMock } = require('jest-mock-vscode');

const COMMAND = join(__dirname, '../../../bin/auditlint.js');
const FAULTY = `def check(path): return path


def read(path):
    check(path, "csv")
    return ""


def serve():
    while True:
        read("orders.csv")


if __name__ == "__main__":
    serve()
`;

/** The one function that the stand-in wants of a test framework: a function that remembers nothing here. */
const framework = { fn: (work) => work ?? (() => undefined) };
const vscode = createVSCodeMock(framework);

/** What the stand-in leaves out, and the client needs. */
const event = () => ({ dispose() {} });
const told = new Map();
const commands = new Map();
const shown = [];
const settings = { command: [process.execPath, COMMAND], diagnostics: 'workspace', profile: null };
let folder;
let reason = 'it is a probe';

class Any {
  constructor(...given) {
    Object.assign(this, { given });
  }
}
/** A class for each name that the stand-in does not know. */
const any = (target) =>
  new Proxy(target, {
    get(own, name) {
      if (!(name in own)) own[name] = class extends Any {};
      return own[name];
    },
  });

function editor() {
  const languages = new Proxy(
    {
      match: () => 10,
      createDiagnosticCollection: () => ({
        set: (uri, diagnostics) => told.set(uri.toString(), diagnostics),
        delete: (uri) => told.delete(uri.toString()),
        clear: () => told.clear(),
        dispose() {},
        has: (uri) => told.has(uri.toString()),
      }),
    },
    { get: (own, name) => own[name] ?? event },
  );
  const channel = () =>
    new Proxy(
      { name: 'auditlint', logLevel: 3, onDidChangeLogLevel: event },
      { get: (own, name) => own[name] ?? (() => undefined) },
    );
  const workspace = new Proxy(
    {
      get workspaceFolders() {
        return [{ uri: vscode.Uri.file(folder), name: 'orders', index: 0 }];
      },
      getWorkspaceFolder: () => ({ uri: vscode.Uri.file(folder), name: 'orders', index: 0 }),
      getConfiguration: () => ({ get: (name, otherwise) => settings[name] ?? otherwise, inspect: () => undefined }),
      createFileSystemWatcher: () => ({ onDidCreate: event, onDidChange: event, onDidDelete: event, dispose() {} }),
      textDocuments: [],
      notebookDocuments: [],
      openTextDocument: async ({ content }) => ({ content }),
      onDidChangeConfiguration: event,
    },
    { get: (own, name) => (name in own ? own[name] : event) },
  );
  const window = new Proxy(
    {
      createOutputChannel: channel,
      showErrorMessage: async (text) => void shown.push(text),
      showInputBox: async () => reason,
      showTextDocument: async ({ content }) => void shown.push(content),
      withProgress: (_, work) => work({ report() {} }, { onCancellationRequested: event }),
      visibleTextEditors: [],
      tabGroups: { all: [], onDidChangeTabs: event },
    },
    { get: (own, name) => (name in own ? own[name] : event) },
  );
  const registered = {
    registerCommand(name, work) {
      commands.set(name, work);
      return { dispose: () => commands.delete(name) };
    },
  };
  return any({
    ...vscode,
    version: '1.91.0',
    languages,
    workspace,
    window,
    commands: registered,
    env: { appName: 'test', language: 'en' },
    extensions: { all: [], getExtension: () => undefined },
    CancellationTokenSource: class {
      token = { isCancellationRequested: false, onCancellationRequested: event };
      cancel() {}
      dispose() {}
    },
  });
}

const load = Module._load;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'auditlint-vscode-'));
  writeFileSync(join(folder, 'app.py'), FAULTY);
  const stand = editor();
  Module._load = function (name, ...rest) {
    return name === 'vscode' ? stand : load.call(this, name, ...rest);
  };
});
after(() => {
  Module._load = load;
  rmSync(folder, { recursive: true, force: true });
});

async function until(what, look) {
  for (let tries = 0; tries < 600; tries++) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`never: ${what}`);
}

test('starts the server, shows what it finds, asks for reasons, and stops it', async () => {
  const extension = require('../dist/extension.js');
  const context = { subscriptions: [] };
  await extension.activate(context);
  assert.deepEqual(shown, []);
  const uri = vscode.Uri.file(join(folder, 'app.py')).toString();
  const [found] = await until('diagnostics', () => told.get(uri));
  assert.match(found.message, /takes 1 positional argument/);
  assert.equal(found.source, 'auditlint');
  assert.ok(commands.has('auditlint.restart') && commands.has('auditlint.why') && commands.has('auditlint.ignore'));

  const why = await commands.get('auditlint.why')(uri, 4);
  assert.match(why, /Found\n {2}P1 call-signature-mismatch/);
  assert.deepEqual(shown, [why]);

  // The file is not open, which the server says: the reason reached it.
  await assert.rejects(commands.get('auditlint.ignore')(uri, 4, 'call-signature-mismatch'), /is not open/);
  reason = undefined;
  assert.equal(await commands.get('auditlint.ignore')(uri, 4, 'call-signature-mismatch'), undefined);

  await extension.deactivate();
});

test('says what to do where auditlint cannot be started', async () => {
  settings.command = [join(folder, 'no-such-program')];
  shown.length = 0;
  await require('../dist/extension.js').activate({ subscriptions: [] });
  await until('a message', () => shown.find((text) => text.startsWith('auditlint did not start: ')));
  assert.match(shown.join('\n'), /npm install --save-dev auditlint/);
});

test('holds what its manifest promises', () => {
  const manifest = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8'));
  assert.ok(existsSync(join(__dirname, '..', manifest.main)));
  for (const { command } of manifest.contributes.commands) assert.ok(commands.has(command));
});
