/** A real language client, of a server in this process or in one of its own. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node';

/** A server as its client has it. */
export interface LanguageServer {
  /** What the client writes. */
  readonly input: NodeJS.WritableStream;
  /** What the client reads. */
  readonly output: NodeJS.ReadableStream;
  /** The exit code. */
  readonly ended: Promise<number | null>;
  /** Ends it, whatever it is at. */
  end(): void;
}

export const uriOf = (...parts: string[]): string => pathToFileURL(join(...parts)).href;

/** All that the tests' client can do. */
const ABLE: ClientCapabilities = {
  window: { workDoneProgress: true },
  workspace: { applyEdit: true, workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true } },
};

/** Milliseconds, before the test itself is too late: says what there was instead. */
const LATE = 150_000;

/** What the server said, and who waits for more of it. */
class Received<T> {
  readonly all: T[] = [];
  readonly #waiting = new Set<() => void>();

  add(one: T): void {
    this.all.push(one);
    for (const look of this.#waiting) look();
  }

  async next<U extends T>(isMeant: (one: T) => boolean, what: string, from = 0): Promise<U> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new Error(`no ${what} among ${JSON.stringify(this.all.slice(from)).slice(0, 4000)}`));
      }, LATE);
      const look = (): void => {
        const found = this.all.slice(from).find(isMeant);
        if (found === undefined) return;
        clearTimeout(late);
        this.#waiting.delete(look);
        resolve(found as U);
      };
      this.#waiting.add(look);
      look();
    });
  }
}

export class EditorClient<Server extends LanguageServer = LanguageServer> {
  readonly connection: ProtocolConnection;
  readonly published = new Received<PublishDiagnosticsParams>();
  readonly messages = new Received<{ readonly type: number; readonly message: string }>();
  readonly progress = new Received<{ readonly kind: string; readonly message?: string }>();
  readonly applied = new Received<{ readonly edit: { readonly documentChanges?: readonly unknown[] } }>();
  capabilities: InitializeResult | undefined;

  constructor(readonly server: Server) {
    const { input, output } = server;
    input.on('error', () => undefined);
    this.connection = createProtocolConnection(new StreamMessageReader(output), new StreamMessageWriter(input));
    this.connection.onNotification('textDocument/publishDiagnostics', (one) => this.published.add(one));
    this.connection.onNotification('window/logMessage', (one) => this.messages.add(one));
    this.connection.onNotification('window/showMessage', (one) => this.messages.add(one));
    this.connection.onNotification('$/progress', ({ value }) => this.progress.add(value));
    this.connection.onRequest('window/workDoneProgress/create', () => null);
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.onRequest('workspace/applyEdit', (one) => {
      this.applied.add(one);
      return { applied: true };
    });
    this.connection.onRequest('window/showMessageRequest', (one) => {
      this.messages.add(one);
      return null;
    });
    this.connection.onError(() => undefined);
    this.connection.listen();
  }

  async initialize(
    folders: readonly string[],
    initializationOptions?: unknown,
    capabilities = ABLE,
  ): Promise<InitializeResult> {
    const workspaceFolders = folders.map((folder) => ({ uri: uriOf(folder), name: folder }));
    const params = { processId: process.pid, rootUri: null, capabilities, workspaceFolders, initializationOptions };
    this.capabilities = await this.connection.sendRequest('initialize', params);
    await this.connection.sendNotification('initialized', {});
    return this.capabilities as InitializeResult;
  }

  async open(uri: string, text: string, languageId = 'python'): Promise<void> {
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  async change(uri: string, version: number, contentChanges: readonly unknown[]): Promise<void> {
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  async save(uri: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
  }

  /** The diagnostics of a file, as soon as they fit. */
  async diagnostics(
    uri: string,
    isMeant: (diagnostics: readonly Diagnostic[], version: number | undefined) => boolean = () => true,
    from = 0,
  ): Promise<readonly Diagnostic[]> {
    const fits = (one: PublishDiagnosticsParams): boolean => one.uri === uri && isMeant(one.diagnostics, one.version);
    return (await this.published.next(fits, `diagnostics of ${uri}`, from)).diagnostics;
  }

  async message(pattern: RegExp, from = 0): Promise<string> {
    return (await this.messages.next(({ message }) => pattern.test(message), `message ${pattern}`, from)).message;
  }

  /** Leaves as the protocol wants it; the exit code. */
  async leave(): Promise<number | null> {
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const code = await this.server.ended;
    this.connection.dispose();
    return code;
  }

  kill(): void {
    this.connection.dispose();
    this.server.end();
  }
}
