import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileConclusion } from '../engine/index.ts';
import type { LastScan } from './last-scan.ts';
import type { ProjectRoot } from './project-root.ts';

/** A file of a root that is open in the editor. */
export class OpenDocument {
  #before: string;
  #concluded: { readonly version: number; readonly last: LastScan; readonly conclusion: FileConclusion } | undefined;
  /** Milliseconds that the last conclusion took. */
  effort = 0;

  constructor(
    readonly document: TextDocument,
    readonly root: ProjectRoot,
    readonly path: string,
  ) {
    // What a scan before this saw is what the disk has; the editor may open what it kept of an earlier day, and nobody saved.
    this.#before = root.textOf(path) ?? document.getText();
  }

  /** A scan has read this text. */
  scanned(text: string): void {
    this.#before = text;
  }

  /** What there is to say of the text as it is; undefined before the first scan. */
  conclude(): FileConclusion | undefined {
    const { last } = this.root;
    if (last === undefined) return undefined;
    const { version } = this.document;
    if (this.#concluded?.version !== version || this.#concluded.last !== last) {
      const start = performance.now();
      const conclusion = last.conclude(this.path, this.#before, this.document.getText());
      this.effort = performance.now() - start;
      this.#concluded = { version, last, conclusion };
    }
    return this.#concluded.conclusion;
  }
}
