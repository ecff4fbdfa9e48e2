/** What no rule and no question decides: whether the code that a claim speaks of is still as the document saw it. */
import { expect, it } from 'vitest';
import type { ToldClaim } from '../../src/replay/formats/replay-document.ts';
import { claimsSince } from './replayed.ts';

const LOANS = `def lend(book, reader, shelf):
    shelf.lent[book.title] = reader.name
    return book


def give_back(book, shelf):
    del shelf.lent[book.title]
    return book
`;
const OTHER = LOANS.replace('    del shelf', '    book.seen = True\n    del shelf');

async function firstClaim(after: string, body: string): Promise<ToldClaim | undefined> {
  return (await claimsSince({ 'desk/loans.py': LOANS }, { 'desk/loans.py': after }, body))[0];
}

const lined = (title: string, line: number): string =>
  `### B-1: ${title}\n\n**File:** \`desk/loans.py:${line}\`\n\n**Issue:** Two readers get one book.\n`;
const quoting = (title: string): string =>
  `### B-1: ${title}\n\n**File:** \`desk/loans.py\`\n\n**Code**:\n\n\`\`\`python\nshelf.lent[book.title] = reader.name\n\`\`\`\n`;

/** Documents are often wrong of code that nobody touched: of 20 such claims that strangers read 8 were not so. */
it.each([
  ['lines that are as they were', lined('`lend` goes by the title alone', 2)],
  ['a quote that stands', quoting('Loans go by the title alone')],
])('%s decide nothing', async (_, body) => {
  const first = await firstClaim(OTHER, body);
  expect(first?.verdict, first?.verdict.because).toMatchObject({ kind: 'not-decidable' });
});

it('takes "Code" before a piece of code for what stands there, and else for an id', async () => {
  const first = await firstClaim(OTHER, quoting('Loans go by the title alone').replace('### B-1: ', '### 1. '));
  expect(first?.quotes).toMatchObject([{ text: 'shelf.lent[book.title] = reader.name', role: 'now' }]);
  const known = await firstClaim(
    OTHER,
    '### 1. Loans\n\n- **Code:** L-12\n- **File:** `desk/loans.py`\n- **Issue:** Wrong.\n',
  );
  expect(known?.id).toBe('L-12');
});
