/** Shapes of written audits, each as short as it can be. */
import { describe, expect, it } from 'vitest';
import type { Claim, WrittenAudit } from '../../../src/replay/claim.ts';
import { readAudit } from '../../../src/replay/reading/index.ts';
import { formatCsv } from '../../../src/reporters/report-csv.ts';
import { sampleFindings, sampleReport } from '../../reporters/sample-report.ts';

function read(text: string, fileName = 'AUDIT.md'): WrittenAudit {
  return readAudit(new TextEncoder().encode(text), fileName);
}

function only(text: string): Claim {
  const { claims } = read(text);
  expect(claims.map(({ title }) => title)).toHaveLength(1);
  return claims[0] as Claim;
}

describe('an id', () => {
  it.each([
    ['### P0-1: The key is lost', 'P0-1'],
    ['### P0-1 The key is lost', 'P0-1'],
    ['### PKG-01 — The key is lost', 'PKG-01'],
    ['### [F1.2] The key is lost', 'F1.2'],
    ['#### Issue SPOF-001\n\n- **Description:** The key is lost', 'SPOF-001'],
    ['### V-01: The key is lost', 'V-01'],
    ['### Finding #3: The key is lost', 'Finding 3'],
    ['### 🔴 C1. The key is lost', 'C1'],
    ['### #4: The key is lost', '#4'],
    ['### 问题3：The key is lost', '问题3'],
    ['### The key is lost (SEC-07)', 'SEC-07'],
  ])('%s', (heading, id) => {
    const claim = only(`# A\n\n## Findings\n\n${heading}\n\nIt is gone after a restart.\n`);
    expect(claim).toMatchObject({ id, title: expect.stringContaining('The key is lost') });
  });

  it('that stands twice is made unique, and told', () => {
    const twice = '### SEC-1: The key is lost\n\nIt is.\n\n### SEC-1: The key leaks\n\nIt does.\n';
    const { claims, unread } = read(twice);
    expect(claims.map(({ id }) => id)).toEqual(['SEC-1', 'SEC-1~2']);
    expect(unread).toEqual([
      { line: 5, text: 'The key leaks', why: 'the id `SEC-1` stands twice, so this one is called `SEC-1~2`' },
    ]);
  });

  it('is no name of the trade, no part of a plan and no severity', () => {
    const { claims } = read(
      '## Issues\n\n- SHA-256 is computed twice\n- Phase 2: nothing is tested\n- P1: the pool leaks\n',
    );
    expect(claims.map(({ id }) => id.split('-').length > 2)).toEqual([true, true, true]);
  });
});

it('a heading is a claim where the lines that it is about stand right below it', () => {
  expect(only('# A\n\n## The key is lost\n**File:** `store.py:10`\n\nNobody writes it down.\n')).toMatchObject({
    title: 'The key is lost',
    text: 'Nobody writes it down.',
  });
});

it('a fold is a part that its summary is the heading of', () => {
  const { claims } = read(
    '# A\n\n<details><summary>🔴 P0: Writes are lost</summary>\n\n**File:** `store.py:10`\n\nTwo threads write.\n\n</details>\n\n<details>\n<summary>P2. The start is slow</summary>\n\n**File:** `main.py:1`\n\nIt reads all.\n</details>\n',
  );
  expect(claims).toMatchObject([
    { title: 'Writes are lost', severity: 'P0', places: [{ path: 'store.py', ranges: [{ first: 10 }] }] },
    { title: 'The start is slow', severity: 'P2', places: [{ path: 'main.py' }] },
  ]);
});

it('a line in capitals is a heading', () => {
  const { claims } = read('CRITICAL ISSUES\n1. app.py:10 - eval of input\n2. app.py:50 - debug=True\n');
  expect(claims).toMatchObject([
    { title: 'eval of input', severity: 'P0' },
    { title: 'debug=True', severity: 'P0' },
  ]);
});

it('bold letters set an id apart, and lines below the name of a file begin claims', () => {
  const { claims } = read(
    '# Findings\n\n- [ ] **H1** `a.py:10` blocks the loop\n\n### `b.py`\n\n**Line 10** (High): requests share a global.\n\n**Line 40** (Low): nobody reads it.\n',
  );
  expect(claims).toMatchObject([
    { id: 'H1' },
    { title: 'requests share a global.', severity: 'P1', places: [{ path: 'b.py', ranges: [{ first: 10 }] }] },
    { title: 'nobody reads it.', severity: 'P3', places: [{ path: 'b.py', ranges: [{ first: 40 }] }] },
  ]);
});

describe('a severity', () => {
  it('is none where its field tells what is wrong', () => {
    const claim = only(
      '# A\n\n## Findings\n\n### SEC-1: Versions\n\n**Risk:** The `/about` page shows the release of every library.\n\n**Impact:** Strangers read them.\n',
    );
    expect(claim.text).toBe('The `/about` page shows the release of every library.\n\nStrangers read them.');
    expect(only('### SEC-1: Versions\n\n**Risk:** High, because strangers read all of them.\n')).toMatchObject({
      severity: 'P1',
      text: '',
    });
  });

  it.each([
    ['Critical', 'P0'],
    ['blocker', 'P0'],
    ['SEV-1', 'P0'],
    ['S2', 'P1'],
    ['P2', 'P2'],
    ['🟡', 'P2'],
    ['🔴 High', 'P1'],
    ['minor', 'P3'],
    ['CVSS 9.8', 'P0'],
    ['crítica', 'P0'],
    ['hoch', 'P1'],
    ['élevée', 'P1'],
    ['média', 'P2'],
    ['низкий', 'P3'],
    ['严重', 'P0'],
  ])('%s is %s', (stated, severity) => {
    expect(only(`### SEC-1: The key is lost\n\n**Severity:** ${stated}\n`).severity).toBe(severity);
  });

  it('counts from 1 where nobody writes 0 and somebody writes 4', () => {
    expect(
      read('## Issues\n\n- P1: the key is lost\n- P4: the name is odd\n').claims.map(({ severity }) => severity),
    ).toEqual(['P0', 'P3']);
  });

  it('of a heading holds for what is below it', () => {
    expect(only('## 🟠 High priority\n\n1. **The pool leaks** in `db.py`\n')).toMatchObject({
      severity: 'P1',
      statedSeverity: 'High',
    });
  });
});

describe('fields', () => {
  it.each([
    ['en', '**File:** `a.py:3`\n**Problem:** it hangs\n**Fix:** stop it'],
    ['es', '**Archivo:** `a.py:3`\n**Problema:** it hangs\n**Solución:** stop it'],
    ['de', '**Datei:** `a.py:3`\n**Problem:** it hangs\n**Empfehlung:** stop it'],
    ['fr', '**Fichier :** `a.py:3`\n**Problème :** it hangs\n**Correctif :** stop it'],
    ['pt', '**Arquivo:** `a.py:3`\n**Problema:** it hangs\n**Correção:** stop it'],
    ['ru', '**Файл:** `a.py:3`\n**Проблема:** it hangs\n**Исправление:** stop it'],
    ['zh', '**文件：** `a.py:3`\n**问题：** it hangs\n**修复建议：** stop it'],
    ['in a list', '- **File:** `a.py`\n- **Line:** 3\n- **Issue:** it hangs\n- **Fix:** stop it'],
    ['in a table', '| Field | Value |\n|---|---|\n| File | `a.py:3` |\n| Description | it hangs |\n| Fix | stop it |'],
    ['under headings', '#### Location\n\n`a.py:3`\n\n#### Description\n\nit hangs\n\n#### Recommendation\n\nstop it'],
  ])('%s', (_, fields) => {
    const claim = only(`## Findings\n\n### 1. Slow start\n\n${fields}\n`);
    expect(claim).toMatchObject({
      title: 'Slow start',
      remedy: 'stop it',
      places: [{ path: 'a.py', ranges: [{ first: 3, last: 3 }] }],
    });
    expect(claim.text).toContain('it hangs');
  });
});

describe('quoted code', () => {
  const roles = (body: string) =>
    only(`### SEC-1: It hangs\n\n${body}\n`).quotes.map(({ role, text }) => `${role}: ${text}`);

  it.each([
    ['**Before:**\n```python\na()\n```\n**After:**\n```python\nb()\n```', ['now: a()', 'proposed: b()']],
    ['```python\n# ❌ Bad\na()\n# ✅ Good\nb()\n```', ['now: a()', 'proposed: b()']],
    ['```diff\n- a()\n+ b()\n  c()\n```', ['now: a()\nc()', 'proposed: b()\nc()']],
    ['```bash\npytest -q\n```', ['command: pytest -q']],
    ['It says `x = 1 + y`, and should be `x = 2 + y`', ['now: x = 1 + y', 'proposed: x = 2 + y']],
    ['**Fix:** replace `a(b, c)` with `b(c, a)`', ['now: a(b, c)', 'proposed: b(c, a)']],
    ['The code is:\n\n```python\na()\n```', ['now: a()']],
  ])('%s', (body, wanted) => {
    expect(roles(body)).toEqual(wanted);
  });
});

describe('a status', () => {
  it.each([
    ['### SEC-1: It hangs\n\n**Status:** Fixed\n**Fix commit:** 9f3c2ab', 'fixed', '9f3c2ab'],
    ['### SEC-1: It hangs [RESOLVED]\n\nIt did.', 'fixed', undefined],
    ['## Issues\n\n- **No scaling** — fixed 2 pods in `pool.py`', 'open', undefined],
    ['### SEC-1: It hangs — fixed in 0.3\n\nIt did.', 'fixed', undefined],
    ['### ~~SEC-1: It hangs~~\n\nIt does not.', 'retracted', undefined],
    ["### SEC-1: It hangs\n\n**Status:** Won't fix", 'accepted', undefined],
    ['### SEC-1: It hangs\n\n> ✅ Fixed (commit 9f3c2ab)\n\n**File:** `a.py:3`\n\nIt does.', 'fixed', '9f3c2ab'],
    ['### SEC-1: It hangs\n\n> ✅ behoben (Commit 9f3c2ab)\n\n**Datei:** `a.py:3`\n\nImmer.', 'fixed', '9f3c2ab'],
    ['### SEC-1: It hangs\n\n> ✅ Tests pass\n\n**File:** `a.py:3`\n\nIt does.', 'open', undefined],
    ['### SEC-1: It hangs\n\n✅ fixed sizes are kept\n\n**File:** `a.py:3`\n\nIt does.', 'open', undefined],
    ['## Issues\n\n- [x] It hangs in `a.py`', 'fixed', undefined],
    ['## Issues\n\n- ~~It hangs in `a.py`~~', 'retracted', undefined],
    [
      '### SEC-1: It hangs\n\nIt does.\n\n## Resolution Tracking\n\n| ID | Status | Commit |\n|---|---|---|\n| SEC-1 | ✅ Fixed | 9f3c2ab |',
      'fixed',
      '9f3c2ab',
    ],
  ])('%s', (text, status, fixedIn) => {
    expect(only(`# A\n\n${text}\n`)).toMatchObject({ status, fixedIn });
  });
});

describe('what is no claim', () => {
  it('is what is well, what is to be done about claims, what is counted, and the legend', () => {
    const { claims } = read(`# A

## Severity Legend

| Severity | Description |
|---|---|
| P0 | Everything stops |

## Summary

| Severity | Count |
|---|---|
| Critical | 1 |

## Issues

- \`pool.py:3\` never closes
- ✅ \`db.py\` closes
- OK: the cache is bounded

## Strengths

- \`app.py\` is missing nothing

## Recommendations

1. Close \`pool.py:3\`
`);
    expect(claims.map(({ lines }) => lines.first)).toEqual([17]);
  });
});

describe('praise', () => {
  const document = (part: string): string =>
    `# Review\n\n## Findings\n\n${part}\n\n### SEC-9: The key is lost\n\nIt is gone.\n`;
  const others = (part: string): string[] =>
    read(document(part)).claims.flatMap(({ id, title }) => (id === 'SEC-9' ? [] : title));

  it.each([
    ['a heading that ends in a tick', '### Pane ids ✅\n\n**Location:** `shop/panes.py:5`\n\nChecked before use.'],
    ['a tick and a word', '### Pane ids ✅ **EXCELLENT**\n\n**Location:** `shop/panes.py:5`\n\nChecked before use.'],
    ['what it comes to', '### Pane ids\n\n**Location:** `shop/panes.py:5`\n\n**Assessment:** ✅ Checked before use.'],
    [
      'items that say what was not found',
      '### No hardcoded credentials ✅\n\n**Results:**\n\n- **No API keys** in source code\n- **No passwords** found',
    ],
  ])('is %s', (_, part) => {
    expect(others(part)).toEqual([]);
  });

  it.each([
    ['something in it is marked as bad', '### Pane ids ✅\n\n**Location:** `shop/panes.py:5`\n\n- ❌ Never checked'],
    [
      'an issue is told all the same',
      '### shop/panes.py ids ✅ GOOD\n\n**Location:** `shop/panes.py:5`\n\n**Issues:** The names differ',
    ],
    ['it has an id', '### SEC-1: Pane ids ✅\n\n**Location:** `shop/panes.py:5`\n\nUnchecked.'],
    [
      'the tick says that a defect was mended',
      '### Hardcoded password ✅\n\n**Location:** `shop/panes.py:5`\n\nIt is.',
    ],
    ['a status says so', '### Pane ids\n\n**Location:** `shop/panes.py:5`\n\n**Status:** ✅ Fixed'],
  ])('is none where %s', (_, part) => {
    expect(others(part)).toHaveLength(1);
  });
});

describe('claims without a shape of their own', () => {
  it('are rows of failures, items below headings of defects, and sentences that state one', () => {
    const { claims } = read(`# A

### Realistic Failure Modes

| Failure | Likelihood | Impact |
|---|---|---|
| Crash loses the queue | High | Jobs are gone |

### Hidden Bottlenecks

- Every request opens \`pool.py\`

### How It Works

The worker reads jobs. The result of \`poll()\` is never checked.
`);
    expect(claims.map(({ title, section }) => `${section.at(-1)}: ${title}`)).toEqual([
      'Realistic Failure Modes: Crash loses the queue',
      'Hidden Bottlenecks: Every request opens `pool.py`',
      'How It Works: The result of `poll()` is never checked.',
    ]);
  });

  it('stand below the file that they are about', () => {
    const { claims } = read(
      '## Issues\n\n### `app/main.py`\n\n- **Line 47:** printed twice\n- the loop never ends\n\n### db.py\n\n- L12: leaks\n',
    );
    expect(
      claims.map(({ places }) => places.map(({ path, ranges }) => `${path}:${ranges[0]?.first ?? ''}`).join()),
    ).toEqual(['app/main.py:47', 'app/main.py:', 'db.py:12']);
  });

  it('are about the files that the part around them names, up to the next numbered heading', () => {
    const document =
      '# A\n\n## 1. Backend\n\n### 1.1 Queue\n\nThe worker is `shop/worker.py`, its stack `compose.yaml`.\n\n#### Problems\n\n' +
      '- Nothing ever fills the queue\n\n### 1.2 Cache\n\n#### Problems\n\n- The cache is never emptied\n';
    const { claims } = read(document);
    expect(claims.map(({ about }) => about.map(({ path }) => path))).toEqual([['shop/worker.py', 'compose.yaml'], []]);
  });

  it('begin lines with their ids', () => {
    const { claims } = read(
      '## Security\n\n#50 [HIGH] app.py:28 — It answers 200\nThe body says error.\n\n#51 [LOW] db.py:3 — It leaks\n',
    );
    expect(claims).toMatchObject([
      {
        id: '#50',
        title: 'It answers 200',
        severity: 'P1',
        places: [{ path: 'app.py' }],
        text: 'The body says error.',
      },
      { id: '#51', title: 'It leaks', severity: 'P3', places: [{ path: 'db.py' }] },
    ]);
  });
});

describe('other languages', () => {
  it('have fields and sections of their own: Korean', () => {
    const field =
      '**위치**: `app/routes.py:12`\n\n**문제점**:\n- 아무도 묻지 않음\n- 누구나 호출 가능\n\n**수정 방안**:\n- 인증 추가\n';
    const text = `# 검토\n\n## 🔴 심각 (Critical)\n\n### 1. 인증 없음\n${field}\n## 체크리스트\n\n- [ ] 인증 추가\n`;
    expect(read(text).claims).toMatchObject([
      { title: '인증 없음', severity: 'P0', places: [{ path: 'app/routes.py', ranges: [{ first: 12 }] }] },
    ]);
  });

  it('have fields and sections of their own: Dutch', () => {
    const text =
      '# Audit\n\n## Beveiliging\n| Locatie | Kwetsbaarheid | Ernst | Mitigatie |\n| --- | --- | --- | --- |\n| app/run.py:7 | Elke opdracht kan draaien | Hoog | Weiger onbekende opdrachten |\n';
    expect(read(text).claims).toMatchObject([
      { title: 'Elke opdracht kan draaien', severity: 'P1', places: [{ path: 'app/run.py', ranges: [{ first: 7 }] }] },
    ]);
  });
});

describe('other formats', () => {
  it('are read by the names of members and columns', () => {
    const json =
      '[\n{"message": "it hangs", "file": "a.py", "line": 3, "severity": "high"},\n{"issue_text": "it leaks", "filename": "b.py", "line_number": 4, "issue_severity": "LOW"}]';
    expect(read(json, 'a.json').claims).toMatchObject([
      { title: 'it hangs', severity: 'P1', places: [{ path: 'a.py', ranges: [{ first: 3 }] }], lines: { first: 2 } },
      { title: 'it leaks', severity: 'P3', places: [{ path: 'b.py', ranges: [{ first: 4 }] }], lines: { first: 3 } },
    ]);
    const csv = 'Datei;Zeile;Schweregrad;Problem\n"a b.py";10-12;hoch;"es ""hängt""\nlange"\n';
    expect(read(csv, 'a.csv').claims).toMatchObject([
      {
        title: 'es "hängt"',
        text: 'lange',
        severity: 'P1',
        places: [{ path: 'a b.py', ranges: [{ first: 10, last: 12 }] }],
        lines: { first: 2 },
      },
    ]);
  });

  it('have rules of ours where our own reporter wrote them', () => {
    expect(read(formatCsv(sampleReport), 'a.csv').claims.map(({ rules }) => rules)).toEqual(
      sampleFindings.map(({ rule }) => [rule]),
    );
    const other = 'severity,rule,path,line,message,fingerprint\nhigh,bare-except,a.py,3,it hangs,1f0c22ab\n';
    expect(read(other, 'b.csv').claims).toMatchObject([{ rules: [], section: ['bare-except'] }]);
  });

  it('are SARIF with its rules, suppressions and commit', () => {
    const result = {
      ruleId: 'R',
      message: { text: 'it hangs' },
      suppressions: [{ kind: 'inSource' }],
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'src/a%20b.py' }, region: { startLine: 3, endLine: 5 } } },
      ],
    };
    const run = {
      tool: { driver: { name: 'x', rules: [{ id: 'R', properties: { 'security-severity': '9.1' } }] } },
      versionControlProvenance: [{ revisionId: '9f3c2ab' }],
      results: [result, { ...result, kind: 'pass' }],
    };
    const audit = read(JSON.stringify({ version: '2.1.0', runs: [run] }), 'a.sarif');
    expect(audit).toMatchObject({
      commit: '9f3c2ab',
      claims: [
        {
          title: 'it hangs',
          severity: 'P0',
          status: 'accepted',
          places: [{ path: 'src/a b.py', ranges: [{ first: 3, last: 5 }] }],
        },
      ],
    });
    expect(audit.claims).toHaveLength(1);
  });

  it.each([
    ['a.json', '[{"a": 1},\n}', /^a\.json(?::2)?: the document is not valid JSON$/],
    ['a.csv', 'x,y\n1,2\n', /^a\.csv:1: the first row names no columns of findings \(it has: x, y\)/],
    ['a.md', ' \n', /^a\.md: the document is empty$/],
    ['a.md', 'x'.repeat(5_000_001), /^a\.md: the document has 5\.0 MB, and at most 5 MB are read: split it$/],
  ])('are refused with a sentence: %s', (fileName, text, message) => {
    expect(() => read(text, fileName)).toThrow(message);
  });
});

describe('what is deep or long', () => {
  it.each([
    ['quotes', `${'> '.repeat(3000)}## Issues\n\n## Issues\n\n- it hangs in \`a.py\`\n`],
    [
      'lists',
      `## Issues\n\n- it hangs in \`a.py\`\n${Array.from({ length: 300 }, (_, depth) => `${'  '.repeat(depth)}- deeper`).join('\n')}\n`,
    ],
    ['brackets', `## Issues\n\n- it hangs in \`a.py\` ${'['.repeat(5000)}\n`],
    ['JSON', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
  ])('%s', (_, text) => {
    try {
      expect(read(text, text.startsWith('[[') ? 'a.json' : 'a.md').claims.length).toBeGreaterThan(0);
    } catch (error) {
      expect((error as Error).name).toBe('AuditError');
    }
  });
});
