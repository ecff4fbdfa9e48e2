/** What a look at the place decides, where no rule does: each kind of fact, and what looks like it and decides nothing. */
import { expect, it } from 'vitest';
import { claimsSince } from './replayed.ts';

type Files = Readonly<Record<string, string | undefined>>;

const lines = (count: number): string => Array.from({ length: count }, (_, i) => `    total += ${i}\n`).join('');
const summing = (count: number): string => `def summed(total):\n${lines(count)}    return total\n`;
const clock = (now: string): string =>
  `from datetime import UTC, datetime\n\n\ndef stamp(record):\n    record.seen = ${now}\n    return record\n`;
const UTCNOW = 'datetime.utcnow()';
const AWARE = 'datetime.now(UTC)';
const stamped = `### A-1: \`${UTCNOW}\` gives naive times\n\n**File:** \`app/clock.py:5\`\n\n**Issue:** Two clocks are compared.\n`;
const store = (body: string): string =>
  `import threading\n\n\nclass Store:\n    def __init__(self):\n        self.kept = {}\n        self.last = None\n\n    def put(self, key, value):\n${body}`;
const BARE = '        self.kept[key] = value\n        self.last = value\n';
const LOCKED =
  '        with self._kept_lock:\n            self.kept[key] = value\n            self.last = self._kept_lock\n';
const locking = `### A-1: Two writers of the store meet\n\n**File:** \`app/store.py:10-11\`\n\n**Fix:**\n\n\`\`\`python\nself._kept_lock = threading.Lock()\nwith self._kept_lock:\n    ...\n\`\`\`\n`;
const guarded = `### A-1: Two writers of the store meet\n\n**File:** \`app/store.py:10-11\`\n\n**Recommendation:** Guard it with a \`threading.RLock\`.\n`;
const copy = (name: string): string => `def ${name}(path):\n    return path.strip().lower()\n`;
const copied = '### A-1: `_clean` duplicated in two modules\n\n**Files:** `app/one.py:1`, `app/two.py:1`\n';
const log = (call: string): string =>
  `import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef told(key):\n    logger.info(${call})\n    return key\n`;
const lazy = '### A-1: f-strings in logger calls\n\n**File:** `app/log.py:7`\n';
const flag = (value: string): string => `"""Settings."""\n\nRESET_ON_START = ${value}\n`;
const defaulting =
  '### A-1: `RESET_ON_START` defaults to losing all orders\n\n**File:** `app/flags.py:3`\n\n**Issue:** It is `RESET_ON_START = True`.\n';
const missingFile = '### A-1: No `.env.example` file\n\n**Issue:** Nobody knows the settings.\n';
const missingScript =
  '### A-1: Missing critical script: `count_orders.py`\n\n**Issue:** Nothing counts what was ordered.\n';
const emptyFile = '### A-1: `jobs.py` is empty\n\n**File:** `app/jobs.py`\n\n**Issue:** It holds nothing.\n';
const emptyFolder =
  '### A-1: `app/plans/` directory is empty\n\n**File:** `app/plans/`\n\n**Issue:** Nobody uses it.\n';
const undeclared =
  '### A-1: Missing dependencies\n\n**File:** `app/retry.py`\n\n**Issue:** `tenacity` is imported and not declared.\n';
const project = (dependencies: string): string =>
  `[project]\nname = "shop"\nversion = "1"\ndependencies = [${dependencies}]\n`;
const RETRY = 'import tenacity\n\nagain = tenacity.retry(stop=tenacity.stop_after_attempt(3))\n';
const long = (title: string): string => `### A-1: ${title}\n\n**File:** \`app/sums.py:1\`\n\n**Issue:** Too long.\n`;

const orders = (tail: string): string =>
  `def priced(order):\n    return order.total\n\n\ndef archived(order):\n    return order.past\n${tail}`;
const shop = 'from app.orders import priced\n\nprint(priced(None))\n';
const unasked = (name: string): string =>
  `### A-1: Old code\n\n**File:** \`app/orders.py\`\n\n**Issue:** \`${name}()\` is never called by the desk.\n`;

it.each<[string, Files, Files, string, string]>([
  [
    'a function that nobody calls',
    { 'app/orders.py': orders(''), 'app/__init__.py': '', 'shop.py': shop },
    {},
    unasked('archived'),
    'present',
  ],
  [
    'one that does not call another',
    { 'app/orders.py': orders(''), 'app/__init__.py': '', 'shop.py': shop },
    {},
    '### A-1: Old code\n\n**File:** `app/orders.py`\n\n**Issue:** `archived()` never calls `priced()`.\n',
    'present',
  ],
  [
    'one that somebody calls',
    { 'app/orders.py': orders(''), 'app/__init__.py': '', 'shop.py': shop },
    {},
    unasked('priced'),
    'not-decidable',
  ],
  ['a function as long as it is said to be', { 'app/sums.py': summing(120) }, {}, long('120-line function'), 'present'],
  [
    'one that is shorter by now',
    { 'app/sums.py': summing(120) },
    { 'app/sums.py': summing(9) },
    long('120-line function'),
    'fixed',
  ],
  ['one that never was so long', { 'app/sums.py': summing(30) }, {}, long('120-line function'), 'not-decidable'],
  [
    'a length beside another statement',
    { 'app/sums.py': summing(120) },
    {},
    long('`summed` (120 lines) ignores `start`'),
    'not-decidable',
  ],
  [
    'a file as long as it is said to be',
    { 'app/sums.py': summing(120) },
    {},
    '### A-1: `sums.py` is 120 lines\n\n**File:** `app/sums.py`\n\n**Issue:** Too long.\n',
    'present',
  ],
  ['a call that was taken out', { 'app/clock.py': clock(UTCNOW) }, { 'app/clock.py': clock(AWARE) }, stamped, 'fixed'],
  ['a call that never was there', { 'app/clock.py': clock(AWARE) }, { 'app/other.py': '' }, stamped, 'not-decidable'],
  [
    'a call that lacks something, and gave way to another',
    { 'app/clock.py': clock(UTCNOW) },
    { 'app/clock.py': clock('datetime.now()') },
    stamped.replace('gives naive times', 'without a zone'),
    'not-decidable',
  ],
  [
    'a call that another object is asked for now',
    { 'app/clock.py': clock(UTCNOW) },
    { 'app/clock.py': clock('clock.datetime.utcnow()') },
    stamped,
    'not-decidable',
  ],
  [
    'a proposal that came',
    { 'app/store.py': store(BARE) },
    { 'app/store.py': store(LOCKED).replace('self.last = None', 'self._kept_lock = threading.Lock()') },
    locking,
    'fixed',
  ],
  [
    'a proposal that nobody took up',
    { 'app/store.py': store(BARE) },
    { 'app/store.py': `${store(BARE)}\n\nNAME = "store"\n` },
    locking,
    'not-decidable',
  ],
  [
    'what prose proposes, where lines were changed',
    { 'app/store.py': store(BARE) },
    { 'app/store.py': store('        with threading.RLock():\n            self.kept.update({key: value})\n') },
    guarded,
    'fixed',
  ],
  [
    'what prose proposes, somewhere else',
    { 'app/store.py': store(BARE) },
    { 'app/store.py': `${store(BARE)}\n\nGATE = threading.RLock()\n` },
    guarded,
    'not-decidable',
  ],
  ['copies that are there', { 'app/one.py': copy('_clean'), 'app/two.py': copy('_clean') }, {}, copied, 'present'],
  [
    'copies that are one by now',
    { 'app/one.py': copy('_clean'), 'app/two.py': copy('_clean') },
    { 'app/two.py': 'from app.one import clean\n' },
    copied,
    'fixed',
  ],
  [
    'copies that have another name by now',
    { 'app/one.py': copy('_clean'), 'app/two.py': copy('_clean') },
    { 'app/one.py': copy('_tidy'), 'app/two.py': copy('_tidy') },
    copied,
    'not-decidable',
  ],
  [
    'copies that never were',
    { 'app/one.py': copy('_clean'), 'app/two.py': copy('_tidy') },
    {},
    copied,
    'not-decidable',
  ],
  ['a way to write that is there', { 'app/log.py': log('f"seen {key}"') }, {}, lazy, 'present'],
  [
    'a way to write that is gone',
    { 'app/log.py': log('f"seen {key}"') },
    { 'app/log.py': log('"seen %s", key') },
    lazy,
    'fixed',
  ],
  ['a value that stands as it is quoted', { 'app/flags.py': flag('True') }, {}, defaulting, 'present'],
  [
    'a value that is another by now',
    { 'app/flags.py': flag('True') },
    { 'app/flags.py': flag('False') },
    defaulting,
    'fixed',
  ],
  ['a file that is not there', { 'app/flags.py': flag('1') }, {}, missingFile, 'present'],
  [
    'a folder that stands in another',
    { 'app/services/desk.py': flag('1') },
    {},
    '### A-1: No `services/` directory is told of\n\n**Issue:** The guide knows none.\n',
    'not-decidable',
  ],
  ['a file that came', { 'app/flags.py': flag('1') }, { '.env.example': 'A=1\n' }, missingFile, 'fixed'],
  [
    'a script that came into a folder',
    { 'app/flags.py': flag('1') },
    { 'app/jobs/count_orders.py': 'print(1)\n' },
    missingScript,
    'fixed',
  ],
  [
    'a script that came from another folder',
    { 'app/count_orders.py': 'print("all of the orders")\n' },
    { 'app/count_orders.py': undefined, 'app/jobs/count_orders.py': 'print("all of the orders")\n' },
    missingScript,
    'not-decidable',
  ],
  ['a file that was there all the time', { '.env.example': 'A=1\n' }, {}, missingFile, 'not-decidable'],
  [
    'a setting that a prefix makes longer, further down',
    { 'app/settings.py': `BROKER = "redis://a"\nRESULTS = "redis://b"\n\nCELERY_RESULT_EXPIRES = 60\n` },
    {},
    '### A-1: Results stay\n\n**File:** `app/settings.py:1-2`\n\n**Issue:** the results have no `result_expires`.\n',
    'not-decidable',
  ],
  [
    'a setting that is nowhere in the file',
    { 'app/settings.py': `BROKER = "redis://a"\nRESULTS = "redis://b"\n\nCELERY_WORKERS = 60\n` },
    {},
    '### A-1: Results stay\n\n**File:** `app/settings.py:1-2`\n\n**Issue:** the results have no `result_expires`.\n',
    'present',
  ],
  ['a file that is empty', { 'app/jobs.py': '\n' }, {}, emptyFile, 'present'],
  ['a file that is no longer empty', { 'app/jobs.py': '' }, { 'app/jobs.py': 'JOBS = 4\n' }, emptyFile, 'fixed'],
  ['a file that never was empty', { 'app/jobs.py': 'JOBS = 4\n' }, {}, emptyFile, 'not-decidable'],
  ['a folder that git does not know', { 'app/jobs.py': 'JOBS = 4\n' }, {}, emptyFolder, 'gone'],
  ['a folder that holds something', { 'app/plans/one.py': 'JOBS = 4\n' }, {}, emptyFolder, 'not-decidable'],
  [
    'a package that nobody declares',
    { 'app/retry.py': RETRY, 'pyproject.toml': project('"requests>=2"') },
    {},
    undeclared,
    'present',
  ],
  [
    'a package that was declared since',
    { 'app/retry.py': RETRY, 'pyproject.toml': project('"requests>=2"') },
    { 'pyproject.toml': project('"tenacity>=8"') },
    undeclared,
    'fixed',
  ],
  [
    'a package that was declared all the time',
    { 'app/retry.py': RETRY, 'pyproject.toml': project('"tenacity>=8"') },
    {},
    undeclared,
    'not-decidable',
  ],
])('%s', async (_, before, after, body, verdict) => {
  const [claim] = await claimsSince({ 'app/__init__.py': '', ...before }, after, body);
  expect(claim?.verdict).toMatchObject({ kind: verdict });
});

it('says what was looked at, where, and since when', async () => {
  const [claim] = await claimsSince({ 'app/clock.py': clock(UTCNOW) }, { 'app/clock.py': clock(AWARE) }, stamped);
  expect(claim?.verdict.because).toMatch(
    /^`datetime\.utcnow\(\)` stood in `app\/clock\.py`, line 5, when the document was written, .*; [0-9a-f]{8} took it out$/,
  );
  expect(claim?.verdict.fixedIn).toMatch(/^[0-9a-f]{40}$/);
});

it('calls what is said to be fixed, and is plain to see, fixed in name only', async () => {
  const body = copied.replace('\n\n', '\n\n**Status:** Fixed\n\n');
  const [claim] = await claimsSince({ 'app/one.py': copy('_clean'), 'app/two.py': copy('_clean') }, {}, body);
  expect(claim?.verdict.kind).toBe('fixed-in-name-only');
});

it('takes the place and the verdict of the claim that a claim points to', async () => {
  const body = `${copied}\n### A-2: Cleaning differs from module to module\n\n**Issue:** See A-1, it will be forgotten in one of them.\n`;
  const [first, second] = await claimsSince({ 'app/one.py': copy('_clean'), 'app/two.py': copy('_clean') }, {}, body);
  expect(second?.verdict.kind).toBe('present');
  expect(second?.verdict.because).toContain('points to A-1');
  expect(second?.anchors).toEqual(first?.anchors);
});

it('shows the package of a folder that a claim names, and does not say that it was not found', async () => {
  const body = '### A-1: The payments are tested nowhere\n\n**File:** `app/payments/`\n';
  const [claim] = await claimsSince({ 'app/payments/__init__.py': 'PROVIDER = "x"\n' }, {}, body);
  expect(claim?.anchors).toMatchObject([{ path: 'app/payments/__init__.py', confidence: 'low' }]);
  expect(claim?.verdict.because).not.toContain('no place');
});

it('says that a file is not there, instead of showing another of its name', async () => {
  const body = '### A-1: Registry prints\n\n**File:** `app/orders/registry.py`\n\n**Issue:** It prints.\n';
  const files = { 'app/orders/__init__.py': '', 'app/stock/registry.py': 'NAMES = []\n' };
  const [claim] = await claimsSince(files, {}, body);
  expect(claim?.anchors).toEqual([]);
  expect(claim?.verdict.because).toContain('there is no file `app/orders/registry.py`');
});
