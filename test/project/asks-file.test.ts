/** Whether what SQLAlchemy asks is a file of this process: by its address, or as a guess by the drivers that are installed. */
import { expect, it } from 'vitest';
import { deliveryOf } from './read-project.ts';

const engine = (address: string): string =>
  `import os\nfrom sqlalchemy import create_engine\n\nengine = create_engine(${address})\n`;

it.each([
  ['"sqlite:///shop.db"', 'sqlalchemy==2.0.36\n', 'yes'],
  ['"sqlite:///shop.db"', 'sqlalchemy==2.0.36\npsycopg2-binary==2.9.10\n', 'yes'],
  ['os.environ["SHOP_DATABASE"]', 'sqlalchemy==2.0.36\n', 'unknown'],
  ['os.environ["SHOP_DATABASE"]', 'sqlalchemy==2.0.36\nsqlalchemy-utils==0.41.2\n', 'unknown'],
  ['os.environ["SHOP_DATABASE"]', 'sqlalchemy==2.0.36\npsycopg2-binary==2.9.10\n', 'no'],
  ['os.environ["SHOP_DATABASE"]', 'sqlalchemy[postgresql]==2.0.36\n', 'no'],
  ['os.environ["SHOP_DATABASE"]', 'databases[asyncpg]==0.9.0\nsqlalchemy==2.0.36\n', 'no'],
  ['os.environ["SHOP_DATABASE"]', 'fastapi==0.115.0\n', 'no'],
])('of %s with %j: %s', (address, requirements, verdict) => {
  const project = deliveryOf(
    new Map([
      ['shop/__init__.py', ''],
      ['shop/store.py', engine(address)],
      ['requirements.txt', requirements],
    ]),
  );
  expect(project.answer({ kind: 'asks-file', from: 'shop/store.py' }).verdict).toBe(verdict);
});
