/** What tells a claim without a word of one language: the form of parts, marks beside other marks, scripts, numbers, repetition. */
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../src/replay/claim.ts';
import { readAudit } from '../../../src/replay/reading/index.ts';

const read = (text: string): readonly Claim[] => readAudit(new TextEncoder().encode(text), 'AUDIT.md').claims;
const titles = (text: string): readonly string[] => read(text).map(({ title }) => title);

describe('parts of one form', () => {
  const part = (number: string, title: string): string =>
    `### ${number} ${title}\n\nText of \`pool.py\`.\n\n**Befindet** (\`pool.py\`):\n\n\`\`\`python\nrun()\n\`\`\`\n\n**Tausch:**\nEin anderer Aufruf.\n\n`;

  it('are claims where some of them are', () => {
    const text = `# A\n\n## 1. Tempo\n\n${part('1.1', 'Warteschlange')}${part('1.2', 'Der Puffer in `pool.py:12` ist unsicher')}## 2. Bau\n\n${part('2.1', 'Klasse')}`;
    expect(titles(text)).toHaveLength(3);
  });

  it('are none where none is', () => {
    expect(
      titles(
        `# A\n\n## 1. Tempo\n\n${part('1.1', 'Warteschlange')}${part('1.2', 'Puffer')}## 2. Bau\n\n${part('2.1', 'Klasse')}## Bugs\n\n- \`a.py\` leaks\n`,
      ),
    ).toHaveLength(1);
  });

  it('are whole claims where a label of theirs calls a defect', () => {
    const one = (title: string): string =>
      `### ${title}\n\n**Problem**: Kein Schutz in \`app.py\`.\n\n**Nötig ist**:\n- ein Verweis\n- ein Recht\n\n`;
    const text = `# A\n\n## Lücken\n\n${one('Zustimmung')}${one('Erklärung')}${one('Verzeichnis')}`;
    expect(titles(text)).toEqual(['Zustimmung', 'Erklärung', 'Verzeichnis']);
  });
});

describe('Chinese', () => {
  it('is read in both scripts', () => {
    const text = '## 問題\n\n### 快取鎖定\n\n**問題程式碼:**\n```python\nrun()\n```\n\n**改善建議:**\n換成 `lock`。\n';
    expect(read(text)).toMatchObject([{ title: '快取鎖定', remedy: '換成 `lock`。' }]);
  });

  it('names the kind of a field by the end of a word', () => {
    expect(read('## 问题\n\n### 连接池\n\n**所属文件:** `pool.py:3`\n\n**整体建议:** 换成 `lock`。\n')).toMatchObject([
      { title: '连接池', remedy: '换成 `lock`。', places: [{ path: 'pool.py' }] },
    ]);
  });

  it.each([
    ['1、', ''],
    ['（1）', ''],
    ['一、', ''],
    ['（一）', ''],
    ['1.', ''],
    ['１、', ''],
  ])('counts by %s', (order) => {
    const text = `# A\n\n## 问题\n\n### ${order}连接从不关闭\n\n\`pool.py\` 里没有关闭。\n`;
    expect(titles(text)).toEqual(['连接从不关闭']);
  });

  it('takes a word within a heading that names code for no kind of part', () => {
    expect(
      titles(
        '# A\n\n## 问题\n\n### `pool.py` 中的锁定范围与效能\n\n**代码:**\n```python\nrun()\n```\n\n**建议:**\n缩小。\n',
      ),
    ).toHaveLength(1);
  });
});

describe('a block of code', () => {
  it('that holds notes tells what stands below a warning', () => {
    const text =
      '# A\n\n#### `pool.ts`\n\n```typescript\n// ✅ well done\n- closes each file\n- counts its users\n\n// ⚠️ to be looked at\n- the lock is held while it waits\n1. no limit for its size\n```\n';
    expect(titles(text)).toEqual(['the lock is held while it waits', 'no limit for its size']);
    expect(read(text)[0]?.places).toMatchObject([{ path: 'pool.ts' }]);
  });

  it('that holds code tells nothing', () => {
    const text =
      '# A\n\n## Issues\n\n- `a.py` leaks\n\n```yaml\n# ❌ bad\n- name: never set here\n```\n\n```python\n# 1. the missing check\ncheck()\n```\n';
    expect(titles(text)).toHaveLength(1);
  });

  it('says in a comment whose lines it shows', () => {
    expect(
      titles('# A\n\n## Bugs\n\n- `a.py` leaks\n\n## How\n\n```ts\n// Line 13-20: the check\ncheck()\n```\n'),
    ).toHaveLength(1);
  });
});

describe('marks', () => {
  it('tell the rows of what is not there, in a part of proposals too, unless it is told elsewhere', () => {
    const text =
      '# A\n\n## Bugs\n\n### B-1: The pool is never closed\n\n`pool.py` keeps it.\n\n## Recommendations\n\n| Thing | State | Idea |\n|---|---|---|\n| Cache | ✅ there | Redis |\n| Compression | ❌ not used | gzip |\n| Pool closed | ❌ never | close it |\n';
    expect(titles(text)).toEqual(['The pool is never closed', 'Compression']);
  });

  it('tell a paragraph that is crossed out', () => {
    expect(titles('# A\n\n### Now\n\n❌ **0 % coverage** - no tests there\n')).toHaveLength(1);
  });

  it('say that a row is well', () => {
    const text =
      '# A\n\n## Risks\n\n| Risk | Level | What |\n|---|---|---|\n| CORS | ⚠️ Medium | `*` allowed |\n| Secrets | ✅ Low | None is hardcoded |\n';
    expect(titles(text)).toHaveLength(1);
  });
});

describe('no claims are', () => {
  const bugs =
    '# A\n\n## Bugs\n\n### 1. The queue in `z.py` never ends\n\nIt does not.\n\n### 2. The lock of `y.py` is lost\n\nIt is.\n\n### 3. The file `x.py` leaks memory\n\nIt does.\n\n';
  const beside = (text: string): readonly string[] => titles(bugs + text).slice(3);

  it.each([
    ['measures', '## Debt\n\n- Duplicated code: ~15%\n- Complex functions: 12 functions\n- Modules without tests: 8\n'],
    [
      'what says again what is told',
      '**Most urgent:**\n1. Queue never ends (stability)\n2. Lock is lost (safety)\n3. Memory leaks (cost)\n',
    ],
    [
      'boxes to tick below a few words',
      '## 🔴 Critical\n\n1. **Backend**\n   - [ ] write the endpoint\n   - [ ] write its test\n',
    ],
    ['what was done', '## Problems\n\n1. **Upkeep**:\n   - ✅ constants have names\n   - ✅ states are shown\n'],
    ['a part that denies them', '## Possible vulnerabilities\n\n**Looked at**: No critical vulnerability found\n'],
    ['a heading that denies them', '## New bugs (none)\n\n✅ All is well in `a.py`\n'],
    ['a heading that counts none', '### Gaps found: 0\n\n- Log warnings in `a.py`\n- Return empty data\n'],
    ['a version in brackets', '## Open (post-v1.0)\n'],
  ])('%s', (_, text) => {
    expect(beside(text)).toEqual([]);
  });
});

it('reads the items of a heading that counts them', () => {
  const text =
    '# A\n\n## Low\n\n### Style problems (19)\n\n- names differ\n- lines are too long\n- order of imports\n\n**Recommendation**: use a formatter\n**Effort**: 1 hour\n';
  expect(titles(text)).toEqual(['names differ', 'lines are too long', 'order of imports']);
});

it('takes a part with a field for its id for a claim', () => {
  const text =
    '# Bugs\n\n## Windows lose data\n\n**ID:** BUG-001\n**Status:** open\n\n### Problem\n\n`pipe.py` drops rows.\n\n### Cause\n\nIt comes too early.\n\n### Options\n\n- Option A: later\n';
  expect(read(text)).toMatchObject([{ id: 'BUG-001', title: 'Windows lose data' }]);
});

describe('a part with a label', () => {
  it('that ends in a full stop is told by it', () => {
    const text =
      '# Аудит\n\n## Скорость\n\n### 1. Три запроса каждый раз\n\n**Проблема.** `get_messages()` делает:\n1. `client.get()` — раз;\n2. `client.pin()` — два.\n\n**Причина.** О частоте никто не подумал.\n';
    expect(titles(text)).toEqual(['Три запроса каждый раз']);
  });

  it('on headings of its own is one claim', () => {
    const text =
      '# A\n\n## Bugs\n\n### Orders are refused\n\n#### Symptom\n\nAll of them.\n\n#### Root cause\n\nThe address.\n\n#### When it comes back\n\n1. look at `curl`\n2. no address is missing\n';
    expect(titles(text)).toEqual(['Orders are refused']);
  });

  it('that says the order of work for an id tells nothing new', () => {
    const text =
      '## BUG 1 — The lock is lost\n\nIt is, in `a.py`.\n\n## BUG 2 — The file leaks\n\nIt does, in `b.py`.\n\n## Order\n\n1. **BUG 1 first** (small):\n   it costs most.\n';
    expect(titles(text)).toHaveLength(2);
  });
});

it('takes a sentence without spaces for no name of a severity', () => {
  const text =
    '# A\n\n## HIGH\n\n### HIGH: グローバル状態の使用によるテスト分離の問題\n\n**ファイル**: `config.py:3`\n\n**問題**: 分離が困難です。\n';
  expect(read(text)).toMatchObject([{ severity: 'P1', places: [{ path: 'config.py' }] }]);
  expect(read(text)).toHaveLength(1);
});
