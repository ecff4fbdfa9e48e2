import { TestRepository } from '../git/git-fixture.ts';

const CACHE = `import time


class Cache:
    def __init__(self):
        self.entries = {}

    def put(self, key, value):
        self.entries[key] = (value, time.time())
`;
const RATES = `import requests


def rates(base):
    reply = requests.get(f"https://rates.example.org/{base}")
    return reply.json()["rates"]
`;
const ORDERS = `def total_of(order):
    total = 0
    for line in order.lines:
        total += line.price * line.count
    return total


def save(order, db):
    try:
        db.write(order)
    except Exception:
        pass
`;
const MAIL = `from smtplib import SMTP


def send(to, text):
    with SMTP("localhost") as server:
        server.sendmail("shop@example.org", to, text)
`;

const PADDING = '# The shop keeps prices of a day.\n# They are asked for once.\n';

/** A shop, the commit that its audit looked at, and what became of it since. */
export function shopRepository() {
  const repository = TestRepository.with({
    'shop/cache.py': CACHE,
    'shop/rates.py': RATES,
    'shop/orders.py': ORDERS,
    'shop/mail.py': MAIL,
    'shop/legacy.py': 'def old_price(item):\n    return item.price * 1.19\n',
    'shop/config.py': 'DEBUG = True\nTIMEOUT = 3\n',
  });
  const audited = repository.git('rev-parse', 'HEAD').trim();
  repository.commit({
    'shop/cache.py': `${PADDING}${CACHE}`,
    'shop/rates.py': RATES.replace('/{base}")', '/{base}", timeout=5)'),
    'shop/orders.py': ORDERS.replace('total += line.price * line.count', 'total += line.sum()'),
    'shop/legacy.py': undefined,
    'shop/mail.py': undefined,
    'shop/post.py': `"""Sends what the shop writes."""\n${MAIL}`,
    'shop/config.py': 'TIMEOUT = 3\n',
  });
  return { repository, audited, now: repository.git('rev-parse', 'HEAD').trim() };
}

export const shopAudit = (commit: string): string => `# Audit of the shop

**Commit:** ${commit}

### SHOP-1: The cache grows without bound

**Severity:** P1
**File:** \`shop/cache.py:8-9\`

\`\`\`python
    def put(self, key, value):
        self.entries[key] = (value, time.time())
\`\`\`

### SHOP-2: A request without a timeout

**Severity:** P0
**File:** \`shop/rates.py:5\`

\`\`\`python
    reply = requests.get(f"https://rates.example.org/{base}")
\`\`\`

**Recommended fix:**

\`\`\`python
    reply = requests.get(f"https://rates.example.org/{base}", timeout=5)
\`\`\`

### SHOP-3: Prices of old items are wrong

**Severity:** P2
**File:** \`shop/legacy.py:2\`

The factor is a year old.

### SHOP-4: Sums are computed in the wrong place

**Severity:** P3
**File:** \`shop/orders.py:4\`

The order knows too much of its lines.

### SHOP-5: Mail is sent without a login

**Severity:** P2
**File:** \`shop/mail.py:5-6\`

\`\`\`python
    with SMTP("localhost") as server:
        server.sendmail("shop@example.org", to, text)
\`\`\`

### SHOP-6: Debugging is on

**Severity:** P1
**File:** \`shop/config.py:1\`

\`\`\`python
DEBUG = True
\`\`\`

### SHOP-7: The broad handler hides faults

**Severity:** P1
**File:** \`shop/orders.py:22\`

\`save\` swallows every exception.

### SHOP-8: Payments are stored twice

**Severity:** P1
**File:** \`shop/payments.py:12\`

\`\`\`python
    ledger.append(payment); ledger.append(payment)
\`\`\`

### SHOP-9: Nobody is on call at night

**Severity:** P2

**Issue:** There is no rota.
`;
