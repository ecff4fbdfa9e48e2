/** Parts that hold claims, and what stands around the claims that have ids. */
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../src/replay/claim.ts';
import { readAudit } from '../../../src/replay/reading/index.ts';

function claimsOf(text: string): readonly Claim[] {
  return readAudit(new TextEncoder().encode(text), 'AUDIT.md').claims;
}

const titles = (text: string): readonly string[] => claimsOf(text).map(({ title }) => title);

const MODULES = [
  ['ledger', 'LD', 'Entries are lost'],
  ['mailer', 'ML', 'Letters leave twice'],
]
  .map(
    ([name, id, what]) => `## Module: \`src/${name}/\`

**Health:** Soft, and never tested. | **Files:** 6 | **LOC:** 900 | **Findings:** 2 (1 high)

\`${name}\` silently ignores half of its settings.

### Findings

#### ${id}-1. ${what} — \`High\` / \`M\`
**Where:** \`src/${name}/api.py:10\`
**What:** Nobody waits for the answer.
**Fix:** Wait for it.

#### ${id}-2. The name is read twice — \`Low\` / \`S\`
**Where:** \`src/${name}/api.py:40\`
**What:** The second reading wins.
`,
  )
  .join('\n');

it('a part "Findings" with ids below it holds the claims of a part that has fields of its own, and what stands above it leads to them', () => {
  const text = `# Debt\n\n${MODULES}`;
  expect(claimsOf(text).map(({ id, severity, title }) => [id, severity, title])).toEqual([
    ['LD-1', 'P1', 'Entries are lost'],
    ['LD-2', 'P3', 'The name is read twice'],
    ['ML-1', 'P1', 'Letters leave twice'],
    ['ML-2', 'P3', 'The name is read twice'],
  ]);
});

it('what is called by the id of a part, or points to it at its end, says it again; so does a part that gathers several', () => {
  const text = `# Debt

## Cross-cutting themes

### 1. Failures are silent

\`store.py:7\` is one of them (\`LD-1\`), \`ML-1\` another, and nobody ever sees \`ML-2\`.

### 2. Old news

- \`LD-2\`: \`store.py:9\` — the name is never kept
- \`notes.py:3\` says how the letters are to be sent, and this was not implemented (\`ML-1\`).
- \`notes.py:8\` is never read by \`LD-1\` (see there)

${MODULES}`;
  expect(titles(text)).toEqual([
    '`notes.py:8` is never read by `LD-1` (see there)',
    'Entries are lost',
    'The name is read twice',
    'Letters leave twice',
    'The name is read twice',
  ]);
});

it('a heading that says how bad it is holds the counted headings below it', () => {
  const text = `# Review

## P2 — Sturdiness / structure

### 1. No value for empty pixels ([mosaic.py:62](a/mosaic.py#L62))

Frames cover each other.

### 2. \`list_all.py\` and \`list_some.py\` — the same text twice

Both have to be changed.

### 3. \`fetch.py\` — trying again

- **[fetch.py:118](a/fetch.py#L118)** \`path.exists()\` is asked after the request.
- **(seen in May)** \`serve.py\` does not know ranges.
- \`token()\` is called outside of the loop of \`fetch.py\`.

### 4. Bounds stand in four places

| Function | Where | Role |
|---|---|---|
| \`bounds\` | list_all.py | box |
| \`box_of\` | mosaic.py | box |

They read the first ring alone.

## P3 — method / next steps

### 1. No tests

These at least:

- \`dates.py\`: \`parse\`
- \`ids.py\`: \`id_of\`

### 2. Two orbits are mixed

Shadows differ.
`;
  expect(claimsOf(text).map(({ title, severity }) => [severity, title])).toEqual([
    ['P2', 'No value for empty pixels (mosaic.py:62)'],
    ['P2', '`list_all.py` and `list_some.py` — the same text twice'],
    ['P2', '`path.exists()` is asked after the request.'],
    ['P2', '`serve.py` does not know ranges.'],
    ['P2', '`token()` is called outside of the loop of `fetch.py`.'],
    ['P2', 'Bounds stand in four places'],
    ['P3', 'No tests'],
    ['P3', 'Two orbits are mixed'],
  ]);
});

describe('of a table', () => {
  const rows = (text: string): readonly (readonly unknown[])[] =>
    claimsOf(text).map(({ title, severity, status }) => [severity, status, title]);

  it('columns are known by their cells where nobody knows their heads', () => {
    const text = `# Raportti

## 1) Turva

| Vaara | Asia | Mesta | Neuvo |
|---|---|---|---|
| 🔴 Kova | Avain on koodissa | \`shop/main.py:9\` | Siirrä se |
| 🟠 Suuri | Kirjautuminen on auki | \`shop/login.py\` | Sulje se |
| 🟢 Pieni | Nimi on huono | \`shop/names.py\`, muut | Vaihda se |
`;
    expect(claimsOf(text)).toMatchObject([
      { severity: 'P0', title: 'Avain on koodissa', places: [{ path: 'shop/main.py', ranges: [{ first: 9 }] }] },
      { severity: 'P1', title: 'Kirjautuminen on auki', places: [{ path: 'shop/login.py' }] },
      { severity: 'P3', title: 'Nimi on huono', places: [{ path: 'shop/names.py' }] },
    ]);
  });

  it('a column of risks that says how bad is a severity, and what is remarked the title', () => {
    const text =
      '# A\n\n| Plugin | Precision | Risk | Seen |\n|---|---|---|---|\n| `tone` | 80% | **MEDIUM** | Long texts come out too high by half |\n| `marks` | 40% | **VERY HIGH** | Guesses where the key is not known |\n| `zones` | 90% | **N/A** | Quotes in footnotes are left out |\n| `dates` | 70% | **HIGH** | Takes months for days all the time |\n';
    expect(rows(text)).toEqual([
      ['P2', 'open', '`tone`: Long texts come out too high by half'],
      ['P1', 'open', '`marks`: Guesses where the key is not known'],
      ['P1', 'open', '`dates`: Takes months for days all the time'],
    ]);
  });

  it('costs are high and low too, and strengths are no titles', () => {
    const text =
      '# A\n\n## Matrix\n\n| Signal | Load | Shape | Action |\n|---|---|---|---|\n| tone | High | old | keep it |\n| marks | Low | new | keep it too |\n\n## Marks\n\n| Category | Mark | Strengths | Beside them |\n|---|---|---|---|\n| Tests | 3/10 | Injection of all that is needed | No test of the door |\n| Form | 9/10 | Small files of one thing each | Long names |\n';
    expect(titles(text)).toEqual(['Tests: No test of the door']);
  });

  it('words that rows have in common are no titles', () => {
    const text =
      '# A\n\n| Method | Route | Used |\n|---|---|---|\n| GET | `/api/old` | ❌ No |\n| GET | `/api/new` | yes |\n| POST | `/api/run` | ❌ No |\n| POST | `/api/stop` | yes |\n';
    expect(titles(text)).toEqual(['GET: `/api/old`', 'POST: `/api/run`']);
  });

  it('a tick with a word beside things that are marked as bad is no defect that was mended, and nothing but ticks neither', () => {
    const states =
      '| Metric | Formula | State |\n|---|---|---|\n| Breadth | share above the mean | ✅ In use |\n| Drawdown | far from the top | ⚠️ Twice the same |\n| Range | top less bottom | ✅ Fixed in 4f2a1bc |\n';
    expect(rows(`# A\n\n## Divergences\n\n${states}`)).toEqual([
      [undefined, 'open', 'Drawdown'],
      [undefined, 'fixed', 'Range'],
    ]);
    const ticked =
      '| Part | File | State |\n|---|---|---|\n| Elo | `elo.py` | ✅ |\n| Odds | `odds.py` | ✅ |\n| Goals | `goals.py` | ✅ |\n';
    const dead = '| Part | File | State |\n|---|---|---|\n| Ranks | `ranks.py` | Nobody calls it |\n';
    expect(titles(`# A\n\n## Dead code\n\n${dead}\n### Wholly joined\n\n${ticked}`)).toEqual(['Ranks']);
    expect(rows(`# A\n\n## Issues\n\n${ticked}`).map(([, status]) => status)).toEqual(['fixed', 'fixed', 'fixed']);
  });
});

it('lines that call a defect each are claims each, what is called good is none, and headings of lines give the lines', () => {
  const text = `# A

## 2. SCRIPT ISSUES

### File: \`tools/build.py\`

**LINES 62-69: INDEX CONTENTS**
\`\`\`python
info = {"path": path}
\`\`\`
**ISSUE**: The index does not hold the stride!
**ISSUE**: The index holds the files alone!

**LINE 77: OUTPUT PATH**
\`\`\`python
out = ROOT / "index.json"
\`\`\`
**GOOD**: Saves to the right folder

**LINES 80-82: PARAMETERS**
\`\`\`yaml
stride: 4.0  # ✅ matches
# WARNING: not for old files
\`\`\`
`;
  expect(claimsOf(text).map(({ title, places }) => [title, places[0]?.ranges])).toEqual([
    ['The index does not hold the stride!', [{ first: 62, last: 69 }]],
    ['The index holds the files alone!', [{ first: 62, last: 69 }]],
  ]);
});

it('paragraphs that begin with bold sentences are claims where half of them are, and so are titled items of what was identified', () => {
  const text = `# A

### Remarks on the build

**No single file says what is packed.** \`build.py\` never reads \`pack.toml\`.

**\`main.py\` holds work that no tool looks at.** It looks for programs: in six folders.

**One system has all it needs, and the others wait.** The rest is missing in \`vendor/\`.

### Biases identified

1. **Language**: Everything was tuned for English.
2. **Kind of text**: Letters come out too high.
3. **Weights**: \`Judge\` never says where its weights are from.
`;
  expect(titles(text)).toEqual([
    'No single file says what is packed.',
    '`main.py` holds work that no tool looks at.',
    'One system has all it needs, and the others wait.',
    'Language: Everything was tuned for English.',
    'Kind of text',
    'Weights: `Judge` never says where its weights are from.',
  ]);
});
