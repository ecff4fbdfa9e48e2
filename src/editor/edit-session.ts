import type { CodeAction, Diagnostic, Hover, Position, Range } from 'vscode-languageserver-protocol/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { reportsGaps } from '../audit/index.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { FileConclusion } from '../engine/index.ts';
import { BackgroundScan, type ScanListener } from './background-scan.ts';
import { codeActionsOf, type EditStyle } from './code-actions.ts';
import { diagnosticsOf, SOURCE } from './diagnostics.ts';
import { type EditorConnection, ERROR } from './editor-connection.ts';
import type { EditorHost } from './editor-host.ts';
import { hoverOf } from './hover.ts';
import { OpenDocument } from './open-document.ts';
import { type RequestedLine, refusal } from './place-commands.ts';
import { type OpenTexts, ProjectRoot } from './project-root.ts';
import { meets, rangeOf } from './ranges.ts';
import type { Settings } from './settings.ts';
import { uriOfFile, Workspace } from './workspace.ts';

/** Milliseconds: anyone who types fast is answered once. */
const PAUSE = 20;
/** A conclusion that takes longer is waited for as long as it takes, up to this. */
const QUICK = 150;
const LONGEST_PAUSE = 2000;

/** Keystrokes after which the project is scanned though nothing was saved. */
const EDITS_PER_SCAN = 1000;

/** What one editor has open, and what it was told of it. */
export class EditSession implements ScanListener {
  readonly #workspace = new Workspace();
  readonly #scans = new Map<ProjectRoot, BackgroundScan>();
  readonly #open = new Map<string, OpenDocument>();
  /** Outside of all roots. */
  readonly #outside = new Map<string, TextDocument>();
  readonly #pending = new Map<string, NodeJS.Timeout>();
  /** What is wrong with a root, and the file in which that is. */
  readonly #problems = new Map<ProjectRoot, { readonly reason: string; readonly uri: string | undefined }>();
  /** Files that have diagnostics, and which. */
  readonly #published = new Map<string, string>();
  readonly #rules;
  readonly #style: EditStyle;
  #edits = 0;

  constructor(
    readonly connection: EditorConnection,
    readonly host: EditorHost,
    readonly settings: Settings,
    readonly showsProgress: boolean,
  ) {
    this.#rules = new Map(host.describedRules(settings.docsUrl).map((rule) => [rule.name, rule]));
    this.#style = {
      uriOf: (path) => path,
      pageOf: (rule) => this.#rules.get(rule)?.page,
      versionOf: (uri) => this.#open.get(uri)?.document.version ?? null,
    };
  }

  addFolder(uri: string, folder: string): void {
    if (this.#workspace.has(uri)) return;
    const root = new ProjectRoot(folder, this.host, this.settings.profile);
    this.#workspace.add(uri, root);
    const scan = new BackgroundScan(root, this.connection, this.showsProgress, this);
    this.#scans.set(root, scan);
    this.#placeAnew();
    scan.soon(0);
  }

  removeFolder(uri: string): void {
    const root = this.#workspace.remove(uri);
    if (root === undefined) return;
    this.#scans.get(root)?.stop();
    this.#scans.delete(root);
    this.#clearProblem(root);
    for (const known of [...this.#published.keys()]) {
      if (this.#workspace.place(known) === undefined) this.#publish(known, []);
    }
    this.#placeAnew();
  }

  /** A folder that comes or goes gives files of others another root; those that keep theirs stay as they are. */
  #placeAnew(): void {
    const open = [...this.#open.values()];
    const moved = open.filter(({ root, document }) => this.#workspace.place(document.uri)?.root !== root);
    const outside = [...this.#outside.values()].filter(({ uri }) => this.#workspace.place(uri) !== undefined);
    for (const { document } of moved) this.#open.delete(document.uri);
    for (const { uri } of outside) this.#outside.delete(uri);
    for (const document of [...moved.map((each) => each.document), ...outside]) this.opened(document);
  }

  opened(document: TextDocument): void {
    const place = this.#workspace.place(document.uri);
    if (place === undefined) {
      this.#outside.set(document.uri, document);
      this.connection.warn(`${document.uri} is outside all workspace folders and is not scanned`);
      return;
    }
    const { root, path } = place;
    this.#open.set(document.uri, new OpenDocument(document, root, path));
    // One that nobody saved yet becomes a part of the project.
    if (!root.has(path)) this.#scans.get(root)?.soon();
    this.#publishFile(document.uri);
  }

  changed({ uri }: TextDocument): void {
    const open = this.#open.get(uri);
    if (open === undefined) return;
    clearTimeout(this.#pending.get(uri));
    const pause = open.effort > QUICK ? Math.min(open.effort, LONGEST_PAUSE) : PAUSE;
    this.#pending.set(
      uri,
      setTimeout(() => this.#publishFile(uri), pause),
    );
    this.#edits++;
    if (this.#edits % EDITS_PER_SCAN === 0) this.#scans.get(open.root)?.soon();
  }

  closed({ uri }: TextDocument): void {
    clearTimeout(this.#pending.get(uri));
    this.#pending.delete(uri);
    this.#outside.delete(uri);
    const open = this.#open.get(uri);
    this.#open.delete(uri);
    if (open === undefined) return;
    // What was not saved is gone.
    this.#scans.get(open.root)?.soon();
    if (this.settings.diagnostics === 'open') this.#publish(uri, []);
  }

  /** Something below a root was saved, made or removed. */
  filesChanged(uris: readonly string[]): void {
    for (const uri of uris) {
      const place = this.#workspace.place(uri);
      if (place !== undefined) this.#scans.get(place.root)?.soon();
    }
  }

  /** All is found out anew: a configuration changed, or someone asks for it. */
  scanAnew(): void {
    for (const [root, scan] of this.#scans) {
      root.forget();
      scan.soon();
    }
  }

  stop(): void {
    for (const scan of this.#scans.values()) scan.stop();
    for (const timer of this.#pending.values()) clearTimeout(timer);
  }

  hover(uri: string, { line, character }: Position): Hover | null {
    const at = { start: { line, character }, end: { line, character } };
    const findings = this.#conclusion(uri)?.findings ?? [];
    return hoverOf(
      findings.filter(({ location }) => meets(rangeOf(location), at)),
      this.#rules,
    );
  }

  codeActions(uri: string, range: Range, isInvoked: boolean): CodeAction[] {
    const open = this.#open.get(uri);
    if (open === undefined || open.root.last?.kinds.has(open.path) !== true) return [];
    const { findings = [], notices = [] } = this.#conclusion(uri) ?? {};
    const hasGaps = notices.some(({ kind }) => reportsGaps(kind));
    return codeActionsOf({ uri, range, findings, hasGaps, isInvoked }, this.#styleIn(open.root));
  }

  /** A line, from 0, of a file of the workspace. */
  lineAt(uri: string, line: number): RequestedLine {
    const place = this.#workspace.place(uri);
    if (place === undefined) throw refusal(`${uri} is outside all workspace folders`);
    return { ...place, line: line + 1, texts: this.textsOf(place.root) };
  }

  /** Asks the editor to change a file, as long as it is in this version. */
  async apply(uri: string, version: number, edit: { readonly range: Range; readonly newText: string }, label: string) {
    const documentChanges = [{ textDocument: { uri, version }, edits: [edit] }];
    const { applied, failureReason } = await this.connection.apply({ label, edit: { documentChanges } });
    if (!applied) throw refusal(`the editor rejected the edit: ${failureReason ?? 'no reason given'}`);
  }

  versionOf(uri: string): number {
    const open = this.#open.get(uri);
    if (open === undefined) throw refusal(`${uri} is not open in the editor, so the comment cannot be inserted`);
    return open.document.version;
  }

  textsOf(root: ProjectRoot): OpenTexts {
    const own = [...this.#open.values()].filter((open) => open.root === root);
    return new Map(own.map(({ path, document }) => [path, document.getText()]));
  }

  scanned(root: ProjectRoot, texts: OpenTexts): void {
    const { last } = root;
    if (last === undefined || !this.#scans.has(root)) return;
    this.#clearProblem(root);
    const reported = new Set<string>();
    for (const open of this.#open.values()) {
      if (open.root !== root) continue;
      const text = texts.get(open.path);
      if (text !== undefined) open.scanned(text);
      reported.add(open.document.uri);
      this.#publishFile(open.document.uri);
    }
    for (const { message } of last.conclusionOf('').notices) this.connection.warn(message);
    if (this.settings.diagnostics === 'workspace') {
      for (const path of last.paths) {
        const uri = this.#uriIn(root, path);
        if (path === '' || reported.has(uri)) continue;
        reported.add(uri);
        this.#publish(uri, diagnosticsOf(last.conclusionOf(path), this.#styleIn(root)));
      }
    }
    for (const uri of [...this.#published.keys()]) {
      if (!reported.has(uri) && this.#workspace.place(uri)?.root === root) this.#publish(uri, []);
    }
  }

  failed(root: ProjectRoot, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    // Each save would say it again.
    if (this.#problems.get(root)?.reason !== reason) this.connection.show(`auditlint: ${reason}`, ERROR);
    this.#clearProblem(root);
    const uri = error instanceof ConfigurationError ? this.#uriIn(root, error.file) : undefined;
    this.#problems.set(root, { reason, uri });
    if (!(error instanceof ConfigurationError) || uri === undefined) return;
    const start = { line: error.line - 1, character: error.column - 1 };
    this.#publish(uri, [{ range: { start, end: start }, severity: 1, source: SOURCE, message: error.problem }]);
  }

  #clearProblem(root: ProjectRoot): void {
    const uri = this.#problems.get(root)?.uri;
    this.#problems.delete(root);
    if (uri !== undefined) this.#publish(uri, []);
  }

  #conclusion(uri: string): FileConclusion | undefined {
    return this.#open.get(uri)?.conclude();
  }

  /** What is said of an open file, as it is now. */
  #publishFile(uri: string): void {
    this.#pending.delete(uri);
    const open = this.#open.get(uri);
    const conclusion = this.#conclusion(uri);
    if (open === undefined || conclusion === undefined) return;
    const diagnostics = diagnosticsOf(conclusion, this.#styleIn(open.root));
    this.#published.set(uri, '');
    this.connection.publish({ uri, version: open.document.version, diagnostics });
  }

  /** What is said of a file that is not open, or no longer. */
  #publish(uri: string, diagnostics: Diagnostic[]): void {
    const written = JSON.stringify(diagnostics);
    if ((this.#published.get(uri) ?? '[]') === written) return;
    if (diagnostics.length === 0) this.#published.delete(uri);
    else this.#published.set(uri, written);
    this.connection.publish({ uri, diagnostics });
  }

  #styleIn(root: ProjectRoot): EditStyle {
    return { ...this.#style, uriOf: (path) => this.#uriIn(root, path) };
  }

  /** As the editor names it, where it is open: it may write the same file in other ways. `file` may be relative to the root. */
  #uriIn(root: ProjectRoot, file: string): string {
    const path = root.pathOf(root.fileOf(file)) ?? file;
    for (const [uri, open] of this.#open) if (open.root === root && open.path === path) return uri;
    return uriOfFile(root.fileOf(file));
  }
}
