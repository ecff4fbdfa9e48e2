import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ComparedTool, PeerFinding } from '../../../tools/compare/tools.ts';
import { readAudits } from '../../../tools/measure/audited-table.ts';
import { type Measured, type Measuring, measureAll } from '../../../tools/measure/measure-all.ts';
import { peerRunner } from '../../../tools/measure/peers.ts';
import { scanSubject } from '../../../tools/measure/scan-subject.ts';
import { ONLY_BARE_EXCEPT } from '../bare-except.ts';
import { SmallHistory } from '../git/small-history.ts';

/** A project with tables, planted projects and clones beside it. */
export class SmallMeasure {
  readonly root = mkdtempSync(join(tmpdir(), 'auditlint-measure-'));
  readonly #clones = join(this.root, 'clones');
  readonly #histories: SmallHistory[] = [];

  constructor() {
    mkdirSync(this.#clones);
    this.write('fixtures/measure/five.py', lazy('first'));
  }

  /** A repository whose clone is among the others. */
  clone(name: string): SmallHistory {
    const history = new SmallHistory();
    this.#histories.push(history);
    symlinkSync(history.root, join(this.#clones, name.replace('/', '+')));
    return history;
  }

  /** A table, lines of cells under a header. */
  table(path: string, header: string, ...rows: readonly (readonly (string | number)[])[]): void {
    const lines = rows.map((cells) => cells.join('\t'));
    this.write(path, `${[header.replaceAll(' ', '\t'), ...lines].join('\n')}\n`);
  }

  audits(...rows: readonly (readonly string[])[]): void {
    this.table('measurements/recall/audits.tsv', 'table repository commit lines', ...rows);
  }

  write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  wish(own: Partial<Measuring> = {}): Measuring {
    return {
      part: 'all',
      project: this.root,
      tables: join(this.root, 'tables'),
      planted: join(this.root, 'planted'),
      audits: readAudits(this.root),
      knownRules: new Set(['bare-except', 'blind-except']),
      repositories: [this.#clones],
      cache: join(this.root, 'cache'),
      libraries: { subjects: [], problems: [] },
      scan: (jobs) => Promise.all(jobs.map((job) => scanSubject(job, ONLY_BARE_EXCEPT))),
      peers: [],
      peerMessages: peerRunner(join(this.root, 'cache'), () => {}),
      ...own,
    };
  }

  measureAll(own: Partial<Measuring> = {}): Promise<Measured> {
    return measureAll(this.wish(own));
  }

  remove(): void {
    for (const history of this.#histories) history.remove();
    rmSync(this.root, { recursive: true });
  }
}

/** Six lines, of which the fourth is a bare handler. */
export const lazy = (name: string): string =>
  `def ${name}(order):\n    try:\n        order.save()\n    except:\n        pass\n\n`;

export const peer = (name: string, report: (root: string) => readonly PeerFinding[]): ComparedTool => ({
  name,
  command: name,
  findingsOf: (root) => [...report(root)],
});
