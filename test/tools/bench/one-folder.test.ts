import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { withOneFolder } from '../../../tools/bench/one-folder.ts';

const scratch = mkdtempSync(join(tmpdir(), 'auditlint-together-'));
afterAll(() => rmSync(scratch, { recursive: true }));
for (const path of ['lib/site-packages', 'shop/orders']) mkdirSync(join(scratch, path), { recursive: true });
for (const path of ['lib/queue.py', 'lib/site-packages/six.py', 'shop/orders/app.py'])
  writeFileSync(join(scratch, path), '');
symlinkSync('/etc', join(scratch, 'lib/elsewhere'));

describe('folders of a bench', () => {
  it('are copied into one, without what is not theirs, for as long as the work takes', () => {
    let place = '';
    withOneFolder([join(scratch, 'lib'), join(scratch, 'shop')], (folder) => {
      place = folder;
      expect(readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()).toEqual([
        '0-lib',
        '0-lib/queue.py',
        '1-shop',
        '1-shop/orders',
        '1-shop/orders/app.py',
      ]);
    });
    expect(existsSync(place)).toBe(false);
  });
});
