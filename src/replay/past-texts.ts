import type { GitRepository } from '../git/index.ts';
import { SourceText } from '../text/index.ts';

/** A file at a commit, by the path that it had then. */
export interface Version {
  readonly commit: string;
  readonly path: string;
}

/** The texts of old versions: each is read once, and many with one question, because each question is a process. */
export class PastTexts {
  readonly #texts = new Map<string, SourceText | undefined>();
  /** By the name of the content: what many commits have in common is one text, taken apart once. */
  readonly #byId = new Map<string, SourceText | undefined>();
  #kept = 0;

  constructor(readonly repository: GitRepository) {}

  /** Asks for versions that will be asked for one by one. */
  expect(versions: readonly Version[]): void {
    const wanted = [...new Set(versions.map((version) => this.#nameOf(version)))].filter(
      (name) => !this.#texts.has(name) && !/[\r\n]/.test(name),
    );
    if (wanted.length === 0) return;
    const { status, stdout } = this.repository.git.run(['cat-file', '--batch'], `${wanted.join('\n')}\n`);
    if (status !== 0) return;
    let at = 0;
    for (const name of wanted) {
      const end = stdout.indexOf(10, at);
      if (end < 0) return;
      const [, id = '', kind, size] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(stdout.toString('latin1', at, end)) ?? [];
      at = end + 1;
      if (size === undefined) {
        this.#keep(name, undefined);
        continue;
      }
      const bytes = stdout.subarray(at, at + Number(size));
      at += Number(size) + 1;
      if (!this.#byId.has(id)) this.#byId.set(id, kind === 'blob' ? textOf(bytes) : undefined);
      this.#keep(name, this.#byId.get(id));
    }
  }

  /** Undefined where there is none, or none that is code. */
  at(version: Version): SourceText | undefined {
    const name = this.#nameOf(version);
    if (!this.#texts.has(name)) this.expect([version]);
    if (!this.#texts.has(name)) this.#keep(name, this.#readAlone(name));
    return this.#texts.get(name);
  }

  #keep(name: string, text: SourceText | undefined): void {
    this.#kept += text?.content.length ?? 0;
    if (this.#kept > MOST_KEPT) {
      this.#texts.clear();
      this.#byId.clear();
      this.#kept = text?.content.length ?? 0;
    }
    this.#texts.set(name, text);
  }

  #readAlone(name: string): SourceText | undefined {
    const { status, stdout } = this.repository.git.run(['cat-file', 'blob', name]);
    return status === 0 ? textOf(stdout) : undefined;
  }

  #nameOf({ commit, path }: Version): string {
    return `${commit}:${this.repository.prefix}${path}`;
  }
}

/** What is larger, or no text, is no code. */
const textOf = (bytes: Buffer): SourceText | undefined =>
  bytes.length <= MAX_BYTES && !bytes.includes(0) ? new SourceText(bytes.toString('utf8')) : undefined;

/** Characters of old versions. */
const MOST_KEPT = 64 * 1024 * 1024;
const MAX_BYTES = 2 * 1024 * 1024;
