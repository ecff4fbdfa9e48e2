import { afterAll, describe, expect, it } from 'vitest';
import { draw } from '../../../tools/first-sight/draw.ts';
import { recheckText } from '../../../tools/first-sight/print-recheck.ts';
import { recheck } from '../../../tools/first-sight/recheck.ts';
import { repositoryOf, SmallProject } from './small-project.ts';

const orders = repositoryOf('https://github.com/ada/orders', 3);
const own = new SmallProject();
const settings = own.drawing([]);
afterAll(() => {
  orders.remove();
  own.remove();
});

describe('a round held against the tool as it is now', () => {
  it('says what is still told, what is gone, and whose severity is off', async () => {
    await draw(own.drawing([orders.root]), () => {});
    await expect(recheck(own.root, 1, [orders.root], settings)).rejects.toThrow('round 1 is not collected');
    const header = 'id\tpath\tline\tverdict\tseverity_due\tuse\tcause\twhy\n';
    const rows = [
      'r1-001\tpart0.py\t4\tright\tP0\tglad\t\tit hides',
      'r1-002\tpart1.py\t4\twrong\t-\tnoise\t\tit is meant',
      'r1-003\tpart2.py\t4\tright\tP3\ttrivia\t\ta probe',
    ];
    own.write('measurements/first-sight/round-1/verdicts.tsv', `${header}${rows.join('\n')}\n`);
    const text = recheckText(await recheck(own.root, 1, [orders.root], settings));
    expect(text).toContain('right and told now: 100 % (2 of 2; 34–100 %)');
    expect(text).toContain('Wrong, and still told: 1\n  r1-002 github.com/ada/orders part1.py:4 bare-except');
    expect(text).toContain('severity as due: 50 % (1 of 2; 9–91 %)');
    expect(text).toContain('More than one step from the severity that is due: 1\n  r1-003');
    const gone = recheckText(await recheck(own.root, 1, [orders.root], { ...settings, rules: [] }));
    expect(gone).toContain('Right, and no longer told: 2\n  r1-001');
  });

  it('refuses another commit, a repository given twice, and one of no round', async () => {
    await expect(recheck(own.root, 1, [orders.root, orders.root], settings)).rejects.toThrow('is given twice');
    orders.git('remote', 'set-url', 'origin', 'https://github.com/ada/stock');
    await expect(recheck(own.root, 1, [orders.root], settings)).rejects.toThrow('is no repository of round 1');
    orders.git('remote', 'set-url', 'origin', 'https://github.com/ada/orders');
    orders.commit({ 'more.py': 'x = 1\n' });
    await expect(recheck(own.root, 1, [orders.root], settings)).rejects.toThrow('and round 1 read');
  });
});
