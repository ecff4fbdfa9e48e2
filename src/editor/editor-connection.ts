import {
  type CancellationToken,
  createMessageConnection,
  type MessageConnection,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type {
  ApplyWorkspaceEditParams,
  ApplyWorkspaceEditResult,
  CodeAction,
  CodeActionParams,
  DidChangeTextDocumentParams,
  DidChangeWatchedFilesParams,
  DidChangeWorkspaceFoldersParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
  DidSaveTextDocumentParams,
  ExecuteCommandParams,
  Hover,
  HoverParams,
  InitializeParams,
  InitializeResult,
  MessageType,
  PublishDiagnosticsParams,
  WorkDoneProgressBegin,
  WorkDoneProgressEnd,
  WorkDoneProgressReport,
} from 'vscode-languageserver-protocol/node';
import { EditorReader } from './editor-reader.ts';

/** What an editor asks, by the method's name in the protocol: https://microsoft.github.io/language-server-protocol. */
export interface Answers {
  initialize(params: InitializeParams): InitializeResult;
  shutdown(): void;
  'textDocument/hover'(params: HoverParams): Hover | null;
  'textDocument/codeAction'(params: CodeActionParams): CodeAction[];
  'workspace/executeCommand'(params: ExecuteCommandParams, token: CancellationToken): Promise<unknown>;
}

/** What an editor tells. */
export interface Listeners {
  initialized(): void;
  'textDocument/didOpen'(params: DidOpenTextDocumentParams): void;
  'textDocument/didChange'(params: DidChangeTextDocumentParams): void;
  'textDocument/didSave'(params: DidSaveTextDocumentParams): void;
  'textDocument/didClose'(params: DidCloseTextDocumentParams): void;
  'workspace/didChangeWatchedFiles'(params: DidChangeWatchedFilesParams): void;
  'workspace/didChangeWorkspaceFolders'(params: DidChangeWorkspaceFoldersParams): void;
}

export type ProgressStep = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;

/** One editor, as the program that it started sees it. */
export interface EditorProcess {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Whether a process of this machine still runs. */
  isRunning(processId: number): boolean;
}

/** The messages between one editor and the server. */
export class EditorConnection {
  readonly #rpc: MessageConnection;
  /** Who wants to know that someone stopped what is shown under a token. */
  readonly #stops = new Map<number | string, () => void>();
  #looks: NodeJS.Timeout | undefined;
  #tokens = 0;

  constructor(readonly editor: EditorProcess) {
    const { input, output } = editor;
    const writer = new StreamMessageWriter(output);
    // An editor that takes no more messages is leaving.
    const reader = new EditorReader(input, (refusal) => void writer.write(refusal).catch(() => undefined));
    this.#rpc = createMessageConnection(reader, writer, {
      error: (message) => this.warn(message),
      warn: (message) => this.warn(message),
      info: () => undefined,
      log: () => undefined,
    });
  }

  /** Answers until the editor leaves; whether it said `shutdown` before. */
  serve({ initialize, shutdown, ...answers }: Answers, listeners: Listeners): Promise<boolean> {
    return new Promise((resolve) => {
      let isShutDown = false;
      const leave = (): void => {
        clearInterval(this.#looks);
        resolve(isShutDown);
      };
      for (const [method, answer] of Object.entries(answers)) this.#rpc.onRequest(method, answer);
      for (const [method, take] of Object.entries(listeners)) this.#rpc.onNotification(method, take);
      this.#rpc.onRequest('initialize', (params: InitializeParams) => {
        this.#leaveWith(params.processId, leave);
        return initialize(params);
      });
      this.#rpc.onRequest('shutdown', () => {
        isShutDown = true;
        shutdown();
        return null;
      });
      this.#rpc.onNotification('window/workDoneProgress/cancel', ({ token }) => this.#stops.get(token)?.());
      this.#rpc.onNotification('exit', leave);
      // A file that is no pipe ends without being closed.
      this.editor.input.on('end', leave);
      this.#rpc.onClose(leave);
      this.#rpc.listen();
    });
  }

  publish(diagnostics: PublishDiagnosticsParams): void {
    this.#notify('textDocument/publishDiagnostics', diagnostics);
  }

  /** Into the log of the editor. */
  warn(message: string): void {
    this.#notify('window/logMessage', { type: WARNING, message });
  }

  show(message: string, type: MessageType): void {
    this.#notify('window/showMessage', { type, message });
  }

  apply(edit: ApplyWorkspaceEditParams): Promise<ApplyWorkspaceEditResult> {
    return this.#rpc.sendRequest('workspace/applyEdit', edit);
  }

  /** Asks to be told of files that change on the disk. */
  watchFiles(): void {
    const registerOptions = { watchers: [{ globPattern: '**/*' }] };
    const registrations = [{ id: WATCHED, method: WATCHED, registerOptions }];
    const refused = (): void => this.warn('the editor refused to report files that change on disk');
    this.#rpc.sendRequest('client/registerCapability', { registrations }).catch(refused);
  }

  /** Resolves to what shows steps, once the editor has agreed; rejects where it refuses. */
  async createProgress(onStop: () => void): Promise<(step: ProgressStep) => void> {
    const token = ++this.#tokens;
    await this.#rpc.sendRequest('window/workDoneProgress/create', { token });
    this.#stops.set(token, onStop);
    return (value) => {
      if (value.kind === 'end') this.#stops.delete(token);
      this.#notify('$/progress', { token, value });
    };
  }

  /** An editor that was killed says nothing, and someone else may hold its streams. */
  #leaveWith(processId: number | null, leave: () => void): void {
    if (typeof processId !== 'number') return;
    clearInterval(this.#looks);
    this.#looks = setInterval(() => {
      if (!this.editor.isRunning(processId)) leave();
    }, LOOKS);
  }

  /** An editor that takes no more messages is leaving, which ends the process. */
  #notify(method: string, params: object): void {
    this.#rpc.sendNotification(method, params).catch(() => undefined);
  }
}

const WATCHED = 'workspace/didChangeWatchedFiles';

/** Kinds of messages. */
export const ERROR = 1;
export const WARNING = 2;
export const INFO = 3;

/** Milliseconds between looks at whether the editor still runs. */
const LOOKS = 3000;
