import { basename } from 'node:path';
import {
  type CancellationToken,
  type CodeActionTriggerKind,
  type Connection,
  createConnection,
  DidChangeWatchedFilesNotification,
  type ExecuteCommandParams,
  FileChangeType,
  type FileEvent,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ProposedFeatures,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
  type WorkspaceFolder,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import * as z from 'zod/mini';
import { TOOL } from '../audit/index.ts';
import { fileKindOf, isToolFolder } from '../discover/index.ts';
import { COMMANDS } from './code-actions.ts';
import { EditSession } from './edit-session.ts';
import type { EditorHost } from './editor-host.ts';
import { ignoredAt, refusal, whyAt } from './place-commands.ts';
import { editBetween, isPosition, isRange } from './ranges.ts';
import { readSettings } from './settings.ts';
import { fileOf, folderOf } from './workspace.ts';

const AUTOMATIC: CodeActionTriggerKind = 2;

/** Serves one editor until it leaves. The library ends the process then: with 0 after `shutdown`, with 1 without. */
export function serveEditor(input: NodeJS.ReadableStream, output: NodeJS.WritableStream, host: EditorHost): void {
  const connection = createConnection(ProposedFeatures.all, input, output);
  new EditorServer(connection, host).listen();
}

/** Between the messages of the protocol and the session. */
class EditorServer {
  readonly #documents = new TextDocuments(TextDocument);
  #session: EditSession | undefined;

  constructor(
    readonly connection: Connection,
    readonly host: EditorHost,
  ) {}

  listen(): void {
    const { connection } = this;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onShutdown(() => this.#session?.stop());
    connection.onHover(({ textDocument, position }) => {
      if (!isPosition(position)) throw refusal('the position of the hover is none');
      return this.#session?.hover(textDocument.uri, position) ?? null;
    });
    connection.onCodeAction(({ textDocument, range, context }) => {
      if (!isRange(range)) throw refusal('the range of the code actions is none');
      const isAsked = context.triggerKind !== AUTOMATIC;
      return this.#session?.codeActions(textDocument.uri, range, isAsked) ?? [];
    });
    connection.onExecuteCommand((params, token) => this.#execute(params, token));
    connection.onDidChangeWatchedFiles(({ changes }) => this.#changedOnDisk(changes.filter(concernsScan)));
    this.#documents.onDidOpen(({ document }) => this.#session?.opened(document));
    this.#documents.onDidChangeContent(({ document }) => this.#session?.changed(document));
    this.#documents.onDidSave(({ document }) =>
      this.#changedOnDisk([{ uri: document.uri, type: FileChangeType.Changed }]),
    );
    this.#documents.onDidClose(({ document }) => this.#session?.closed(document));
    this.#documents.listen(connection);
    connection.listen();
  }

  #initialize({ capabilities, initializationOptions, ...params }: InitializeParams): InitializeResult {
    const { settings, problem } = readSettings(initializationOptions);
    const { connection } = this;
    const session = new EditSession(connection, this.host, settings, capabilities.window?.workDoneProgress === true);
    this.#session = session;
    const watches = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    const hasFolders = capabilities.workspace?.workspaceFolders === true;
    connection.onInitialized(() => {
      if (problem !== undefined) connection.window.showWarningMessage(`auditlint: ${problem}`);
      if (watches)
        void connection.client.register(DidChangeWatchedFilesNotification.type, {
          watchers: [{ globPattern: '**/*' }],
        });
      if (hasFolders) {
        connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
          for (const { uri } of removed) session.removeFolder(uri);
          this.#add(added);
        });
      }
      this.#add(foldersOf(params));
    });
    return {
      serverInfo: { name: TOOL.name, version: TOOL.version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
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
      if (folder === undefined) this.connection.console.warn(`${uri} is no folder of this machine, and is not scanned`);
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
    if (session.settings.showAnswers) this.connection.window.showInformationMessage(text);
    return text;
  }

  async #ignore(
    session: EditSession,
    [uri, line, rule, reason]: z.infer<typeof IGNORE>,
    token: CancellationToken,
  ): Promise<null> {
    const version = session.versionOf(uri);
    const asked = session.lineAt(uri, line);
    const wish = { rule, reason: reason ?? NO_REASON };
    const { before, after } = orCancelled(await ignoredAt(asked, wish, { signal: signalOf(token) }));
    await session.apply(uri, version, editBetween(before, after), `Ignore ${rule}`);
    if (reason === undefined) this.connection.window.showInformationMessage('Write into the comment why it may stay');
    return null;
  }
}

const NO_REASON = 'TODO: say why it may stay';

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
  throw refusal(`\`${command}\` does not take these arguments: ${parsed.error.issues[0]?.message ?? 'not understood'}`);
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

function orCancelled<T>(result: T | undefined): T {
  if (result !== undefined) return result;
  throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
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
  return type !== FileChangeType.Changed || basename(file) === '.gitignore' || fileKindOf(file) !== undefined;
}
