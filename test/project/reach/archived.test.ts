import { describe, expect, it } from 'vitest';
import { severityOf } from '../../../src/findings/index.ts';
import { standingsIn, told } from './standings-in.ts';

describe('folders for old code', () => {
  const old = 'import secrets\n\nTOKEN = secrets.token_hex()\n';

  it.each(['archive/2023/orders.py', '_archive/orders.py', 'shop/legacy/orders.py', 'old_scripts/orders.py'])(
    '%s is kept for memory',
    (path) => {
      const standing = standingsIn({ [path]: old })(path, 'TOKEN');
      expect(told(standing)).toMatch(/^aside: `.*` stands in `\w+\/`, where old code is kept$/);
      expect(severityOf('breaks', 'P0', standing)).toBe('P3');
    },
  );

  it('holds what nothing outside of it uses: an import or a command is use', () => {
    const files = {
      'shop/__init__.py': '',
      'shop/legacy/__init__.py': '',
      'shop/legacy/orders.py': old,
      'shop/app.py': 'from shop.legacy.orders import TOKEN\n\nprint(TOKEN)\n',
      'backup/dump.py': 'print("dump")\n',
      Procfile: 'worker: python backup/dump.py\n',
    };
    const at = standingsIn(files);
    expect(at('shop/legacy/orders.py', 'TOKEN').part).not.toBe('archived');
    expect(at('backup/dump.py', 'dump').part).not.toBe('archived');
  });

  it('a compose file of an earlier year is archived too', () => {
    const at = standingsIn({ 'archive/compose.yml': 'services:\n  shop:\n    image: shop:1\n' });
    expect(at('archive/compose.yml', 'shop:1').part).toBe('archived');
  });
});
