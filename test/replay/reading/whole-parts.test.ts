/** What a part is as a whole: one claim, a list of claims, or none. */
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../src/replay/claim.ts';
import { readAudit } from '../../../src/replay/reading/index.ts';

function read(text: string): readonly Claim[] {
  return readAudit(new TextEncoder().encode(text), 'AUDIT.md').claims;
}

const titles = (text: string): readonly string[] => read(text).map(({ title }) => title);

/** What is read beside a claim that everybody would read. */
const beside = (text: string): readonly string[] =>
  titles(`${text}\n## Bugs\n\n- The queue never ends in \`z.py\`\n`).filter((title) => !title.includes('queue'));

describe('a heading over a list', () => {
  it('names what its items are about', () => {
    const text =
      '# A\n\n## Gaps\n\n### 1. Service discovery\n\n- No registration of agents\n- Manual updates of the table\n';
    expect(titles(text)).toEqual(['No registration of agents', 'Manual updates of the table']);
  });

  it('is the claim where it says itself what is wrong', () => {
    const text =
      '# A\n\n## Gaps\n\n### 1. Inconsistent sessions\n\n- 12 uses of `get_db`\n- Others without it\n\n### 2. Files are closed too late\n\n- Only at the end\n- Not after errors in `a.py:3`\n';
    expect(titles(text)).toEqual(['Inconsistent sessions', 'Files are closed too late']);
  });

  it('of a sign and a defect is over claims, whatever became of them', () => {
    const text =
      '# A\n\n## 🟡 Other keys exposed (confirmed safe)\n\n### 1. Bot tokens\n\n- **Token:** `abc`\n- **Status:** ✅ the bot was deleted by its owner\n';
    expect(titles(text)).toEqual(['Bot tokens']);
  });

  it('says how urgent they are, and is none itself', () => {
    expect(titles('# A\n\n## Issues\n\n### Priority 1 (do now)\n\n- `a.py` leaks a file\n')).toEqual([
      '`a.py` leaks a file',
    ]);
  });

  it('names a kind in several words', () => {
    expect(
      titles('# A\n\n## ⚠️ Áreas de mejora\n\n1. Faltan pruebas de `a.py`\n2. Tipos incompletos en `b.py`\n'),
    ).toHaveLength(2);
  });
});

describe('a claim with an id', () => {
  it('holds its parts, whatever is found out in one of them', () => {
    const text =
      '# A\n\n## Issue #2: Import fails\n\n### Problem\n\nIt returns 400.\n\n### Root cause\n\n#### Discovery 1: Wrong type\n\n- **Sent:** JSON\n- **Wanted:** text\n\n### Status\n\nOpen\n';
    expect(titles(text)).toEqual(['Import fails']);
  });
});

describe('items', () => {
  it('that are ticked off are tasks, unless they say what was wrong', () => {
    expect(beside('## T1 (Issue #8): selectors\n\n- [x] `a.py` reads the key\n- [x] No test without `b.py`\n')).toEqual(
      [],
    );
    const claims = read('# A\n\n## Issues\n\n- [x] `a.py` never closes the file\n- [x] Wrote tests\n');
    expect(claims.map(({ title, status }) => [title, status])).toEqual([['`a.py` never closes the file', 'fixed']]);
  });

  it('that end in a word that all is well are none', () => {
    const text =
      '# A\n\n## Security concerns\n\n1. Keys come from the environment (good)\n2. No check of signatures\n3. `a.py` は閉じる。問題なし。\n';
    expect(titles(text)).toEqual(['No check of signatures']);
    const none = ['Tests for `a.py`: none', 'Limits of `/login`. None.', 'Retries in `b.py` (keine)', '`/admin`: 无'];
    expect(titles(`# A\n\n## Issues\n\n${none.map((each) => `- ${each}\n`).join('')}`)).toHaveLength(none.length);
  });

  it('that count are none', () => {
    expect(
      titles('# A\n\n## Issues\n\n- **Critical bugs:** 4+\n- **Missing tests:** 3 main\n- `a.py` leaks a file\n'),
    ).toEqual(['`a.py` leaks a file']);
    expect(titles('# A\n\n## Issues\n\n- Hardcoded ports in `net.py`: 5\n- Unused: 12\n')).toHaveLength(1);
  });

  it('that say what to do are no news', () => {
    expect(beside('## Recommendations\n\n- Never commit `c.env` without a look\n')).toEqual([]);
    expect(beside('## Recommendations\n\n- `c.py` never closes its file\n')).toHaveLength(1);
  });

  it('with a cross behind a name are claims', () => {
    expect(
      titles('# A\n\n## Scripts\n\n- `reset.py` - ❌ writes to the old base\n- `show.py` - reads it\n'),
    ).toHaveLength(1);
  });
});

describe('rows', () => {
  it('are called by words, or by a value of the code', () => {
    const table = (value: string): string =>
      `# A\n\n## Issues\n\n| Value | File | Use |\n|---|---|---|\n| ${value} | \`core/area.py\` | limit |\n`;
    expect(beside(table('400+'))).toEqual([]);
    expect(beside(table('`0.3`'))).toHaveLength(1);
  });
});

describe('a part that found nothing', () => {
  it.each(['**None found.** Looked at:', '問題なし。', 'Keine Befunde.', 'Не обнаружено.'])('%s', (first) => {
    expect(beside(`## P0 — Blocks the start\n\n${first}\n\n- No syntax error in \`a.py\`\n`)).toEqual([]);
  });
});

describe('words without spaces between them, or with endings', () => {
  it.each([
    ['Korean', '## 남은 위험\n\n1. `a.py`에 시간 제한이 없었다. 다시 확인해야 한다\n'],
    ['Japanese with voiced marks', '## 観察\n\n- `key` はハードコードされている\n'],
  ])('%s', (_, text) => {
    expect(titles(`# A\n\n${text}`)).toHaveLength(1);
  });
});

describe('what is told in a form of its own', () => {
  it('is praise where the heading begins with a tick, or the rating ends in one', () => {
    expect(
      beside(
        '## Checks\n\n### ✅ Error propagation\n\n**Rating:** Correct ✅\n\n1. **`pay.py`** → raises an error\n\n### Coupling\n\n**Rating:** Fine ✅\n\nThe error of `pay.py` is kept.\n',
      ),
    ).toEqual([]);
  });

  it('is still claimed behind a label of what was built', () => {
    expect(
      titles(
        '# A\n\n## Risks\n\n### 3.2 Model files\n\n**Implemented:** Hashes of all files in `registry.py` ✅\n\n- `load.py` never compares them\n- No signature in `store.py`\n',
      ).length,
    ).toBeGreaterThan(0);
  });

  it('is a table that says how bad, what, how it shows and what to do', () => {
    const text =
      '# Relatório\n\n## Resultado\n\n| Severidade | Item | Evidência | Ação |\n|---|---|---|---|\n| ALTA | Fila sem limite | `queue.py` cresce | Limitar |\n| BAIXA | Função longa | `pay.py` com 300 linhas | Dividir |\n';
    expect(titles(text)).toHaveLength(2);
  });

  it('is a list below a heading that says what is exceeded', () => {
    expect(
      titles('# A\n\n## Functions over 50 lines\n\n- `pay.py:charge` (~90)\n- `queue.py:drain` (~70)\n'),
    ).toHaveLength(2);
  });

  it('is an item with fields of its own, alone or beside others', () => {
    const item = (count: number, title: string) =>
      `${count}. **${title}**\n   - **Severity:** high\n   - **Impact:** orders are lost\n`;
    const text = `# A\n\n## Summary of violations\n\n### 🔴 CRITICAL VIOLATIONS\n\n${item(1, 'Base class not used')}\n${item(2, 'Own loader of settings')}\n### 🟠 HIGH SEVERITY ISSUES\n\n3. **Missing settings**\n   - shop not in settings.yaml\n   - desk not in settings.yaml\n   - **Impact:** they do not start\n`;
    expect(titles(text)).toEqual(['Base class not used', 'Own loader of settings', 'Missing settings']);
  });

  it('is one claim where the problem is said first, whatever is listed as missing below', () => {
    const text =
      '# A\n\n## Critical issues\n\n### 1. No check of answers\n\n**Problem:** Answers are taken as they come.\n\n**Missing:**\n\n- A length check\n- A filter of repeats\n';
    expect(titles(text)).toEqual(['No check of answers']);
  });

  it('is no row that says of itself that it is well', () => {
    const text =
      '# A\n\n## Issues\n\n| Service | Current | Should be |\n|---|---|---|\n| Desk | answers on /health | ✅ Correct |\n| Shop | answers nowhere | on /health |\n';
    expect(titles(text)).toEqual(['Shop']);
  });
});

describe('where a claim stands', () => {
  it('is in the one file that is reviewed, where it gives lines alone', () => {
    const text =
      '# Review\n\n**File:** `desk.py`\n\n## Bugs\n\n### 1. The key is lost\n\n**Location:** Lines 7-8\n\n**Issue:** Nobody keeps it.\n';
    expect(read(text)[0]?.places).toMatchObject([{ path: 'desk.py', ranges: [{ first: 7, last: 8 }] }]);
  });

  it('is no name for it: what is wrong stands in the heading above', () => {
    const text =
      '# Аудит\n\n## Глобальные переменные\n\n### Файл: `desk.py` (строки 10-20)\n\n```python\nseen = {}  # ❌ global\n```\n\n**Проблема:** Два читателя.\n';
    expect(titles(text)).toEqual(['Глобальные переменные']);
  });

  it('is nowhere for the counts of a summary', () => {
    const text =
      '# Report\n\n**Version:** 2\n**Severity:** 10 critical | 8 major | 6 minor\n\n# Bugs\n\n## BUG #1: The key is lost\n\n**File:** `desk.py:3`\n**Severity:** critical\n';
    expect(titles(text)).not.toContain('Report');
  });

  it('is of no account where it was dismissed', () => {
    const text =
      '# Deuda\n\n## Hallazgos\n\n| ID | Título | Severidad | Estado |\n|---|---|---|---|\n| TD-1 | La cola no termina en `a.py` | Alta | Descartada |\n| TD-2 | Se pierde la clave en `b.py` | Alta | Pendiente |\n';
    expect(read(text).map(({ status }) => status)).toEqual(['retracted', 'open']);
  });
});

describe('names and files that stand beside', () => {
  const [claim] = read(
    '# A\n\n## Bugs\n\n### 1. **Settings (shop/settings.py)**\n\n#### Issue 1: Nothing is checked\n\n```python\n# at: Till.load()\n# nobody asks\n```\n',
  );

  it('are the file of the heading and calls of comments', () => {
    expect(claim?.places.map(({ path }) => path)).toEqual(['shop/settings.py']);
    expect(claim?.names).toEqual(['Till.load']);
  });

  it.each([
    ['`shop/till.py:total_of()`', 'total_of'],
    ['`test_till.py::TestTill::test_total`', 'TestTill::test_total'],
  ])('are behind a path: %s', (place, name) => {
    const [told] = read(`# A\n\n## Bugs\n\n### 1. Sums are wrong\n\n- **Location**: ${place}\n`);
    expect(told?.names).toContain(name);
  });
});
