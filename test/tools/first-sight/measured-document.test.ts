import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { draw } from '../../../tools/first-sight/draw.ts';
import { measuredDocument, regressionIn, writeMeasuredPage } from '../../../tools/first-sight/measured-document.ts';
import { readCollectedRounds } from '../../../tools/first-sight/verdicts.ts';
import { repositoryOf, SmallProject } from './small-project.ts';

const orders = repositoryOf('https://github.com/ada/orders', 1);
const own = new SmallProject();
afterAll(() => {
  orders.remove();
  own.remove();
});

describe('the page of what was measured', () => {
  it('begins with the rounds, and keeps what the corpus gave', async () => {
    await draw(own.drawing([orders.root]), () => {});
    expect(readCollectedRounds(own.root)).toEqual([]);
    const header = 'id\tpath\tline\tverdict\tseverity_due\tuse\tcause\twhy\n';
    own.write(
      'measurements/first-sight/round-1/verdicts.tsv',
      `${header}r1-001\tpart0.py\t4\tright\tP1\tglad\t\tit hides\n`,
    );
    own.write('measurements/measured.md', '# Measured\n\nstale\n\n## Regression\n\nOn a day.\n\n### Again\n');
    writeMeasuredPage(own.root, readCollectedRounds(own.root));
    const page = readFileSync(join(own.root, 'measurements/measured.md'), 'utf8');
    expect(page).toContain('| default profile | 1 | 1 | 1 | 100 % (1 of 1; 21–100 %) | 0 % | 0 % |');
    expect(page).not.toContain('bare-except');
    expect(page).not.toContain('stale');
    expect(page.endsWith('\n\n## Regression\n\nOn a day.\n\n### Again\n')).toBe(true);
    expect(measuredDocument(readCollectedRounds(own.root), regressionIn(page))).toBe(page);
  });

  it('needs the heading that divides it', () => {
    expect(() => regressionIn('# Measured\n')).toThrow(
      'measurements/measured.md: the heading "## Regression" is missing',
    );
  });
});
