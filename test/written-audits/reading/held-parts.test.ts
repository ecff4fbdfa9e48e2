/** Parts that hold claims, and what stands around the claims that have ids. */
import { expect, it } from 'vitest';
import type { Claim } from '../../../src/written-audits/claim.ts';
import { readAudit } from '../../../src/written-audits/reading/index.ts';

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
