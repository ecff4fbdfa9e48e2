import { describe, expect, it } from 'vitest';
import { AuditError, readAudit } from '../../../src/written-audits/reading/index.ts';

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

describe('what cannot be read', () => {
  it('is told with the line', () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('# Audit\n\nna'), 0xef, 0x76, 0x65]);
    expect(() => readAudit(bytes, 'a.md')).toThrow('a.md:3: the document is not valid UTF-8: save it as UTF-8');
  });

  it('is a document without claims', () => {
    expect(() => read('# Notes\n\nAll is well.\n')).toThrow(AuditError);
  });
});
