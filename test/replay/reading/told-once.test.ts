/** What a document tells of one claim in several places, or of several claims in one. */
import { expect, it } from 'vitest';
import type { Claim } from '../../../src/replay/claim.ts';
import { readAudit } from '../../../src/replay/reading/index.ts';

const claimsOf = (text: string): readonly Claim[] => readAudit(new TextEncoder().encode(text), 'AUDIT.md').claims;

it('keeps a claim whole in which a sentence begins with the id of another', () => {
  const text =
    '### C-5: The port is open\n\n**File:** `infra/compose.yml:8`\n\n```yaml\nports:\n  - "1883:1883"\n```\n\nC-3 (strangers) makes it worse, because anybody may write.\n';
  const claims = claimsOf(text);
  expect(claims.map(({ id }) => id)).toEqual(['C-5']);
  expect(claims[0]?.quotes).toHaveLength(1);
});

it('tells claims apart whose paragraphs are called by their ids', () => {
  const text = '### Part 2\n\nC-3: The key is lost in `app/keys.py`.\n\nC-4 — The key leaks in `app/keys.py`.\n';
  expect(claimsOf(`# A\n\n## Findings\n\n${text}`).map(({ id }) => id)).toEqual(['C-3', 'C-4']);
});

it('takes lines and severity of the row that gives way to a section', () => {
  const text =
    '# A\n\n## Critical\n\n| ID | Issue | File | Line |\n|---|---|---|---|\n| M-1 | Mounted to write | `infra/compose.yml` | 48, 94 |\n\n## Details\n\n### M-1: Mounted to write\n\n**File:** `infra/compose.yml` (all services)\n\nEach of them may change its code.\n';
  const [claim, ...others] = claimsOf(text);
  expect(others).toEqual([]);
  expect(claim).toMatchObject({
    severity: 'P0',
    places: [
      {
        path: 'infra/compose.yml',
        ranges: [
          { first: 48, last: 48 },
          { first: 94, last: 94 },
        ],
      },
    ],
  });
});

it('does not take for code of now what an item proposes', () => {
  const text =
    '# A\n\n## Issues\n\n- [ ] **#7 paste selects nothing.**\n  `app/room.py:47`. Sets `self.selected = first(pasted)` alone.\n  *Fix:* set `self.selected_all = list(pasted)`.\n';
  const [claim] = claimsOf(text);
  expect(claim?.quotes.map(({ text: quoted, role }) => `${role} ${quoted}`)).toEqual([
    'now self.selected = first(pasted)',
    'now self.selected = first(pasted)',
    'proposed self.selected_all = list(pasted)',
  ]);
});

it('reads red and yellow lights as defects, where they state one, and green ones not', () => {
  const text =
    '# A\n\n## State of the modules\n\n- 🟢 **Billing** - Complete.\n- 🟡 **Search** - There, and not connected to the desk.\n- 🔴 **Export** - Placeholder only.\n- 🟡 **Mail** - Third in the queue.\n';
  expect(claimsOf(text).map(({ title }) => title)).toEqual([
    expect.stringContaining('Search'),
    expect.stringContaining('Export'),
  ]);
});

it('reads columns and fields in Japanese', () => {
  const text =
    '# 監査\n\n| ID | 脆弱性 | ファイル | 行 |\n|---|---|---|---|\n| L-7 | 誰でも読める | `infra/broker/passwd` | - |\n\n## 詳細\n\n### C-1: 認証なし\n\n**ファイル**: `app/api.py:12`\n\n誰でも送金できる。\n\n**対策**: `Depends(require_user)` を追加する。\n';
  const [row, section] = claimsOf(text);
  expect(row?.places).toMatchObject([{ path: 'infra/broker/passwd' }]);
  expect(section).toMatchObject({ remedy: expect.stringContaining('Depends'), places: [{ path: 'app/api.py' }] });
});

it('takes a function of a module with its lines for a name', () => {
  const [claim] = claimsOf(
    '# A\n\n## Issues\n\n### O1: Small totals\n\n`orders.total_of:108-116`: it is never rounded.\n',
  );
  expect(claim?.names).toEqual(['orders.total_of:108-116']);
});

it('reads a list the titles of which share no more than a word with what is told at length', () => {
  const text =
    '# A\n\n### S-1: The image is large\n\nIt has a compiler.\n\n### S-2: The GPU is idle\n\nNobody asks it.\n\n## Denial of service\n\n**Attack surface:**\n1. **Image bomb:** A small file is large in memory, and nothing checks it.\n2. **GPU exhaustion:** Many requests fill it, and nothing limits them.\n3. **Idle sockets:** A slow client is never cut off.\n';
  const titles = claimsOf(text).map(({ title }) => title);
  expect(titles).toEqual(
    expect.arrayContaining([expect.stringContaining('Image bomb'), expect.stringContaining('GPU exhaustion')]),
  );
});

it('keeps a row that is a name of which only the words stand elsewhere', () => {
  const text =
    '# A\n\n## 1. Spikes\n\n### 1.1 Noon\n\n**Issue:** `shop_open_orders` passes `MAX_QUEUE_DEPTH` in `shop/app.py`.\n\n## 2. Missing metrics\n\n| Metric | Why needed |\n|---|---|\n| `shop_queue_depth` | Growth |\n| `shop_retry_count` | Storms |\n';
  expect(claimsOf(text).map(({ title }) => title)).toEqual(expect.arrayContaining(['`shop_queue_depth`']));
});
