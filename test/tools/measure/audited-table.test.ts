import { afterAll, describe, expect, it } from 'vitest';
import { readAudits } from '../../../tools/measure/audited-table.ts';
import { projectRoot } from '../../../tools/project-root.ts';
import { SmallMeasure } from './small-measure.ts';

const own = new SmallMeasure();
afterAll(() => own.remove());

describe('the tables of audits', () => {
  it('that the project names can be read', () => {
    expect(readAudits(projectRoot).map(({ name }) => name)).toContain('tensafe');
  });

  it('may be about several commits', () => {
    own.audits(['cortex', 'ada/shop', 'add9e5d', 'line'], ['cortex', 'ada/own', '-', 'line_own']);
    expect(readAudits(own.root)).toEqual([
      {
        name: 'cortex',
        sources: [
          { repository: 'ada/shop', commit: 'add9e5d', lines: 'line' },
          { repository: 'ada/own', commit: undefined, lines: 'line_own' },
        ],
      },
    ]);
  });

  it.each([
    [['hndsr', 'shop', 'add9e5d', 'line'], '`shop` is no `owner/name`'],
    [['hndsr', 'ada/shop', 'HEAD', 'line'], '`HEAD` is no hash of a commit'],
    [['hndsr', 'ada/shop', 'add9e5d', ''], '`lines` is empty'],
    [['hndsr', 'ada/shop', 'add9e5d'], '3 columns, the header has 4'],
  ])('say of %j what is wrong', (cells, said) => {
    own.audits(cells);
    expect(() => readAudits(own.root)).toThrow(`measurements/recall/audits.tsv:2: ${said}`);
  });

  it('need their columns', () => {
    own.table('measurements/recall/audits.tsv', 'table repository commit');
    expect(() => readAudits(own.root)).toThrow('measurements/recall/audits.tsv:1: the column `lines` is missing');
  });
});
