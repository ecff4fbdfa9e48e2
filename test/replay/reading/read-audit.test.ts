import { describe, expect, it } from 'vitest';
import { AuditError, readAudit } from '../../../src/replay/reading/index.ts';

function read(text: string, fileName = 'AUDIT.md') {
  return readAudit(new TextEncoder().encode(text), fileName);
}

describe('a section with an id', () => {
  const [claim] = read(`# Audit of the shop

**Commit:** 9f3c2ab

## High

### PAY-01: Refunds are not idempotent

**File:** \`shop/refunds.py:40-52\`
**Owner:** Mira

**Issue:** \`refund()\` is retried by the queue.

\`\`\`python
def refund(order):
    charge(order, -order.total)
\`\`\`

**Fix:** Store the key of the request with \`orders.lock()\`.
`).claims;

  it('is a claim with its place, its names and its code', () => {
    expect(claim).toMatchObject({
      id: 'PAY-01',
      title: 'Refunds are not idempotent',
      section: ['High'],
      severity: 'P1',
      owner: 'Mira',
      status: 'open',
      places: [{ path: 'shop/refunds.py', ranges: [{ first: 40, last: 52 }] }],
      names: ['refund()'],
      quotes: [{ role: 'now', language: 'python', line: 15 }],
      remedy: 'Store the key of the request with `orders.lock()`.',
      lines: { first: 7 },
    });
  });
});

describe('a sentence in the paragraph of a field', () => {
  it('is what the claim says, and no part of the place', () => {
    const [first, second] = read(
      '### Q-1: The call\n**File:** `a.py:5`\n`b.py:7`\nThe coroutine is never awaited here.\n\n### Q-2: The other\n**Location:** a.py:9\nnever awaited `send()`\n',
    ).claims;
    expect(first).toMatchObject({ text: 'The coroutine is never awaited here.' });
    expect(first?.places.map(({ path }) => path)).toEqual(['a.py', 'b.py']);
    expect(second).toMatchObject({ text: 'never awaited `send()`', places: [{ path: 'a.py' }] });
  });
});

describe('a line that names a place and is in no claim', () => {
  const text =
    '# Audit\n\nWe began with `shop/app.py:12` and went on.\n\n## Issues\n\n### PAY-01: It leaks\n\n**File:** `a.py:1`\n\n## Thanks\n\nTo all, and to `shop/app.py`.\n\n## State\n\n| PAY-01 | done in `a.py:7` |\n';

  it('is listed, one about a claim and one without lines is not', () => {
    expect(read(text).unread).toMatchObject([{ line: 3, text: 'We began with `shop/app.py:12` and went on.' }]);
  });
});

describe('what cannot be read', () => {
  it('is told with the line', () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('# Audit\n\nna'), 0xef, 0x76, 0x65]);
    expect(() => readAudit(bytes, 'a.md')).toThrow('a.md:3: the document is not valid UTF-8: save it as UTF-8');
  });

  it('is a document without claims', () => {
    expect(() => read('# Notes\n\nAll is well.\n')).toThrow(AuditError);
  });
});
