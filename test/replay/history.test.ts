/** `--history` finds the commit in which something went away that only the whole project shows. */
import { expect, it } from 'vitest';
import { MemoryHistory } from './memory-history.ts';
import { replayed } from './replayed.ts';

const MAIN = 'from app.rates import rate_of\n\n\ndef price(item):\n    return item.amount * rate_of(item)\n';
const RATES = 'TABLE = {}\n';
const FIXED = `${RATES}\n\ndef rate_of(item):\n    return TABLE[item]\n`;
const AUDIT = `# Audit

### BUG-1: Unresolvable import of app.rates

**File:** \`app/main.py:1\`, \`app/rates.py\`

**Issue:** The import of \`rate_of\` from \`app.rates\` cannot be resolved: no such name, ImportError, so the program fails when it is imported.
`;

it.each([
  ['the newest change of its files', 0],
  ['one with others after it', 3],
  ['one with many others after it', 9],
])('names %s', async (_, later) => {
  const history = MemoryHistory.with({
    'app/__init__.py': '',
    'app/main.py': MAIN,
    'app/rates.py': RATES,
    'AUDIT.md': AUDIT,
  });
  history.commit({ 'app/rates.py': `${RATES}# by hand\n` });
  history.commit({ 'app/rates.py': FIXED });
  const fix = history.head;
  for (let i = 0; i < later; i++) {
    const path = i % 2 === 0 ? 'app/rates.py' : 'app/main.py';
    history.commit({ [path]: `${i % 2 === 0 ? FIXED : MAIN}# change ${i}\n` });
  }
  const { claims } = await replayed(history, true);
  expect(claims[0]?.verdict).toMatchObject({ kind: 'fixed', rule: 'unresolvable-import', fixedIn: fix });
});
