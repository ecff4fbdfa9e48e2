import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RegisteredRule } from '../../../src/kit/index.ts';
import { Clones } from '../../../tools/recall/clones.ts';
import { measureRecall, type Recall } from '../../../tools/recall/measure.ts';
import { type RowSelection, readSelection, type SelectionWish } from '../../../tools/recall/read-selection.ts';
import { scanJob } from '../../../tools/recall/scan-job.ts';
import type { Scanner } from '../../../tools/recall/scan-pool.ts';
import { ONLY_BARE_EXCEPT } from '../bare-except.ts';
import { SmallHistory } from '../git/small-history.ts';

/** A project that keeps rows in `measurements/recall`, and clones beside it. */
export class SmallRecall {
  readonly root = mkdtempSync(join(tmpdir(), 'auditlint-recall-'));
  readonly clonesFolder = join(this.root, 'clones');
  readonly clones = (): Clones => new Clones([this.clonesFolder], join(this.root, 'cache'));
  readonly #histories: SmallHistory[] = [];

  constructor() {
    mkdirSync(this.clonesFolder);
  }

  /** A repository whose clone stands among the others. */
  clone(name: string): SmallHistory {
    const history = new SmallHistory();
    this.#histories.push(history);
    symlinkSync(history.root, join(this.clonesFolder, name.replace('/', '+')));
    return history;
  }

  /** A table, lines of cells under a header. */
  table(path: string, header: string, ...rows: readonly (readonly (string | number)[])[]): string {
    const lines = rows.map((cells) => cells.join('\t'));
    return this.write(path, `${[header.replaceAll(' ', '\t'), ...lines].join('\n')}\n`);
  }

  audits(...rows: readonly (readonly string[])[]): void {
    this.table('measurements/recall/audits.tsv', 'table repository commit lines', ...rows);
  }

  mined(rule: string, ...rows: readonly (readonly (string | number)[])[]): void {
    this.table(`measurements/recall/${rule}.tsv`, MINED_HEADER, ...rows);
  }

  write(path: string, text: string): string {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  select(wish: Partial<SelectionWish> = {}): RowSelection {
    const knownRules = new Set(['bare-except', 'blind-except']);
    return readSelection({ project: this.root, tables: [], select: [], parts: ['kept', 'aside'], knownRules, ...wish });
  }

  measure(wish: Partial<SelectionWish> = {}, scan: Scanner = scanHere()): Promise<Recall> {
    return measureRecall(this.select(wish), this.clones(), scan);
  }

  remove(): void {
    for (const history of this.#histories) history.remove();
    rmSync(this.root, { recursive: true });
  }
}

export const MINED_HEADER = 'repository before after path line message why';
export const AUDIT_HEADER = 'expect rules id file line claim';

/** Without a process for each, and with rules that are easy to foresee. */
export function scanHere(rules: readonly RegisteredRule[] = ONLY_BARE_EXCEPT): Scanner {
  return (jobs) => Promise.all(jobs.map((job) => scanJob(job, rules)));
}
