import { join } from 'node:path';
import type { ComparedTool, Told } from '../../../tools/compare/tools.ts';
import { type Measured, type Measuring, measureAll } from '../../../tools/measure/measure-all.ts';
import { askPeers } from '../../../tools/measure/peers.ts';
import { scanSubject } from '../../../tools/measure/scan-subject.ts';
import { readAudits } from '../../../tools/recall/audited-table.ts';
import { ONLY_BARE_EXCEPT } from '../bare-except.ts';
import { SmallRecall } from '../recall/small-recall.ts';

/** A project with tables, planted projects and clones beside it. */
export class SmallMeasure extends SmallRecall {
  constructor() {
    super();
    this.write('fixtures/measure/five.py', lazy('first'));
  }

  wish(own: Partial<Measuring> = {}): Measuring {
    return {
      project: this.root,
      tables: join(this.root, 'tables'),
      planted: join(this.root, 'planted'),
      audits: readAudits(this.root),
      knownRules: new Set(['bare-except', 'blind-except']),
      repositories: [this.clonesFolder],
      cache: join(this.root, 'cache'),
      libraries: { subjects: [], problems: [] },
      scan: (jobs) => Promise.all(jobs.map((job) => scanSubject(job, ONLY_BARE_EXCEPT))),
      peers: [],
      askPeer: askPeers(join(this.root, 'cache'), () => {}),
      ...own,
    };
  }

  measureAll(own: Partial<Measuring> = {}): Promise<Measured> {
    return measureAll(this.wish(own));
  }
}

/** Six lines, of which the fourth is a bare handler. */
export const lazy = (name: string): string =>
  `def ${name}(order):\n    try:\n        order.save()\n    except:\n        pass\n\n`;

export const peer = (name: string, tell: (root: string) => readonly Told[]): ComparedTool => ({
  name,
  command: name,
  tell: (root) => [...tell(root)],
});
