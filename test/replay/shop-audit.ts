/** A small repository with a history, and the audit that was written of its first commit. */
import { TestRepository } from '../git/git-fixture.ts';

const CACHE = `"""Prices that were asked for."""


class PriceCache:
    """Lives as long as the server."""

    def __init__(self):
        self._price_cache = {}

    def remember(self, sku, price):
        self._price_cache[sku] = price
        return price
`;

const TOKENS = `import random


def session_token(user_name):
    generator = random.Random(hash(user_name))
    seed = hash(user_name)
    return generator.random() + seed
`;
const SAFE_TOKENS = `import secrets


def session_token(user_name):
    return secrets.token_urlsafe(32)
`;

const POLLING = `import time


def wait_for_export(client, export_id):
    while not client.is_done(export_id):
        time.sleep(1)
    return client.fetch(export_id)


def legacy_export(client):
    return client.export_everything(timeout=None)
`;

const ORDERS = 'from shop.customers import Customer\n\n\nclass Order:\n    buyer: Customer\n';
const CUSTOMERS = 'class Customer:\n    name: str\n';
const TOTALS = 'def order_total(lines):\n    return sum(line.price_in_cents * line.amount for line in lines)\n';
const OLD = 'def import_csv(path):\n    return open(path).read()\n';

/** As it was audited. */
export const AUDITED_SHOP: Readonly<Record<string, string>> = {
  'shop/__init__.py': '',
  'shop/cache.py': CACHE,
  'shop/tokens.py': TOKENS,
  'shop/polling.py': POLLING,
  'shop/orders.py': ORDERS,
  'shop/customers.py': CUSTOMERS,
  'shop/totals.py': TOTALS,
  'shop/old_import.py': OLD,
  'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\n',
};

/** What has changed since. */
export const SHOP_CHANGES: Readonly<Record<string, string | undefined>> = {
  'shop/cache.py': `import json\n\n${CACHE}`,
  'shop/tokens.py': SAFE_TOKENS,
  'shop/polling.py': POLLING.slice(0, POLLING.indexOf('\n\ndef legacy_export')),
  'shop/totals.py': '"""Totals are sums."""\n',
  'shop/sums.py': `"""Sums of money."""\n\n\n${TOTALS}`,
  'shop/old_import.py': undefined,
};

/** Two commits: as it was audited, and as it is now. */
export function shopRepository(): { repository: TestRepository; audited: string; now: string } {
  const repository = TestRepository.with(AUDITED_SHOP);
  const audited = repository.git('rev-parse', 'HEAD').trim();
  repository.commit(SHOP_CHANGES);
  return { repository, audited, now: repository.git('rev-parse', 'HEAD').trim() };
}

/** `commit`: the one that the document says it looked at. */
export function shopAudit(commit: string): string {
  return `# Audit of the shop

**Commit:** ${commit}

We found **9 issues**.

## P1 — High

### SHOP-1: The price cache grows without bound

**File:** \`shop/cache.py:10-11\`

**Issue:** \`_price_cache\` gets an entry for each SKU, and nothing ever removes one.

\`\`\`python
self._price_cache[sku] = price
\`\`\`

**Fix:** Bound the cache.

### SHOP-2: Session tokens are seeded with hash()

**File:** \`shop/tokens.py:4-6\`

**Issue:** The seed of a session token comes from the builtin \`hash()\`, which is not a cryptographic function.

\`\`\`python
seed = hash(user_name)
\`\`\`

### SHOP-3: The CSV import reads whole files

**File:** \`shop/old_import.py:1-2\`

**Issue:** \`import_csv()\` loads all of it.

### SHOP-4: legacy_export() has no timeout

**File:** \`shop/polling.py\`

**Issue:** \`legacy_export()\` may hang.

\`\`\`python
def legacy_export(client):
    return client.export_everything(timeout=None)
\`\`\`

### SHOP-5: order_total() counts in cents

**File:** \`shop/totals.py:1-2\`

**Issue:** Nobody says so.

\`\`\`python
def order_total(lines):
    return sum(line.price_in_cents * line.amount for line in lines)
\`\`\`

### SHOP-6: Circular import between orders and customers

**Files:**
- \`shop/orders.py\`
- \`shop/customers.py\`

**Issue:** Circular import: an import cycle of modules that import each other.

\`\`\`python
from shop.customers import Customer
\`\`\`

### SHOP-7: Waiting for an export polls with sleep

**File:** \`shop/polling.py:5-6\`
**Status:** Fixed

**Issue:** \`wait_for_export()\` is a poll loop with \`time.sleep\` and no deadline.

\`\`\`python
while not client.is_done(export_id):
    time.sleep(1)
\`\`\`

### SHOP-8: The marketing text of the start page is dull

**File:** \`shop/customers.py:1\`

**Issue:** It should be funnier.

### SHOP-9: A fallback key is written into the code

**File:** \`shop/customers.py\`

**Issue:** A missing variable is replaced.

\`\`\`python
master = os.environ.get("SHOP_MASTER") or "fallback-master-phrase-1"
\`\`\`
`;
}
