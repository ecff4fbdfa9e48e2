import { basename } from 'node:path';
import { type CancellationToken, ResponseError } from 'vscode-jsonrpc/node';
import type {
  CodeActionTriggerKind,
  DidChangeTextDocumentParams,
  ExecuteCommandParams,
  FileChangeType,
  FileEvent,
  InitializeParams,
  InitializeResult,
  TextDocumentSyncKind,
  WorkspaceFolder,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import * as z from 'zod/mini';
import { TOOL } from '../audit/index.ts';
import { fileKindOf, isToolFolder } from '../discover/index.ts';
import { COMMANDS } from './code-actions.ts';
import { EditSession } from './edit-session.ts';
import {
  type Answers,
  EditorConnection,
  type EditorProcess,
  INFO,
  type Listeners,
  WARNING,
} from './editor-connection.ts';
import type { EditorHost } from './editor-host.ts';
import { ignoredAt, refusal, whyAt } from './place-commands.ts';
import { editBetween, isPosition, isRange } from './ranges.ts';
import { readSettings } from './settings.ts';
import { fileOf, folderOf } from './workspace.ts';

const AUTOMATIC: CodeActionTriggerKind = 2;
const INCREMENTAL: TextDocumentSyncKind = 2;
const CHANGED: FileChangeType = 2;
/** `LSPErrorCodes.RequestCancelled` of the protocol. */
const REQUEST_CANCELLED = -32800;

/** Serves one editor until it leaves; whether it said before that it would. What was begun for it is given up. */
export function serveEditor(editor: EditorProcess, host: EditorHost): Promise<boolean> {
  return new EditorServer(new EditorConnection(editor), host).serve();
}

/** Between the messages of the protocol and the session. */
class EditorServer {
  readonly #documents = new Map<string, TextDocument>();
  #session: EditSession | undefined;
  /** What to do when the editor has taken the answer to its first request. */
  #begin: (() => void) | undefined;

  constructor(
    readonly connection: EditorConnection,
    readonly host: EditorHost,
  ) {}

  async serve(): Promise<boolean> {
    const isExpected = await this.connection.serve(this.#answers(), this.#listeners());
    this.#session?.stop();
    return isExpected;
  }

  #answers(): Answers {
    return {
      initialize: (params) => this.#initialize(params),
      shutdown: () => this.#session?.stop(),
      'textDocument/hover': ({ textDocument, position }) => {
        if (!isPosition(position)) throw refusal('the hover request has an invalid position');
        return this.#session?.hover(textDocument.uri, position) ?? null;
      },
      'textDocument/codeAction': ({ textDocument, range, context }) => {
        if (!isRange(range)) throw refusal('the code action request has an invalid range');
        const isInvoked = context.triggerKind !== AUTOMATIC;
        return this.#session?.codeActions(textDocument.uri, range, isInvoked) ?? [];
      },
      'workspace/executeCommand': (params, token) => this.#execute(params, token),
    };
  }

  #listeners(): Listeners {
    return {
      initialized: () => this.#begin?.(),
      'textDocument/didOpen': ({ textDocument: { uri, languageId, version, text } }) => {
        const document = TextDocument.create(uri, languageId, version, text);
        this.#documents.set(uri, document);
        this.#session?.opened(document);
      },
      'textDocument/didChange': (params) => this.#change(params),
      'textDocument/didSave': ({ textDocument: { uri } }) => this.#changedOnDisk([{ uri, type: CHANGED }]),
      'textDocument/didClose': ({ textDocument: { uri } }) => {
        const document = this.#documents.get(uri);
        this.#documents.delete(uri);
        if (document !== undefined) this.#session?.closed(document);
      },
      'workspace/didChangeWatchedFiles': ({ changes }) => this.#changedOnDisk(changes.filter(concernsScan)),
      'workspace/didChangeWorkspaceFolders': ({ event: { added, removed } }) => {
        for (const { uri } of removed) this.#session?.removeFolder(uri);
        this.#add(added);
      },
    };
  }

  #change({ textDocument: { uri, version }, contentChanges }: DidChangeTextDocumentParams): void {
    const document = this.#documents.get(uri);
    if (document !== undefined) this.#session?.changed(TextDocument.update(document, contentChanges, version));
  }

  #initialize({ capabilities, initializationOptions, ...params }: InitializeParams): InitializeResult {
    const { settings, problem } = readSettings(initializationOptions);
    const { connection } = this;
    this.#session = new EditSession(connection, this.host, settings, capabilities.window?.workDoneProgress === true);
    const watches = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    this.#begin = () => {
      if (problem !== undefined) connection.show(`auditlint: ${problem}`, WARNING);
      if (watches) connection.watchFiles();
      this.#add(foldersOf(params));
    };
    return {
      serverInfo: { name: TOOL.name, version: TOOL.version },
      capabilities: {
        textDocumentSync: { openClose: true, change: INCREMENTAL, save: true },
        hoverProvider: true,
        codeActionProvider: true,
        executeCommandProvider: { commands: Object.values(COMMANDS) },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  }

  #add(folders: readonly { readonly uri: string }[]): void {
    for (const { uri } of folders) {
      const folder = folderOf(uri);
      if (folder === undefined) this.connection.warn(`${uri} is not a folder on this machine and is not scanned`);
      else this.#session?.addFolder(uri, folder);
    }
  }

  #changedOnDisk(changes: readonly FileEvent[]): void {
    if (changes.some(({ uri }) => isConfiguration(uri))) this.#session?.scanAnew();
    else this.#session?.filesChanged(changes.map(({ uri }) => uri));
  }

  async #execute({ command, arguments: given = [] }: ExecuteCommandParams, token: CancellationToken): Promise<unknown> {
    const session = this.#session;
    if (session === undefined) return null;
    switch (command) {
      case COMMANDS.scan:
        session.scanAnew();
        return null;
      case COMMANDS.why:
        return this.#why(session, argumentsAs(WHY, command, given), token);
      case COMMANDS.ignore:
        return this.#ignore(session, argumentsAs(IGNORE, command, given), token);
      default:
        throw refusal(`unknown command \`${command}\``);
    }
  }

  async #why(session: EditSession, [uri, line]: z.infer<typeof WHY>, token: CancellationToken): Promise<string> {
    const text = orCancelled(await whyAt(session.lineAt(uri, line), this.host, { signal: signalOf(token) }));
    if (session.settings.showAnswers) this.connection.show(text, INFO);
    return text;
  }

  async #ignore(
    session: EditSession,
    [uri, line, rule, reason]: z.infer<typeof IGNORE>,
    token: CancellationToken,
  ): Promise<null> {
    const version = session.versionOf(uri);
    const requested = session.lineAt(uri, line);
    const wish = { rule, reason: reason ?? NO_REASON };
    const { before, after } = orCancelled(await ignoredAt(requested, wish, { signal: signalOf(token) }));
    await session.apply(uri, version, editBetween(before, after), `Ignore ${rule}`);
    if (reason === undefined) this.connection.show('State in the comment why the finding is acceptable', INFO);
    return null;
  }
}

const NO_REASON = 'TODO: say why the finding is acceptable';

const LINE = z.int().check(z.nonnegative());
const WHY = z.tuple([z.string(), LINE]);
const IGNORE = z.tuple([
  z.string(),
  LINE,
  z.string(),
  z.optional(z.string().check(z.regex(/\S/), z.regex(/^[^\r\n]*$/))),
]);

function argumentsAs<T>(schema: z.ZodMiniType<T>, command: string, given: readonly unknown[]): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw refusal(`invalid arguments for \`${command}\`: ${parsed.error.issues[0]?.message ?? 'not understood'}`);
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

function orCancelled<T>(result: T | undefined): T {
  if (result !== undefined) return result;
  throw new ResponseError(REQUEST_CANCELLED, 'cancelled');
}

/** Clients of before workspace folders name one root. */
function foldersOf({
  workspaceFolders,
  rootUri,
}: Pick<InitializeParams, 'workspaceFolders' | 'rootUri'>): Pick<WorkspaceFolder, 'uri'>[] {
  if (workspaceFolders !== undefined && workspaceFolders !== null) return workspaceFolders;
  return rootUri === null || rootUri === undefined ? [] : [{ uri: rootUri }];
}

/** A configuration may extend a file of another name. */
const isConfiguration = (uri: string): boolean => uri.endsWith('.toml');

/** What comes or goes may be a path that something names; of what changes only files count that are read. */
function concernsScan({ uri, type }: FileEvent): boolean {
  const file = fileOf(uri);
  if (file === undefined || file.split(/[\\/]/).some(isToolFolder)) return false;
  return type !== CHANGED || basename(file) === '.gitignore' || fileKindOf(file) !== undefined;
}
