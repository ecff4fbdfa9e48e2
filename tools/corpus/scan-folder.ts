import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readNotebook } from '../../src/ast/notebook.ts';
import { type ScanReport, scan } from '../../src/engine/index.ts';
import type { Finding } from '../../src/findings/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { decodePython, decodeText } from '../../src/text/decode.ts';
import { SourceText } from '../../src/text/index.ts';
import { strictOptions } from '../strict-options.ts';
import type { Folder } from './folder.ts';

/** A scanned folder with what reading its findings needs. */
export interface ScannedFolder extends Folder {
  readonly report: ScanReport;
  readonly findings: readonly ReadFinding[];
}

/** A finding with its line of source, trimmed as in the labels. */
export interface ReadFinding {
  readonly finding: Finding;
  readonly code: string;
}

/** Scans with these rules in the strict profile, as if the repository had no configuration and git ignored nothing in it. */
export async function scanFolder(
  folder: Folder,
  rules: readonly RegisteredRule[],
  today: string,
  signal?: AbortSignal,
): Promise<ScannedFolder> {
  const options = strictOptions(rules, today);
  const exclude = [{ base: folder.path, patterns: folder.exclude ?? [] }];
  const request = { root: folder.path, paths: [], exclude, respectsGitIgnore: false, rules, options };
  const outcome = await scan({ ...request, ...(signal !== undefined && { signal }) });
  signal?.throwIfAborted();
  if (outcome.kind !== 'finished') throw new Error(`${folder.path}: the scan ended as "${outcome.kind}"`);
  const sources = new Sources(folder.path);
  const findings = outcome.report.findings.map((finding) => {
    const { path, line, cell } = finding.location;
    return { finding, code: sources.text(path, cell)?.lineText(line).trim() ?? '' };
  });
  return { ...folder, report: outcome.report, findings };
}

/** The texts of a folder as the scan saw them: decoded as Python, or the cell of a notebook. */
export class Sources {
  readonly #texts = new Map<string, SourceText | undefined>();

  /** `read`: the bytes of a file of the root; from the disk unless told otherwise. */
  constructor(
    readonly root: string,
    readonly read: (path: string) => Buffer = (path) => readFileSync(join(root, path)),
  ) {}

  text(path: string, cell?: number): SourceText | undefined {
    const key = `${path}\0${cell ?? ''}`;
    if (!this.#texts.has(key)) this.#texts.set(key, this.#read(path, cell));
    return this.#texts.get(key);
  }

  #read(path: string, cell: number | undefined): SourceText | undefined {
    const bytes = this.read(path);
    if (!/\.(?:pyi?|ipynb)$/.test(path)) return new SourceText(decodeText(bytes));
    const decoded = decodePython(bytes);
    if (decoded.kind !== 'text') return undefined;
    return new SourceText(cell === undefined ? decoded.content : cellText(decoded.content, cell));
  }
}

/** The lines of a notebook that belong to a cell. */
function cellText(json: string, cell: number): string {
  const notebook = readNotebook(json);
  if (notebook.kind !== 'notebook') return '';
  const text = new SourceText(notebook.content);
  const lines = Array.from({ length: text.lineCount }, (_, index) => index + 1);
  const own = lines.filter((line) => notebook.cellOfLine(line).cell === cell);
  return own.map((line) => text.lineText(line)).join('\n');
}
