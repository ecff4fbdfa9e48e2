/** One finding with lists of what it does and of what to do is one claim, and what points to it is none. */
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../src/replay/claim.ts';
import { readAudit } from '../../../src/replay/reading/index.ts';

const claimsOf = (text: string): readonly Claim[] => readAudit(new TextEncoder().encode(text), 'AUDIT.md').claims;
const titlesOf = (text: string): readonly string[] => claimsOf(text).map(({ title }) => title);

const finding = (count: number, title: string, listed: boolean): string =>
  `### ${count}. ${title}\n\n**File:** \`shop/part${count}.py\` (Line ${count}0)\n\n**Problem:**\n\n\`\`\`python\npay(order)  # twice\n\`\`\`\n\n${
    listed
      ? '**Issues:**\n1. `pay` is called without a key\n2. The answer is never read\n\n**Impact:** 🔴 **HIGH**\n- Customers pay twice\n- The whole shop is broken\n\n**Fix Required:**\nEither:\n1. Make `pay` ask for a key, OR\n2. Update `get_order()` to lock\n'
      : '**Impact:** 🟡 **MEDIUM**\nCustomers wait.\n'
  }\n`;
const FINDINGS = `# Review\n\n## Critical issues\n\n${finding(1, 'Orders are paid twice', true)}## Major issues\n\n${finding(2, 'Slow answers', false)}${finding(3, 'Sums in floats', false)}${finding(4, 'No stock is kept', false)}`;

describe('findings of one form', () => {
  it('are read alike, whatever lists stand in one of them', () => {
    expect(titlesOf(FINDINGS)).toEqual(['Orders are paid twice', 'Slow answers', 'Sums in floats', 'No stock is kept']);
  });

  it('are read alike where the headings say how bad they are', () => {
    const rated = (title: string): string => `### 🔴 ${title}\n\n**Problem:** \`pay\` fails in \`shop/pay.py\`.\n\n`;
    const text = `# Review\n\n## 1. Design\n\n${rated('Everything in one file')}${rated('State in dicts')}${rated('Names that mislead')}### 🟡 Comments that say little\n\n**Example from \`shop/pay.py\` line 12:**\n\n\`\`\`python\ndef pay(order): ...\n\`\`\`\n\n**Questions:**\n- What if \`order\` is missing?\n- What if the order does not exist?\n`;
    expect(titlesOf(text)).toHaveLength(4);
    expect(titlesOf(text)).toContain('Comments that say little');
  });

  it('leave a list of this and that alone', () => {
    const rated = (title: string): string =>
      `### [HIGH] ${title}\n\n**Problem:** \`pay\` fails in \`shop/pay.py\`.\n\n`;
    const text = `# Review\n\n## Findings\n\n${rated('One')}${rated('Two')}${rated('Three')}### [LOW] Miscellaneous\n\n- \`ship\` never ends (\`shop/ship.py:4\`)\n- \`count\` is wrong (\`shop/stock.py:9\`)\n`;
    expect(titlesOf(text)).not.toContain('Miscellaneous');
  });
});

describe('what points to a finding', () => {
  const of = (rest: string): readonly string[] =>
    claimsOf(FINDINGS + rest)
      .map(({ title }) => title)
      .slice(4);

  it('is none by its number', () => {
    expect(of('## Risks in short\n\n- 🔴 Payments without a key (Bug #1)\n- Issue 3: missing rounding\n')).toEqual([]);
  });

  it('is none by its id, but where it names lines of its own', () => {
    const findings =
      '# A\n\n## B1 — Orders are lost\n\nThe queue in `shop/queue.py` drops them.\n\n## B2 — Stock is wrong\n\nNever counted.\n\n';
    const rest =
      '## Order of attack\n\n**1. Measure B1** before all else: no number is right while orders are lost.\n\n## Decisions\n\n**B2 — counted at night** (`STOCK_HOURS = 2`) rather than never,\nbecause the day is busy.\n\n## Left open\n\n- **The queue of `shop/queue.py`** (B1) is not split.\n- The queue of B1 is never closed in `shop/ship.py:12`.\n';
    expect(claimsOf(findings + rest).map(({ lines }) => lines.first)).toEqual([3, 7, 23]);
  });

  it('is none in a part that ends with what the biggest problem is', () => {
    expect(
      of(
        '## Cracks — Summary\n\n### Waiting here and there is the biggest problem\n\nHalf of `shop` waits. It needs a decision.\n',
      ),
    ).toEqual([]);
  });
});

it('joins a row to the item that is called so by a small letter', () => {
  const claims = claimsOf(
    '# A\n\n## Nits\n\n- **n1 `keys.py`:** a key with an umlaut raises an error.\n\n## Resolution\n\n| ID | Finding | Status |\n|---|---|---|\n| n1 | keys with umlauts | ✅ fixed |\n',
  );
  expect(claims.map(({ id, status }) => [id, status])).toEqual([['n1', 'fixed']]);
});

describe('praise', () => {
  it('is no claim with an id, nor what was looked at, applied or verified', () => {
    const text =
      '# A\n\n**Périmètre vérifié** : 277 tests, sans un bug dans `shop.py`.\n\n## C1 — La clé est perdue\n\nJamais lue dans `shop.py`.\n\n## C2 — Points positifs, à préserver\n\n- `pay.py` est sans défaut.\n\n# Ce qui a été appliqué\n\n**Effet de bord.** `MAX_ORDER` était sans effet.\n\n# What’s solid (verified)\n\n- **No leak:** `pay` never writes a key.\n';
    expect(claimsOf(text).map(({ id }) => id)).toEqual(['C1']);
  });

  it('is no word in the middle of a title, nor a number that is right', () => {
    const text =
      '# A\n\n## High bugs\n\n### 1. The password is passed as an argument\n\n**Location:** `shop/db.py:8`\n**Fix:** Ask for it.\n\n### 2. Incomplete counts\n\n**Location:** `shop/stock.py`\n**Counts:**\n- Shoes: 50 (25 listed)\n- Hats: 5 ✓\n\n### 3. Coats\n\n**Status:** ✅ No action required - they are counted\n';
    expect(titlesOf(text)).toEqual(['The password is passed as an argument', 'Incomplete counts']);
  });
});

it('reads labels, lines and severities in Turkish', () => {
  const text =
    '# İnceleme\n\n## Bulgular\n\n### Bağlantı kapanmıyor\n\n**Dosya:** `shop/db.py` (satır 12)\n\n**Sorun:** `connect` kapanmıyor.\n\n**Öneri:** Kapat.\n\n**Öncelik:** Yüksek\n\n## Özet\n\n- Bağlantı sorun\n';
  expect(claimsOf(text)).toMatchObject([
    { severity: 'P1', remedy: 'Kapat.', places: [{ path: 'shop/db.py', ranges: [{ first: 12, last: 12 }] }] },
  ]);
});
