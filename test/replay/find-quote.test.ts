import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokensOf } from '../../src/replay/code-tokens.ts';
import { findQuote, quotedLines } from '../../src/replay/find-quote.ts';

const FILE = `import time


class Poller:
    def __init__(self, client, interval):
        self.client = client
        self.interval = interval
        self.seen = {}

    def wait(self, job_id: str, *, quiet: bool = False) -> dict:
        """Waits for a job."""
        attempts = 0
        while not self.client.done(job_id):
            attempts += 1
            self.seen[job_id] = attempts
            time.sleep(self.interval)
        return self.client.result(
            job_id,
            retries=3,
            timeout=10,
        )
`;

const place = (quote: string) => findQuote(quotedLines(quote), tokensOf(FILE));

describe('findQuote', () => {
  it('passes over formatting, comments and types of a signature', () => {
    const found = place(
      'def wait(self, job_id):\n  attempts=0   # counts\n  while not self.client.done( job_id ):\n      attempts+=1',
    );
    expect(found?.lines).toEqual({ first: 10, last: 14 });
  });

  it('passes over what the document left out', () => {
    const found = place('def wait(self, job_id):\n    ...\n    return self.client.result(job_id, ..., timeout=10)');
    expect(found?.lines.first).toBe(10);
    expect(found?.share).toBe(1);
  });

  it('finds nothing of code that is not there', () => {
    expect(place('def wait(self):\n    self.lock.acquire()\n    return self.queue.get(block=True)')).toBeUndefined();
    expect(place('else:\n    pass')).toBeUndefined();
  });

  it('finds an argument within a call of several lines', () => {
    expect(place('timeout=10')?.lines).toEqual({ first: 20, last: 20 });
  });

  it('finds every run of lines where it stands, however it is indented', () => {
    const lines = FILE.split('\n');
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 15 }),
        fc.integer({ min: 1, max: 2 }),
        fc.nat(6),
        (from, length, indent) => {
          const quote = lines.slice(from, from + length + 1).map((line) => `${' '.repeat(indent)}${line.trim()}`);
          const specific = quotedLines(quote.join('\n'));
          if (specific.length === 0) return;
          const found = findQuote(specific, tokensOf(FILE));
          expect(found?.share).toBe(1);
          expect(found?.lines.first).toBeGreaterThanOrEqual(from + 1);
          expect(found?.lines.last).toBeLessThanOrEqual(from + length + 1);
        },
      ),
      { seed: 18 },
    );
  });
});

describe('tokensOf', () => {
  it('never hangs nor throws, and keeps to the lines of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const lines = text.split('\n').length;
        for (const { line } of tokensOf(text, true)) expect(line).toBeLessThanOrEqual(lines);
      }),
      { seed: 18 },
    );
  });

  it('reads settings: a comment is none, a value one text', () => {
    expect(tokensOf('image: "postgres:16"  # pinned').map(({ text }) => text)).toEqual(['image', ':', 'postgres:16']);
  });
});
