/** What is marked, answered or called well as a whole, and whose the lists and tables below a label are. */
import { describe, expect, it } from 'vitest';
import { readAudit } from '../../../src/replay/reading/index.ts';

const titles = (text: string): readonly string[] =>
  readAudit(new TextEncoder().encode(text), 'AUDIT.md').claims.map(({ title }) => title);

/** What is read beside a claim that everybody would read. */
const beside = (text: string): readonly string[] =>
  titles(`${text}\n## Bugs\n\n- The queue never ends in \`z.py\`\n`).filter((title) => !title.includes('queue'));

describe('a sign', () => {
  it('warns of what an item says, with or without a word for a defect', () => {
    expect(beside('## Transport\n\n- ✅ Uses the planned client\n- ⚠️ Opens a socket of its own\n')).toEqual([
      'Opens a socket of its own',
    ]);
  });

  const table = (sign: string): string =>
    `## Sizes\n\n| Module | Calls | Sign | Notes |\n|---|---|---|---|\n| big | 12 | ${sign} | Fits the load |\n| small | 4 | ⚠️ | Rather small |\n| tiny | 5 | ⚠️ | – |\n`;

  it('alone in a cell is a verdict where others are ticked and a reason stands beside it', () => {
    expect(beside(table('✅'))).toEqual(['small: Rather small']);
  });

  it('alone in a cell says nothing where all have it', () => {
    expect(beside(table('⚠️'))).toEqual([]);
  });
});

describe('a part is well', () => {
  it('where nothing is to be done about it, even if it has an id', () => {
    const part = (advice: string): string =>
      `## Hot paths\n\n### #1: \`encode()\` (wire.py)\n\n**Performance:** 3 µs\n\n**Recommendation:** ${advice}\n`;
    expect(beside(part('No changes needed.'))).toEqual([]);
    expect(beside(part('No longer encode twice for each message.'))).toHaveLength(1);
  });

  it('where all items of its lists are ticked, and it holds nothing else', () => {
    const part = '## Findings\n\n### 4. Already sound\n\nThese read the environment:\n\n- ✅ `a.py` reads it\n';
    expect(beside(`${part}- ✅ \`b.py\` too\n`)).toEqual([]);
    expect(beside(`${part}- \`b.py\` does not\n`)).not.toEqual([]);
    expect(beside(`${part}- ✅ \`b.py\` too\n\n| Severity | Issue |\n|---|---|\n| Low | No limit |\n`)).toEqual([
      'No limit',
    ]);
  });
});

describe('a counted part with a text, and below it what to do', () => {
  const part = (number: number, below: string): string =>
    `## ${number}. 設定に強く依存する\n\n- \`a.py\` は値を読む。\n\n### ${below}\n\n- 新しい型を作る。\n\n`;

  it('is a claim, whatever the heading says in brackets', () => {
    expect(titles(`# A\n\n${part(1, '推奨対策（疎結合）')}${part(2, '推奨対策（疎結合）')}`)).toHaveLength(2);
  });

  it('is none where the brackets rank it', () => {
    expect(titles(`# A\n\n${part(1, '短期対応（HIGH）')}`)).not.toContain('設定に強く依存する');
  });
});

describe('what stands below a label with a text', () => {
  it('is of the label', () => {
    const text =
      '# Known issues\n\n## 1. Fees differ\n\n**Symptom:** they disagree. One case:\n\n| Source | Value |\n|---|---|\n| `hook` | `fee: 12` |\n\n**Root cause:** the hook is early.\n';
    expect(titles(text)).toEqual(['Fees differ']);
  });

  it('is of its own below a label without', () => {
    const text =
      '# Review\n\n## Issues\n\n### Client\n\n**Problems found**:\n\n| Severity | Issue |\n|---|---|\n| Low | No retries |\n| Low | No timeout |\n';
    expect(titles(text)).toEqual(['No retries', 'No timeout']);
  });

  it('is told of one claim where fields stand above "**Risk:**"', () => {
    const text =
      '# A\n\n## Improvements\n\n### 1. Weak digest\n\n**File:** `a.py`, line 4\n\n**Current:** MD5\n\n**Risk:** two may be alike.\n';
    expect(titles(text)).toEqual(['Weak digest']);
  });
});

describe('headings below a heading', () => {
  it('"Issues" over a counted list of titles holds claims', () => {
    const text =
      '# Debt\n\n## Types\n\n**Status:** 9 errors\n**Impact:** medium\n\n### Issues:\n1. **Returns without types** (4)\n   - `a.py`\n2. **Bases without types** (5)\n   - `b.py`\n\n### Solution:\n\nWrite them.\n';
    expect(titles(text)).toEqual(['Returns without types', 'Bases without types']);
  });

  it('make one claim only where most of them are parts of one', () => {
    const text = (...more: readonly string[]): string =>
      `# A\n\n## Sizes of answers\n\n### Analysis\n\nThey are low in \`a.py\`.\n\n### Recommendation\n\nRaise them.\n\n${more.map((name) => `### ${name}\n\n41 of 50.\n\n`).join('')}`;
    expect(beside(text())).toEqual(['Sizes of answers']);
    expect(beside(text('Sources of data', 'Machines'))).not.toContain('Sizes of answers');
  });

  it('of benefits and goals hold none', () => {
    expect(beside('## Debt\n\n**Expected benefits:**\n\n- Half as many errors in `a.py`\n- 2x faster work\n')).toEqual(
      [],
    );
  });
});

describe('a counted run', () => {
  it('goes on below a heading of improvements', () => {
    const part = (number: number, line: number): string =>
      `### ${number}. Case ${number}\n\n**File:** \`a.py\`, line ${line}\n\n**Problem:** wrong sum.\n\n`;
    const text = `# A\n\n## Issues\n\n${part(1, 10)}${part(2, 20)}## Improvements\n\n${part(3, 10)}`;
    expect(titles(text)).toEqual(['Case 1', 'Case 2', 'Case 3']);
  });
});
