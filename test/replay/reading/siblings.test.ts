/** What a part, an item or a row is, by those that stand beside it. */
import { describe, expect, it } from 'vitest';
import type { WrittenAudit } from '../../../src/replay/claim.ts';
import { readAudit } from '../../../src/replay/reading/index.ts';

const read = (text: string): WrittenAudit => readAudit(new TextEncoder().encode(text), 'REVIEW.md');
const linesOf = (text: string): readonly number[] => read(text).claims.map(({ lines }) => lines.first);

const PARTS = `# Review

## Loader (\`app/loader.py\`)
- \`ZONE\` is hard-coded to the office of the first customer, so that hours are wrong elsewhere.
- \`load_rows\` takes the whole export into memory and walks over it once for each of the tables.
- Errors end as calls of \`print\`; the service would be easier to run with the standard logger behind them.

## Pages (\`app/pages.py\`)
- \`read_state()\` never closes the file that it reads on each of its requests.
- \`/totals\` asks \`load_rows\` for everything again although the page above it has just done so.

## General
- Two workers that write \`state.json\` at once leave a broken file behind.
- Add tests of the loader.
`;

describe('items of parts that are about files', () => {
  it('are claims in plain words, where a third of them say what is wrong', () => {
    expect(linesOf(PARTS)).toEqual([4, 5, 6, 9, 10, 13]);
  });

  it('are none where nothing says that something is wrong', () => {
    const well = PARTS.replace('hard-coded to', 'taken from')
      .replace('are wrong', 'differ')
      .replace('never closes', 'closes');
    const text = `${well.replace('a broken file', 'one of the two')}\n### SEC-1: The key is lost\n\nIt is.\n`;
    expect(linesOf(text)).toEqual([16]);
  });

  it('are claims beside half a list of them, whatever the part is called', () => {
    const list = [
      '- `save` never checks the size of what strangers send to it',
      '- the queue of `mail.py` is unbounded',
      '- each request of a page asks the table of users for all of its rows again',
      '- short names',
    ];
    const telling = [...list, '- `load` leaks a connection of `pool.py` for each order'];
    expect(linesOf(`# Review\n\n## Server\n\n${telling.join('\n')}\n`)).toEqual([5, 6, 7, 9]);
    // Two show nothing yet: "`compose.yml` runs Prometheus" stands beside what is missing.
    expect(linesOf(`# Review\n\n## Server\n\n${list.join('\n')}\n`)).toEqual([5, 6]);
  });
});

describe('a part of few words', () => {
  it('says in its one paragraph what is missing', () => {
    expect(linesOf('# Marks\n\n## Tests\nI could find no tests.\n\n## Layout\nThe apps stand side by side.\n')).toEqual(
      [4],
    );
  });

  it('says in it that nothing is', () => {
    expect(linesOf('# Marks\n\n## Tests\nI could find no tests.\n\n## Keys\nNo known vulnerabilities.\n')).toEqual([4]);
  });
});

describe('headings with a letter and a number', () => {
  const heading = (number: number, more = ''): string =>
    `## S${number} — The price of a year is taken from the first month${more}\n\nIt is paid each day.${number % 2 === 0 ? ' `rate.py` never asks for it again.' : ''}\n`;

  it('count claims where they go on beyond what says how bad something is', () => {
    const five = [1, 2, 3, 4, 5, 6].map((number) => heading(number)).join('\n');
    expect(linesOf(`# Audit\n\n# Part S\n\n${five}`)).toEqual([5, 9, 13, 17, 21, 25]);
  });

  it('are as they were where they do not', () => {
    expect(linesOf(`# Audit\n\n# Part S\n\n${heading(1)}\n${heading(2)}`)).toEqual([11]);
  });
});

describe('what stands before a list of gaps', () => {
  it('is none of them', () => {
    const text =
      '# Review\n\n## Findings by topic\n\n### Tests (7/10)\n\n**Firm ground:**\n- Markers are set for slow tests\n\n**Missing areas:**\n- Forms of the shop\n- The admin pages\n';
    expect(linesOf(text)).toEqual([11, 12]);
  });
});

describe('a table of measures', () => {
  it('has no claims, where a heading tells of what was measured', () => {
    const text =
      '# Audit\n\n## Problems\n\n### 1. No gain above the costs\n\nThe rule trades too often.\n\n| Metric | Before | Now | Target |\n|---|---|---|---|\n| Gain | +43 | **−2,425** | > 0 |\n| Ratio | 0.46 | −6.1 | > 0.8 |\n| Costs | — | 16.3 bps of it | — |\n\n### By part\n\n| Part | High | Low |\n|---|---|---|\n| Loader | 1 | 2 |\n| Pages | 3 | 4 |\n';
    expect(linesOf(text)).toEqual([5]);
  });
});

describe('what was done', () => {
  it('is no claim, as a list', () => {
    const text =
      '# Audit\n\n## Bugs\n\n- `a.py` leaks its files\n\n## Issues of metrics\n\n- Added `count` to `metrics.py`\n- Improved the checks of input\n- Removed what nobody used\n';
    expect(linesOf(text)).toEqual([5]);
  });

  it('is one claim with the heading of a defect that is mended', () => {
    const { claims } = read(
      '# Report\n\n## Problems\n\n- `a.py` leaks its files\n\n## Update: the problem with the boxes is solved\n\n**Status:** ✅ Fixed\n\n### Files\n- `boxes.py` - the new reader\n- `check_boxes.py` - a test of what was missing\n',
    );
    expect(claims.map(({ lines, status }) => [lines.first, status])).toEqual([
      [5, 'open'],
      [7, 'fixed'],
    ]);
  });
});

describe('a name with a number', () => {
  it('in small letters is a tool, and no id', () => {
    const part = (file: string): string =>
      `### \`${file}\`\n\n- **pylint:** the file is far too long\n- **flake8:** many unused imports\n`;
    expect(linesOf(`# Audit\n\n## Findings\n\n${part('a.py')}\n${part('b.py')}`)).toEqual([7, 8, 12, 13]);
  });
});

describe('a file and a block of code', () => {
  it('below a heading that says what is missing make a claim', () => {
    const text =
      '# Review\n\n## Do now\n\n### 2. Add missing dependencies\n\n**File**: `requirements/live.txt`\n\n```text\naxes>=7.0\n```\n\n### 3. Tell the team\n\nOn Friday.\n';
    expect(linesOf(text)).toEqual([5]);
  });
});

describe('proposals that are counted through a part', () => {
  const proposals = [1, 2, 3, 4].map((count) =>
    count < 4
      ? `#### ${count}. Mend \`load_${count}\`\n**Issue:** \`load_${count}\` of \`load.py:${count}\` never closes its file\n**Effort:** an hour\n`
      : `#### ${count}. Hooks before commits\n**Issue:** Nothing is checked before a commit\n**Effort:** an hour\n`,
  );

  it('are claims where they say what is wrong, as those beside them are', () => {
    expect(linesOf(`# Review\n\n## Recommendations by priority\n\n${proposals.join('\n')}`)).toEqual([5, 9, 13, 17]);
  });
});
