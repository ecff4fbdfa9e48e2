/** What a claim says is denied only with a proof, and never where it is so. */
import { expect, it } from 'vitest';
import { MemoryHistory } from './memory-history.ts';
import { claimsSince, replayed } from './replayed.ts';

async function verdictOf(files: Readonly<Record<string, string>>, audit: string): Promise<string | undefined> {
  const [claim] = await claimsSince(files, {}, `### BUG-1: ${audit}`);
  return `${claim?.verdict.kind} ${claim?.verdict.rule}`;
}

const handler = (body: string): string =>
  `import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef load(client, key):\n    try:\n        client.fetch(key)\n    except Exception:\n        ${body}\n`;
const swallowed = `Swallowed exception in load()

**File:** \`app/load.py:9-10\`

**Issue:** The swallowed exception: \`except Exception\` swallows every failure of \`client.fetch\` and nobody is told, so the error is lost silently.

\`\`\`python
    except Exception:
\`\`\`
`;

it.each(['pass', 'logger.exception("not loaded")'])(
  'a handler that does `%s` denies no claim about it',
  async (body) => {
    const verdict = await verdictOf({ 'app/__init__.py': '', 'app/load.py': handler(body) }, swallowed);
    expect(verdict).not.toContain('contradicted');
  },
);

const stopping = (type: string): string =>
  `import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef load(client, key):\n    try:\n        return client.fetch(key)\n    except ${type}:\n        logger.exception("not loaded")\n        raise\n`;
const interrupted = (said: string): string => `The program cannot be stopped while it loads

**File:** \`app/load.py:9-11\`

**Issue:** ${said}
`;

it.each([
  ['what it names is no case of it', 'ValueError', 'It swallows KeyboardInterrupt, so Ctrl-C is lost', 'contradicted'],
  ['none of several is', '(OSError, ValueError)', 'It swallows SystemExit', 'contradicted'],
  ['one of several is', '(OSError, SystemExit)', 'It swallows SystemExit', 'not-decidable'],
  ['it is a case of it', 'OSError', 'It swallows FileNotFoundError', 'not-decidable'],
  ['it is raised instead', 'ValueError', 'It swallows the error and raises RuntimeError', 'not-decidable'],
  ['the claim denies it', 'ValueError', 'It does not catch KeyboardInterrupt', 'not-decidable'],
  ['its name may be anything', 'client.Error', 'It swallows KeyboardInterrupt', 'not-decidable'],
])('a handler that is said to catch something: %s', async (_, type, said, verdict) => {
  const files = { 'app/__init__.py': '', 'app/load.py': stopping(type) };
  expect(await verdictOf(files, interrupted(said))).toMatch(new RegExp(`^${verdict} `));
});

const singleton = (lock: string): string =>
  `import threading\n\n_gate_lock = threading.Lock()\n_gate = None\n\n\nclass Gate:\n    def __init__(self):\n        self.seen = {}\n\n    def enter(self, key):\n        self.seen[key] = True\n\n\ndef gate():\n    global _gate\n${lock}\n    return _gate\n\n\ndef start():\n    threading.Thread(target=gate).start()\n    threading.Thread(target=gate).start()\n`;
const HELD = '    with _gate_lock:\n        if _gate is None:\n            _gate = Gate()';
const BARE = '    if _gate is None:\n        _gate = Gate()';
const unlocked = `Unlocked singleton: gate() makes the singleton without a lock

**File:** \`app/gate.py:14-18\`

**Issue:** The singleton \`_gate\` is made without a lock: two threads that find it unset make two instances, an unlocked singleton.
`;

it.each([
  ['holds its lock', HELD, 'contradicted unlocked-singleton'],
  ['holds none', BARE, 'present unlocked-singleton'],
])('a singleton that %s', async (_, lock, verdict) => {
  expect(await verdictOf({ 'app/__init__.py': '', 'app/gate.py': singleton(lock) }, unlocked)).toBe(verdict);
});

const unresolvable = `Unresolvable import of app.rates

**File:** \`app/main.py:1\`

**Issue:** The import of \`app.rates\` cannot be resolved: no such module, ModuleNotFoundError, so the program fails when it is imported.

\`\`\`python
from app.rates import rate_of
\`\`\`
`;
const main = 'from app.rates import rate_of\n\n\ndef price(item):\n    return item.amount * rate_of(item)\n';

it.each([
  ['resolves', { 'app/rates.py': 'def rate_of(item):\n    return item.rate\n' }, 'contradicted unresolvable-import'],
  [
    'names what its module does not have',
    { 'app/rates.py': 'def other(item):\n    return item.rate\n' },
    'present unresolvable-import',
  ],
  ['names a module that is not there', {}, 'present unresolvable-import'],
])('an import that %s', async (_, files, verdict) => {
  expect(await verdictOf({ 'app/__init__.py': '', 'app/main.py': main, ...files }, unresolvable)).toBe(verdict);
});

it('a clone that is cut off after the mend denies nothing', async () => {
  const claim = `# Audit\n\n### BUG-1: ${interrupted('It swallows KeyboardInterrupt')}`;
  const files = { 'app/__init__.py': '', 'app/load.py': stopping('BaseException'), 'AUDIT.md': claim };
  const mend = { 'app/load.py': stopping('ValueError') };
  const whole = MemoryHistory.with(files).commit(mend);
  const cut = MemoryHistory.cutOff({ ...files, ...mend });
  for (const history of [whole, cut]) {
    const [told] = (await replayed(history)).claims;
    expect(told?.verdict.kind).not.toBe('contradicted');
  }
});
