/** What git shows of the code that a claim speaks of: lines that it marks, settings, days; and what nobody uses, or misses. */
import { expect, it } from 'vitest';
import { MemoryHistory } from './memory-history.ts';
import { claimsSince, replayed } from './replayed.ts';

type Files = Readonly<Record<string, string | undefined>>;

const claimsOf = (before: Files, after: Files, body: string) =>
  claimsSince({ 'desk/__init__.py': '', ...before }, after, body);

const serving = (line: string): string =>
  `from pathlib import Path\n\nSHELF = Path("shelf")\n\n\ndef book_page(name):\n    ${line}\n    return page.read_text()\n`;
const OPEN = 'page = SHELF / name';
const marked = (remark = '  # <- goes up'): string =>
  `### B-1: Readers leave the shelf\n\n**File:** \`desk/books.py:6-8\`\n\n\`\`\`python\ndef book_page(name):\n    ${OPEN}${remark}\n    return page.read_text()\n\`\`\`\n`;
const books = (line: string): Files => ({ 'desk/books.py': serving(line) });

const broker = (value: string): string => `listener 1883\nallow_anonymous ${value}\npassword_file /etc/passwd\n`;
const anonymous =
  '### B-1: Strangers may publish\n\n**File:** `infra/broker.conf:2`\n\nThe file has `allow_anonymous true` beside a password file.\n';
const engine = (value: string): string =>
  `from sqlalchemy import create_engine\n\nengine = create_engine("sqlite://", echo=${value})\n`;
const echoing =
  '### B-1: Statements are logged (echo=True)\n\n**File:** `desk/store.py:3`\n\nEach of them is written out.\n';

const shelf = (limit: string): string =>
  `class Shelf:\n    def __init__(self):\n        self.page_cache = {}\n\n    def keep(self, name, page):\n        self.page_cache[name] = page\n${limit}\n\nSHELF = Shelf()\n`;
const twoKept = (limit: string): string =>
  `from desk.store import Store\n\n\nclass Shelf:\n    def __init__(self):\n        self.page_cache = Store()\n        self.seen = {}\n\n    def keep(self, name, page):\n        self.page_cache.put(name, page)\n        self.seen[name] = page\n${limit}\n\nSHELF = Shelf()\n`;
const lending = 'def lend(book):\n    return book.lent\n\n\ndef remind(book):\n    return book.reader\n';
const idle = (text: string): string => `### B-1: Left over\n\n**File:** \`desk/lending.py\`\n\n${text}\n`;

it.each<[string, Files, Files, string, string]>([
  ['a marked line that gave way', books(OPEN), books('page = within(SHELF, name)'), marked(), 'fixed'],
  [
    'a marked line that stands',
    books(OPEN),
    { 'desk/books.py': `${serving(OPEN)}\n\nNEW = 1\n` },
    marked(),
    'not-decidable',
  ],
  ['a marked line with other names', books(OPEN), books('page = SHELF / title'), marked(), 'not-decidable'],
  [
    'a marked line that was broken in two',
    books(OPEN),
    books('page = (\n        SHELF\n        / name\n    )'),
    marked(),
    'not-decidable',
  ],
  [
    'a line with a comment of its own marks nothing',
    books(`${OPEN}  # <- goes up`),
    books('page = within(SHELF, name)'),
    marked(),
    'not-decidable',
  ],
  [
    'a remark behind a comment of the code',
    books(`${OPEN}  # the page`),
    books('page = within(SHELF, name)'),
    marked('  # the page  <-- which one?'),
    'fixed',
  ],
  [
    'a rule that is silent by a line which came since, about another value',
    { 'desk/shelf.py': twoKept('') },
    { 'desk/shelf.py': twoKept('        while len(self.seen) > 9:\n            self.seen.popitem()\n') },
    '### B-1: Page cache is an unbounded cache\n\n**File:** `desk/shelf.py:6`\n\n`self.page_cache` grows without bound.\n',
    'not-decidable',
  ],
  [
    'a quoted line that went, a little changed, to a file that came since',
    { 'desk/lending.py': 'def lend(book):\n    shelves = find_shelves(book, "north wing")\n    return shelves\n' },
    {
      'desk/lending.py': 'from desk.lender import Lender\n',
      'desk/lender.py':
        'class Lender:\n    def lend(self, book):\n        self.shelves: list = self.find_shelves(book, wing="north wing")\n',
    },
    '### B-1: Only one wing is looked at\n\n**File:** `desk/lending.py:2`\n\n```python\nshelves = find_shelves(book, "north wing")\n```\n',
    'not-decidable',
  ],
  [
    'a rule that is silent by a line which came since, beside what is quoted',
    { 'desk/shelf.py': shelf('') },
    { 'desk/shelf.py': shelf('        while len(self.page_cache) > 9:\n            self.page_cache.popitem()\n') },
    '### B-1: Page cache is an unbounded cache\n\n**File:** `desk/shelf.py:3`\n\n`self.page_cache = {}` grows without bound.\n',
    'fixed',
  ],
  [
    'a setting that has another value',
    { 'infra/broker.conf': broker('true') },
    { 'infra/broker.conf': broker('false') },
    anonymous,
    'fixed',
  ],
  [
    'a setting that has its value',
    { 'infra/broker.conf': broker('true') },
    { 'infra/broker.conf': `${broker('true')}persistence on\n` },
    anonymous,
    'present',
  ],
  [
    'one of two settings, of which the other is not there',
    { 'desk/store.py': engine('True') },
    { 'desk/store.py': engine('False') },
    '### B-1: Statements are logged\n\n**File:** `desk/store.py:3`\n\nWith `quiet=false` it is `echo=true` everywhere.\n',
    'not-decidable',
  ],
  [
    'a setting in the title',
    { 'desk/store.py': engine('True') },
    { 'desk/store.py': engine('False') },
    echoing,
    'fixed',
  ],
  [
    'a method that stands nowhere else',
    { 'desk/lending.py': lending },
    {},
    idle('`remind` has been kept for those who come from the old desk, and\nis never called.'),
    'present',
  ],
  [
    'two files of which one came: the other is missed',
    { 'desk/lending.py': lending },
    { 'docs/RULES.md': '# Rules\n' },
    '### B-1: Papers\n\n**Issue:** There is no folder `docs/` nor `HOURS.md`.\n',
    'present',
  ],
  [
    'packages that a file of requirements has by now',
    { 'requirements.txt': 'requests\n' },
    { 'requirements.txt': 'requests\npytest\n' },
    '### B-1: Missing `pytest` in `requirements.txt`\n\n**Issue:** The tests do not start.\n',
    'fixed',
  ],
  [
    'a package that is called deprecated, wherever it is imported',
    { 'desk/lending.py': 'import imp.loader\n' },
    {},
    '### B-1: Deprecation of the loader\n\n**Issue:** The package `imp.loader` goes away with the next version.\n',
    'present',
  ],
  [
    'a function that is not marked as deprecated',
    { 'desk/lending.py': lending },
    {},
    '### B-1: `lend()` is not marked deprecated\n\n**File:** `desk/lending.py`\n',
    'not-decidable',
  ],
  [
    'a quote that a test has, and that never stood in the file',
    { 'desk/lending.py': lending },
    { 'tests/test_lending.py': 'def test_text():\n    assert made() == "return book.reader.name.upper()"\n' },
    '### B-1: Readers shout\n\n**File:** `desk/lending.py:6`\n\nIt does `return book.reader.name.upper()` for each.\n',
    'not-decidable',
  ],
])('%s', async (_, before, after, body, verdict) => {
  const [claim] = await claimsOf(before, after, body);
  expect(claim?.verdict).toMatchObject({ kind: verdict });
});

it('says which line was marked, and what a setting was', async () => {
  const [line] = await claimsOf(books(OPEN), books('page = within(SHELF, name)'), marked());
  expect(line?.verdict.because).toMatch(
    /^`page = SHELF \/ name`, which the document marks, stood in `desk\/books\.py`, line 7, .*; since [0-9a-f]{8}$/,
  );
  const [setting] = await claimsOf({ 'desk/store.py': engine('True') }, { 'desk/store.py': engine('False') }, echoing);
  expect(setting?.verdict.because).toContain('`echo=True` stood in `desk/store.py`, line 3');
});

it('says that a quote stands in part where a line of it is missing', async () => {
  const body =
    '### B-1: Reading\n\n**File:** `desk/books.py`\n\n```python\npage = SHELF / name\nreturn page.read_text()\nclose_the_shelf_again()\n```\n';
  const [claim] = await claimsOf(books(OPEN), {}, body);
  expect(claim?.verdict.because).toContain('the quoted code stands in part at desk/books.py:7');
});

it('does not say that a file is not there where too many have its name', async () => {
  const mains = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => [`${name}/main.py`, 'X = 1\n']));
  const [claim] = await claimsOf(mains, {}, '### B-1: All of them start alike\n\n**File:** all `main.py`\n');
  expect(claim?.verdict.because).toContain('7 files are called `main.py`');
});

it('takes the code of the day that a document bears, where that holds more of what it quotes', async () => {
  const history = MemoryHistory.with({ 'desk/__init__.py': '', ...books(OPEN) });
  history.commit({ 'desk/books.py': `"""Books."""\n\n\n${serving('page = within(SHELF, name)')}` });
  history.commit({ 'AUDIT.md': `# Audit\n\n**Date:** 2026-05-04\n\n${marked()}` });
  const [claim] = (await replayed(history)).claims;
  expect(claim?.verdict.kind).toBe('fixed');
  expect(claim?.anchors[0]?.because).toContain('3 lines further down');
});

it('takes the code of that day where later versions have fewer lines than it gives, and finds where they went', async () => {
  const shelf = Array.from({ length: 30 }, (_, i) => `def shelf_${i}(book):\n    return book.place + ${i}\n`).join(
    '\n\n',
  );
  const history = MemoryHistory.with({}).at('2026-03-01T12:00:00Z').commit({ 'desk/books.py': shelf });
  // More versions than are looked at one by one.
  for (let day = 1; day <= 13; day++)
    history.at(`2026-05-${day + 10}T12:00:00Z`).commit({ 'desk/books.py': `DAY = ${day}\n` });
  const body = '### B-1: Places are added up\n\n**File:** `desk/books.py:90-98`\n';
  history.commit({ 'desk/moved.py': shelf, 'AUDIT.md': `# Audit\n\n**Date:** 2026-03-02\n\n${body}` });
  const [claim] = (await replayed(history)).claims;
  expect(claim?.anchors[0]).toMatchObject({ path: 'desk/moved.py', line: 89 });
  expect(claim?.anchors[0]?.because).toContain('what stood on line 90 of `desk/books.py`');
});

it('takes the code before it came where it bears no day', async () => {
  const history = MemoryHistory.with({ 'desk/__init__.py': '', ...books(OPEN) });
  history.commit({ 'desk/books.py': `"""Books."""\n\n\n${serving('page = within(SHELF, name)')}` });
  history.commit({ 'AUDIT.md': `# Audit\n\n${marked()}` });
  const [claim] = (await replayed(history)).claims;
  expect(claim?.verdict.kind).toBe('not-decidable');
});
