import { describe, expect, it } from 'vitest';
import { isAside } from '../../../src/findings/index.ts';
import { reported, standingsIn } from './standings-in.ts';

describe('folders for old code', () => {
  const old = 'import secrets\n\nTOKEN = secrets.token_hex()\n';

  it.each([
    'archive/2023/orders.py',
    '_archive/orders.py',
    'shop/legacy/orders.py',
    'old_scripts/orders.py',
    'legacy_checks/orders.py',
    'old-scripts/orders.py',
    'prev_src/orders.py',
    'backup_2025-11-18/orders.py',
    'shop/deprecated_reports/orders.py',
    'previous-app/orders.py',
  ])('%s is kept for memory', (path) => {
    const standing = standingsIn({ [path]: old })(path, 'TOKEN');
    expect(reported(standing)).toMatch(/^aside: `.*` is in `[\w-]+\/`, which holds old code$/);
    expect(isAside('breaks', standing)).toBe(true);
  });

  it.each(['oldest_orders/orders.py', 'preview/orders.py', 'prev/orders.py', 'household_old/orders.py'])(
    '%s is not, though it sounds like it',
    (path) => {
      expect(standingsIn({ [path]: old })(path, 'TOKEN').reach).not.toBe('aside');
    },
  );

  it('with a name behind the word hold what is in use where a module outside of them imports it', () => {
    const at = standingsIn({
      'legacy_checks/__init__.py': '',
      'legacy_checks/orders.py': old,
      'app.py': 'from legacy_checks.orders import TOKEN\n\nprint(TOKEN)\n',
    });
    expect(at('legacy_checks/orders.py', 'TOKEN').reach).not.toBe('aside');
  });

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
    expect(at('shop/legacy/orders.py', 'TOKEN').reach).not.toBe('aside');
    expect(at('backup/dump.py', 'dump').reach).not.toBe('aside');
  });

  it('a service that is called old is alive where something deploys it, with all that it imports', () => {
    const at = standingsIn({
      'compose.yml': 'services:\n  api:\n    build: legacy_api\n',
      'legacy_api/Dockerfile': 'FROM python:3.13\nCOPY . .\nCMD ["python", "main.py"]\n',
      'legacy_api/main.py': 'import orders\n\nprint(orders.TOKEN)\n',
      'legacy_api/orders.py': old,
    });
    expect(at('legacy_api/Dockerfile', 'python:3.13').reach).not.toBe('aside');
    expect(at('legacy_api/main.py', 'orders').reach).not.toBe('aside');
    expect(at('legacy_api/orders.py', 'TOKEN').reach).not.toBe('aside');
  });

  it('is archived with the README and the scripts that tell how it was run', () => {
    const files = {
      'app.py': 'print("today")\n',
      Procfile: 'web: python app.py\n',
      'legacy/shop/README.md': '```bash\npython legacy/shop/orders.py\n```\n',
      'legacy/shop/run.sh': 'python stock.py\n',
      'legacy/shop/orders.py': old,
      'legacy/shop/stock.py': old,
    };
    const at = standingsIn(files);
    expect(at('legacy/shop/orders.py', 'TOKEN').reach).toBe('aside');
    expect(at('legacy/shop/stock.py', 'TOKEN').reach).toBe('aside');
    const today = standingsIn({ ...files, 'README.md': '```bash\npython legacy/shop/orders.py\n```\n' });
    expect(today('legacy/shop/orders.py', 'TOKEN').reach).not.toBe('aside');
  });

  it('a module is called so beside the one that took its place, unless something uses it', () => {
    const files = { 'bot.py': old, 'bot-archive.py': old, 'dump_old.py': old };
    const at = standingsIn({ ...files, Procfile: 'worker: python bot.py\n' });
    expect(reported(at('bot-archive.py', 'TOKEN'))).toBe('aside: judging by its name, `bot.py` replaces it');
    expect(at('dump_old.py', 'TOKEN').reach).not.toBe('aside');
    const today = standingsIn({ ...files, Procfile: 'worker: python bot-archive.py\n' });
    expect(today('bot-archive.py', 'TOKEN').reach).not.toBe('aside');
  });

  it('a compose file of an earlier year is archived too', () => {
    const at = standingsIn({ 'archive/compose.yml': 'services:\n  shop:\n    image: shop:1\n' });
    expect(at('archive/compose.yml', 'shop:1').reach).toBe('aside');
  });
});
