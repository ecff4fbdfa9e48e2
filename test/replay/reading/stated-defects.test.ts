/** Where claims stand in documents whose headings do not say so. */
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../src/replay/claim.ts';
import { readAudit } from '../../../src/replay/reading/index.ts';

function read(text: string): readonly Claim[] {
  return readAudit(new TextEncoder().encode(text), 'AUDIT.md').claims;
}

function titles(text: string): readonly string[] {
  return read(text).map(({ title }) => title);
}

/** What is read beside a claim that everybody would read. */
function beside(text: string): readonly string[] {
  return titles(`${text}\n## Bugs\n\n- The queue never ends in \`z.py\`\n`).filter((title) => !title.includes('queue'));
}

describe('a heading of what became of claims', () => {
  it.each([
    ['## ✅ Fixed (2)', 'fixed'],
    ['## Resolved issues ✅', 'fixed'],
    ['## Bereits behobene Punkte', 'fixed'],
    ['## Corregidos (2)', 'fixed'],
    ['## ✅ Исправленные (2)', 'fixed'],
    ['## 已解决（发布前）', 'fixed'],
    ['## Items not fixed (for later)', 'open'],
    ['## Nicht behobene Punkte', 'open'],
    ['## False positives (verified)', 'retracted'],
    ["## False positives from the linter's report", 'retracted'],
  ])('%s', (heading, status) => {
    const claims = read(
      `# A\n\n${heading}\n\n| Place | Issue |\n|---|---|\n| \`a.py:3\` | the pool leaks |\n| \`b.py:9\` | the key is lost |\n`,
    );
    expect(claims.map((claim) => claim.status)).toEqual([status, status]);
  });

  it('is none where it tells of work', () => {
    expect(
      beside('## Completed improvements\n\n- `tests/test_a.py` - 14 tests of the pool\n- Enhanced `b.py`\n'),
    ).toEqual([]);
  });
});

describe('paragraphs that a bold word calls a defect', () => {
  it('are claims each, and what is said of the function above them is none', () => {
    const text =
      '# Review of the store\n\n## 1. `store.py`\n\n### 1.1 `merge()` — joins two stores (L10-40)\n\n**Quality**: Clean use of `dict`.\n\n' +
      '**Issue — the input is changed (L12)**: `merge()` pops keys of its argument.\n\n**Recommendation**: Copy it.\n\n' +
      '**Edge case — no keys**: The loop never ends.\n\n**Potential bug: the default is shared**\n\n```python\ndef merge(a, b={}): ...\n```\n';
    const claims = read(text);
    expect(claims.map(({ title }) => title)).toEqual([
      'the input is changed (L12)',
      'no keys',
      'the default is shared',
    ]);
    expect(claims[0]).toMatchObject({ remedy: 'Copy it.', lines: { first: 9, last: 11 } });
  });

  it('are claims without a title too, where one heading stands over several', () => {
    const text =
      '# A\n\n## Code quality\n\n### Paths\n\n**Issue:** Folders are hardcoded in `a.py`.\n- **Fix:** Ask for them.\n\n**Issue:** The key stands in `b.py`.\n- **Fix:** Read it.\n';
    expect(read(text).map(({ lines }) => lines.first)).toEqual([7, 10]);
  });

  it('are the heading where there is one of them', () => {
    const text = '## Issues\n\n### 1. Slow start\n\n**Issue:** Each call reads `a.py`.\n\n**Fix:** Keep it.\n';
    expect(titles(text)).toEqual(['Slow start']);
  });
});

describe('headings that are counted', () => {
  it('are claims where most of the count are', () => {
    const part = (number: number, title: string): string => `### ${number}. ${title}\n\nIt is so in \`a.py\`.\n\n`;
    const text = `# R\n\n## Deviations of the plan\n\n${part(1, 'Sets are not fed back')}${part(2, 'Bounds')}## Bugs\n\n${part(3, 'One')}${part(4, 'Two')}`;
    expect(titles(text)).toEqual(['Sets are not fed back', 'Bounds', 'One', 'Two']);
  });

  it('are claims by a status below a table of theirs', () => {
    const text =
      '# A\n\n## P1 — High\n\n### 4. Wrong default\n\n| Flag | Wanted | Is |\n|---|---|---|\n| `--days` | 5 | 15 |\n\n**Status:** open\n';
    expect(titles(text)).toEqual(['Wrong default']);
  });

  it('are no claim where they stand over others', () => {
    const text =
      '# R\n\n## 3. Cross-cutting issues\n\n### 3.1 Copies\n\n`A.add()` copies all, which is slow.\n\n### 3.2 Error handling gaps\n\n- `load()` catches nothing\n- `save()` neither\n\nThe caller may do so.\n';
    expect(read(text).map(({ lines }) => lines.first)).toEqual([5, 11, 12]);
  });
});

describe('proposals', () => {
  it('are claims where they say what is wrong, and repeat nothing', () => {
    const text =
      '# A\n\n## Bugs\n\n### 1. The pool leaks\n\n**File:** `a.py:3`\n\n## Suggested improvements\n\n### 2. No debounce of events\n\n**File:** `a.py`\n\n**Fix:** Wait.\n\n' +
      '### 3. Channels\n\n**Issue:** Lines 3-9 are too long.\n\n**Recommendation:** Shorten them.\n\n## Priorities\n\n### High\n\n1. Close the pool\n2. Move `b.py`\n';
    expect(titles(text)).toEqual(['The pool leaks', 'No debounce of events', 'Channels']);
  });

  it('are told before, where a row has the title of a claim', () => {
    const text =
      '# A\n\n## Bugs\n\n### 1. Hardcoded default secret key\n\n**File:** `a.py:3`\n\n## Matrix\n\n| Priority | Issue | Effort |\n|---|---|---|\n| P0 | Hardcoded Secret Keys | 1 hour |\n| P1 | No backup of keys | 2 hours |\n';
    expect(titles(text)).toEqual(['Hardcoded default secret key', 'No backup of keys']);
  });
});

describe('tables', () => {
  it('that rate things have a claim in the rows that say what is wrong', () => {
    const text =
      '# A\n\n## Metrics\n\n| Phase | Coverage | Rest |\n|---|---|---|\n| Login | 100 % | — |\n| Orders | 70 % | The schema does not exist yet |\n| Mail | 33 % | ✅ no open point left there |\n';
    expect(titles(text)).toHaveLength(1);
  });

  it('that count findings have none', () => {
    const text =
      '# A\n\n## All in all\n\n| Area | Grade | Findings |\n|---|---|---|\n| Login | good | 1 (P2, no risk) |\n| Orders | bad | 3 |\n\n## Bugs\n\n- The pool leaks in `a.py`\n';
    expect(titles(text)).toEqual(['The pool leaks in `a.py`']);
  });
});

describe('items', () => {
  it('that begin with a number of their own are no totals', () => {
    expect(
      titles('## Issues\n\n- **Port 3000 is taken at the start** - [Priority: Critical]\n- Critical: 5 issues\n'),
    ).toEqual(['Port 3000 is taken at the start']);
  });

  it('without any coverage are claims', () => {
    expect(
      titles('# T\n\n## Tests\n\n- `scripts/a.py` — 47 tests\n- `scripts/b.py` — 0% covered\n- `scripts/c.py` — 0 %\n'),
    ).toHaveLength(2);
  });
});

describe('what is no claim', () => {
  it.each([
    ['lines above the document', '# A\n\n**Written by:** the bug team\n**Focus:** missing checks of `a.py`\n'],
    ['what it comes to', '# A\n\n**Bottom line:** no single bug in `a.py`, nothing is broken.\n'],
    [
      'what is right',
      '# A\n\n## Confirmed correct (not where the bug is)\n\n- `a.py` never leaks\n- `b.py` is not stale\n',
    ],
    [
      'what was looked at without a finding',
      '# A\n\n## Geprüft & negativ (kein Finding)\n\n- **Pfade in `a.py`:** werden nicht gemischt\n',
    ],
    [
      'rules of how to handle errors',
      '# Rules\n\n## Error handling\n\n### Names\n\nGive each module its own.\n\n### Texts\n\nSay what was read.\n',
    ],
  ])('%s', (_, text) => {
    expect(beside(text)).toEqual([]);
  });

  it('is an id of lines', () => {
    expect(read('## Issues\n\n### The key is lost in `a.py` (L20-57)\n\nIt is.\n')[0]?.id).not.toBe('L20-57');
  });
});

describe('what begins like an order', () => {
  const follow = (item: string): readonly string[] =>
    titles(`# A\n\n## Bugs\n\n- The queue never ends in \`z.py\`\n\n## Recommendations\n\n- ${item}\n`).slice(1);

  it.each([
    'Set of keys in `d.py` never shrinks',
    'Update handler in `e.py` leaks a connection',
    'Run loop of `f.py` ignores the signal',
    'Delete route in `g.py` is unsafe',
    'Review der Eingaben in `h.py` fehlt',
    'Update de `i.py` pierde filas y nunca avisa',
  ])('says what is so: %s', (item) => {
    expect(follow(item)).toHaveLength(1);
  });

  it.each([
    'Fix the broken import in `d.py`',
    'Review why the pool of `e.py` leaks',
    'Update the handler in `f.py` that fails silently',
    'Set a limit in `g.py` so that nothing is lost',
  ])('is one: %s', (item) => {
    expect(follow(item)).toEqual([]);
  });
});

describe('what is said to be well', () => {
  it('is a cross of a thing with the best mark', () => {
    const table = (mark: string): string =>
      `## Endpoints\n\n| Endpoint | Login | Score |\n|---|---|---|\n| \`/health\` | ❌ (public) | ${mark} |\n| \`/jobs\` | ✅ token | A+ |\n`;
    expect(beside(table('A+'))).toEqual([]);
    expect(beside(table('D'))).toHaveLength(1);
  });

  it('is a row that denies what its column asks', () => {
    const row = (said: string): string =>
      `## Packages\n\n| Package | Version | Risk |\n|---|---|---|\n| \`httpx\` | 0.27 | ${said} |\n| \`pyyaml\` | 5.1 | old loader runs code |\n`;
    expect(titles(row('No critical CVEs at the time of review'))).toHaveLength(1);
    expect(titles(row('No known vulnerabilities'))).toHaveLength(1);
    expect(titles(row('Stable; kept up to date'))).toHaveLength(1);
    expect(titles(row('No error reports reach anybody'))).toHaveLength(2);
  });

  it('is what was measured', () => {
    expect(
      beside('## Evidence\n\n- Missing rows in `load.py`:\n  - read: 1459\n  - lost: 0\n  - took: 1.2 s\n'),
    ).toEqual([]);
  });

  it('is the reason of a mark', () => {
    const part = (heading: string): string =>
      `## ${heading}\n\nThe code of \`api.py\` is careful, and held back by silent failures.\n`;
    expect(beside(part('Security — 44/100'))).toEqual([]);
    expect(beside(part('Security'))).toHaveLength(1);
  });

  it('is the order of work', () => {
    expect(
      beside(
        '## Performance recommendations\n\n### Priority 1: Add indexes (now)\n\n- users\n- orders\n\n### Priority 2: Add constraints\n\n- email\n- state\n',
      ),
    ).toEqual([]);
    expect(
      beside(
        '## Implementation priority\n\n### High priority\n\n1. **Fix the loading of `settings.py`** - needed first\n',
      ),
    ).toEqual([]);
  });
});

describe('what is said to be missing', () => {
  it('is crossed behind a name of several words', () => {
    expect(
      beside('## Considerations\n\n1. **Access control** - ✅ by role\n2. **Audit log of logins** - ❌ Need to add\n'),
    ).toHaveLength(1);
  });

  it('is called so by a bold line among proposals', () => {
    const part = (word: string): string =>
      `## Nice improvements\n\n### Results: nullable or required\n\n**${word}:**\n\n\`\`\`python\nrows = Column(Integer)\n\`\`\`\n\n**Recommendation:**\n- make both nullable\n`;
    expect(beside(part('Inconsistency'))).toHaveLength(1);
    expect(beside(part('Example'))).toEqual([]);
  });
});
