/** What a claim states of code in words, and a look at the code answers: what is missing, how often it stands, what stands around it. */
import { expect, it } from 'vitest';
import type { ToldClaim } from '../../src/replay/formats/replay-document.ts';
import { claimsSince } from './replayed.ts';

type Files = Readonly<Record<string, string | undefined>>;

/** The claims of a document that names the first commit, replayed at the second. */
async function claimsOf(before: Files, after: Files, body: string): Promise<readonly ToldClaim[]> {
  return claimsSince({ 'desk/__init__.py': '', ...before }, after, body);
}

const claim = (title: string, file: string, text = 'Readers complain.'): string =>
  `### B-1: ${title}\n\n**File:** \`${file}\`\n\n**Issue:** ${text}\n`;

const LOANS = `def lend(book, reader):
    book.holder = reader
    return book


def take_back(book):
    book.holder = None
    notify(book)
    return book


def notify(book):
    return book.title
`;
const NOTIFYING = LOANS.replace('book.holder = reader\n', 'book.holder = reader\n    notify(book)\n');
const DESK = 'from desk.loans import lend, take_back\n\nprint(lend, take_back)\n';
const loans: Files = { 'desk/loans.py': LOANS, 'main.py': DESK };

const fetching = (body: string): string =>
  `import urllib3\n\npool = urllib3.PoolManager()\n\n\ndef cover_of(isbn):\n    ${body}\n`;
const PLAIN = 'return pool.request("GET", "https://covers.example/" + isbn)';
const GUARDED =
  'try:\n        return pool.request("GET", "https://covers.example/" + isbn)\n    except urllib3.exceptions.HTTPError:\n        return None';
const covers = (body: string): Files => ({ 'desk/covers.py': fetching(body) });

const shelves = (body: string): Files => ({
  'desk/shelves.py': `def count_all(shelves, store):\n${body}    return store\n`,
});
const LOOPED = '    for shelf in shelves:\n        store.refresh(shelf)\n';
const ONCE = '    store.refresh(shelves)\n    for shelf in shelves:\n        store.seen = shelf\n';

const COUNTER = `class Counter:
    def __init__(self):
        self.last_seen_at = 0
        self.total = 0

    def add(self, now):
        self.last_seen_at = now
        self.total += 1
        return self.total
`;
const counter: Files = { 'desk/counter.py': COUNTER };

const BOOKS = Array.from({ length: 12 }, (_, i) => `    def part_${i}(self):\n        return ${i}\n`).join('\n');
const book: Files = { 'desk/book.py': `class Book:\n${BOOKS}` };

const twice = (body: string): Files => ({
  'desk/day.py': `def close_day(till, seal):\n${body}    return till\n`,
});
const TWO = '    first = seal(till)\n    second = seal(till)\n    till.seals = [first, second]\n';
const ONE = '    till.seals = [seal(till)]\n';

const broker: Files = { 'infra/broker.conf': 'listener 1883 0.0.0.0\nmax_connections 50\n' };
const quoted = (line: string): string =>
  `### B-1: The broker listens to all the world\n\n**File:** \`infra/broker.conf:1\`\n\n\`\`\`\n${line}\n\`\`\`\n`;

/** A long file with a value in the second line. */
const day: Files = { 'desk/fees.py': `def fee_of(days):\n    return 0.3 * days\n${'\n\nSEEN = 1\n'.repeat(20)}` };
const listed = (value: string, line: number): string =>
  `## Hardcoded values\n\n| Value | Location | Status |\n|---|---|---|\n| \`${value}\` | \`desk/fees.py:${line}\` | Still hardcoded |\n| \`14\` | \`desk/fees.py:900\` | Still hardcoded |\n`;

it.each<[string, Files, Files, string, string]>([
  [
    'a call that a function does not make',
    loans,
    {},
    claim('Lenders are not told', 'desk/loans.py', '`lend` never calls `notify()`.'),
    'present',
  ],
  [
    'a call that a function makes by now',
    loans,
    { 'desk/loans.py': NOTIFYING },
    claim('`lend` never calls `notify()`', 'desk/loans.py'),
    'fixed',
  ],
  [
    'a call that a function made all the time',
    { ...loans, 'desk/loans.py': NOTIFYING },
    {},
    claim('`lend` never calls `notify()`', 'desk/loans.py'),
    'not-decidable',
  ],
  [
    'what would be if a call were missing',
    loans,
    {},
    claim('Lenders', 'desk/loans.py', 'If `lend` never calls `notify()`, nobody knows.'),
    'not-decidable',
  ],
  [
    'what the document calls fixed, and is there',
    { ...loans, 'desk/loans.py': NOTIFYING },
    {},
    `${claim('`lend` never calls `notify()`', 'desk/loans.py')}\n**Status:** Fixed\n`,
    'fixed',
  ],
  [
    'what the document calls fixed, and is missing',
    loans,
    {},
    `${claim('`lend` never calls `notify()`', 'desk/loans.py')}\n**Status:** Fixed\n`,
    'fixed-in-name-only',
  ],
  [
    'handling of errors that is missing',
    covers(PLAIN),
    {},
    claim('No error handling around the request', 'desk/covers.py:7'),
    'present',
  ],
  [
    'handling of errors that came',
    covers(PLAIN),
    covers(GUARDED),
    claim('`cover_of` has no error handling', 'desk/covers.py'),
    'fixed',
  ],
  [
    'handling of errors that was there',
    covers(GUARDED),
    {},
    claim('`cover_of` has no error handling', 'desk/covers.py'),
    'not-decidable',
  ],
  ['docstrings that are missing', loans, {}, claim('`lend` has no docstring', 'desk/loans.py'), 'present'],
  ['annotations that are missing', loans, {}, claim('Missing type hints', 'desk/loans.py'), 'present'],
  ['a lock that is missing', counter, {}, claim('No lock around the total', 'desk/counter.py:8'), 'present'],
  ['tests that are missing', loans, {}, claim('`loans.py` has no tests', 'desk/loans.py'), 'present'],
  [
    'tests that are there',
    { ...loans, 'tests/test_loans.py': 'from desk.loans import lend\n' },
    {},
    claim('`loans.py` has no tests', 'desk/loans.py'),
    'not-decidable',
  ],
  [
    'tests that came',
    loans,
    { 'tests/test_loans.py': 'from desk.loans import lend\n' },
    claim('`loans.py` has no tests', 'desk/loans.py'),
    'fixed',
  ],
  [
    'a call in a loop',
    shelves(LOOPED),
    {},
    claim('The store is slow', 'desk/shelves.py', '`store.refresh()` runs for each shelf in the loop.'),
    'present',
  ],
  [
    'a call that left the loop',
    shelves(LOOPED),
    shelves(ONCE),
    claim('`store.refresh()` is called in a loop', 'desk/shelves.py'),
    'fixed',
  ],
  [
    'a call beside the loop',
    shelves(ONCE),
    {},
    claim('`store.refresh()` is called in a loop', 'desk/shelves.py'),
    'not-decidable',
  ],
  [
    'an attribute that nobody reads',
    counter,
    {},
    claim('Old state', 'desk/counter.py', '`last_seen_at` is stored and never read.'),
    'present',
  ],
  [
    'an attribute that somebody reads',
    { ...counter, 'desk/clock.py': 'def age(counter, now):\n    return now - counter.last_seen_at\n' },
    {},
    claim('Old state', 'desk/counter.py', '`last_seen_at` is stored and never read.'),
    'not-decidable',
  ],
  [
    'a name that nothing defines',
    { 'desk/prints.py': 'def show(shop):\n    return shop.receipt_printer.page()\n' },
    {},
    claim('The printer', 'desk/prints.py', '`receipt_printer` is never created.'),
    'present',
  ],
  [
    'a name that another file defines',
    {
      'desk/prints.py': 'def show(shop):\n    return shop.receipt_printer.page()\n',
      'desk/shop.py': 'def open_shop(shop):\n    shop.receipt_printer = object()\n    return shop\n',
    },
    {},
    claim('The printer', 'desk/prints.py', '`receipt_printer` is never created.'),
    'not-decidable',
  ],
  ['as many methods as it says', book, {}, claim('`Book` has 12 methods', 'desk/book.py'), 'present'],
  ['many fewer methods', book, {}, claim('`Book` has 40 methods', 'desk/book.py'), 'not-decidable'],
  [
    'a call that stands twice',
    twice(TWO),
    {},
    claim('`seal` runs twice in `close_day`', 'desk/day.py', 'It is slow.'),
    'present',
  ],
  [
    'a call that stands once by now',
    twice(TWO),
    twice(ONE),
    claim('`seal` runs twice in `close_day`', 'desk/day.py', 'It is slow.'),
    'fixed',
  ],
  [
    'code that a function lacks which the file does not have by that name',
    loans,
    {},
    claim('`lend_book` never calls `archive_all()`', 'desk/loans.py'),
    'not-decidable',
  ],
  [
    'a requirement of which any later version will do',
    { ...loans, 'requirements.txt': 'Desk_Tools>=2.0  # of the shop\nurllib3==2.2\n' },
    {},
    claim('`desk-tools` is unpinned', 'requirements.txt'),
    'present',
  ],
  [
    'a requirement that is held by now',
    { ...loans, 'requirements.txt': 'desk-tools>=2.0\n' },
    { 'requirements.txt': 'desk-tools>=2.0,<3\n' },
    claim('`desk-tools` is unpinned', 'requirements.txt'),
    'fixed',
  ],
  [
    'a requirement that was held all the time',
    { ...loans, 'requirements.txt': 'desk-tools~=2.0\n' },
    {},
    claim('`desk-tools` is unpinned', 'requirements.txt'),
    'not-decidable',
  ],
  [
    'a requirement with a version is there',
    { ...loans, 'pyproject.toml': '[project]\nname = "desk"\nversion = "1"\ndependencies = ["urllib3>=2.0"]\n' },
    {},
    claim('no `urllib3`', 'pyproject.toml'),
    'not-decidable',
  ],
  [
    'a name that is unpacked',
    { 'desk/open.py': 'def shelf_of(book, shared):\n    shelf_map, _ = shared()\n    return shelf_map[book]\n' },
    {},
    claim('`shelf_map` is not defined', 'desk/open.py'),
    'not-decidable',
  ],
  [
    'a name that nothing defines',
    { 'desk/open.py': 'def shelf_of(book, shared):\n    shelves, _ = shared()\n    return shelf_map[book]\n' },
    {},
    claim('`shelf_map` is not defined', 'desk/open.py'),
    'present',
  ],
  [
    'code that is missing by a later sentence',
    loans,
    {},
    claim('`lend` is short', 'desk/loans.py', 'It has three lines. All is well: no `print()` in it.'),
    'not-decidable',
  ],
  [
    'functions listed below missing coverage',
    { ...loans, 'tests/test_loans.py': 'from desk.loans import lend\n\n\ndef test_lend():\n    assert lend\n' },
    {},
    '## Issues\n\n### Missing coverage\n\n- `take_back()` with a damaged book in `desk/loans.py`\n- `notify()` without a title in `desk/loans.py`\n',
    'present',
  ],
  [
    'a function below missing coverage that tests name',
    {
      ...loans,
      'tests/test_loans.py': 'from desk.loans import take_back\n\n\ndef test_back():\n    assert take_back\n',
    },
    {},
    '## Issues\n\n### Missing coverage\n\n- `take_back()` with a damaged book in `desk/loans.py`\n- `notify()` without a title in `desk/loans.py`\n',
    'not-decidable',
  ],
  ['a listed value that stands', day, {}, listed('0.3', 2), 'present'],
  ['a short one that stands elsewhere', day, {}, listed('0.3', 30), 'not-decidable'],
  ['a listed value that is another', day, {}, listed('0.4', 2), 'not-decidable'],
  ['a setting that stands as it is quoted', broker, {}, quoted('listener 1883 0.0.0.0'), 'present'],
  ['a setting that is another', broker, {}, quoted('listener 1883 10.0.0.0'), 'not-decidable'],
])('%s', async (_, before, after, body, verdict) => {
  const [first] = await claimsOf(before, after, body);
  expect(first?.verdict, first?.verdict.because).toMatchObject({ kind: verdict });
});

it('does not say that something is missing where the code speaks of it by a longer name', async () => {
  const noted = LOANS.replace('    return book\n\n\ndef take', '    return notify_later(book)\n\n\ndef take');
  const body = claim('`lend` never calls `notify()`', 'desk/loans.py');
  const [first] = await claimsOf({ ...loans, 'desk/loans.py': noted }, {}, body);
  expect(first?.verdict.kind).toBe('not-decidable');
});

it('takes a size that somebody proposes for none that is', async () => {
  const body = `### B-1: Files over 100 lines\n\n1. \`desk/loans.py\` (240 lines)\n\n**Suggested Split:**\n- \`desk/loans.py\` (12 lines)\n`;
  const [first] = await claimsOf(loans, {}, body);
  expect(first?.verdict.kind).not.toBe('present');
  expect(first?.text).not.toContain('12 lines');
});

it('says of a file that another document names where that is', async () => {
  const files = {
    ...loans,
    'ops/README.md': '# Ops\n\n- `panel.json`: the panels.\n- `alerts.yml`: what wakes people.\n',
  };
  const [first] = await claimsOf(files, {}, '### B-1: No alerts\n\n`ops/alerts.yml` is referenced but not created.\n');
  expect(first?.verdict).toMatchObject({ kind: 'present', rule: 'missing-referenced-file' });
  expect(first?.verdict.evidence).toContainEqual(expect.objectContaining({ path: 'ops/README.md', line: 4 }));
});

it('looks on the lines of the claim rather than in what is called there', async () => {
  const body = '### B-1: Returns tell nobody: bare `notify()`, no `recall`\n\n**File:** `desk/loans.py:6-9`\n';
  const [first] = await claimsOf(loans, {}, body);
  expect(first?.verdict).toMatchObject({ kind: 'present', because: '`take_back` has no `recall`' });
});

it.each([
  ['it stands as the document saw it', {}, 'present'],
  [
    'it was changed',
    {
      'desk/shelf.py':
        'import os\n\n\ndef clear(path):\n    try:\n        return os.remove(path)\n    except Exception:\n        pass\n    raise LookupError(path)\n',
    },
    'fixed',
  ],
] as const)('what a rule proves harmless is mended only where it was changed: %s', async (_, after, kind) => {
  const shelf =
    'import os\n\n\ndef clear(path):\n    try:\n        return os.remove(path)\n    except Exception:\n        pass\n    raise LookupError(path)\n';
  const before =
    kind === 'fixed' ? shelf.replace('return os.remove(path)', 'write_all(path)').replace(/ {4}raise.*\n$/, '') : shelf;
  const body =
    '### B-1: A swallowed exception\n\n**File:** `desk/shelf.py:7`\n\n**Issue:** The exception is swallowed.\n\n**Rule:** swallowed-exception\n';
  const [first] = await claimsOf({ 'desk/shelf.py': before }, after, body);
  expect(first?.verdict.kind, first?.verdict.because).toBe(kind);
});

it('says that nobody uses what only tests and a docstring name', async () => {
  const files = {
    ...loans,
    'desk/limits.py': '"""Limits.\n\n>>> within_limit(3)\n"""\n\n\ndef within_limit(count):\n    return count < 5\n',
    'tests/test_limits.py': 'from desk.limits import within_limit\n\n\ndef test_limit():\n    assert within_limit(1)\n',
  };
  const body = claim('The limit is dead code', 'desk/limits.py', '`within_limit` is never called.');
  const [first] = await claimsOf(files, {}, body);
  expect(first?.verdict).toMatchObject({ kind: 'present' });
});

it('says where it looked', async () => {
  const [first] = await claimsOf(loans, {}, claim('`lend` never calls `notify()`', 'desk/loans.py'));
  expect(first?.verdict).toMatchObject({
    because: '`lend` has no `notify`',
    evidence: [{ path: 'desk/loans.py', line: 1 }],
  });
});

const CLOSING =
  'class Desk:\n    def __init__(self, pool):\n        self.pool = pool\n\n    def close(self):\n        self.pool.clear()\n';

it.each([
  [
    'a method that another function of the class is',
    { 'desk/front.py': CLOSING },
    claim('Desk has no `close()`', 'desk/front.py:2-3'),
    'not-decidable',
  ],
  [
    'a method that is nowhere in the file',
    { 'desk/front.py': CLOSING.replaceAll('close', 'leave') },
    claim('Desk has no `close()`', 'desk/front.py:2-3'),
    'present',
  ],
  [
    'a limit that one of the files has',
    { ...loans, 'desk/api.py': 'def rate_limit(reader):\n    return reader.calls < 5\n' },
    '### B-1: No rate limiting\n\n**Files:** `desk/api.py`, `desk/loans.py`\n\n**Issue:** Readers complain.\n',
    'not-decidable',
  ],
  [
    'a limit that none of the files has',
    { ...loans, 'desk/api.py': 'def calls_of(reader):\n    return reader.calls\n' },
    '### B-1: No rate limiting\n\n**Files:** `desk/api.py`, `desk/loans.py`\n\n**Issue:** Readers complain.\n',
    'present',
  ],
] as const)('misses what no file of the claim has: %s', async (_, files, body, kind) => {
  const [first] = await claimsOf(files, {}, body);
  expect(first?.verdict.kind, first?.verdict.because).toBe(kind);
});

const ROUTE =
  'import time\n\nimport requests\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/covers")\nasync def covers(isbn: str):\n    wait_for_press(isbn)\n    return requests.get("https://covers.example/" + isbn, timeout=90).text\n';

it.each([
  ['left', ROUTE.replace('    wait_for_press(isbn)\n', ''), false],
  ['still stands', `${ROUTE}\n\napp.title = "Desk"\n`, true],
])('takes a rule for the answer only where the code that the title names %s', async (_, after, isPresent) => {
  const body = claim(
    '`wait_for_press(isbn)` blocks the event loop',
    'desk/api.py:11-12',
    'The call in the async route blocks the event loop.',
  );
  const [first] = await claimsOf({ 'desk/api.py': ROUTE }, { 'desk/api.py': after }, body);
  expect(first?.verdict.kind === 'present', first?.verdict.because).toBe(isPresent);
});

it.each([
  ['a name alone', '`desk_limit`', false],
  ['a line of it', '`desk_limit = 5 books`', true],
])('takes what left a document for a mend where the claim quotes %s', async (_, quoted, isFixed) => {
  const text = `# Desk\n\nSet ${quoted} first.\n`;
  const body = `### B-1: The limit is not explained\n\n**File:** \`README.md:3\`\n\n**Code:**\n\n\`\`\`\n${quoted.replaceAll('`', '')}\n\`\`\`\n`;
  const [first] = await claimsOf({ 'README.md': text }, { 'README.md': '# Desk\n\nStart it.\n' }, body);
  expect(first?.verdict.kind === 'fixed', first?.verdict.because).toBe(isFixed);
});
