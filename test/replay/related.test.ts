/** Where nothing decides, what is shown beside a claim has to do with it. */
import { expect, it } from 'vitest';
import { MemoryHistory } from './memory-history.ts';
import { replayed } from './replayed.ts';

it('says nothing of what a rule found on the lines of a claim about another matter', async () => {
  const history = MemoryHistory.with({
    'app/rates.py':
      'import os\nimport json\n\nRATE = 0.1\n\n\ndef discounted(values):\n    return [value * (1 - RATE) for value in values]\n',
    'AUDIT.md':
      '# Audit\n\n### A-1: The rate is that of ten years ago\n\n**File:** `app/rates.py`\n\n**Issue:** What is discounted follows no curve, so that values are too low in years of low rates.\n',
  });
  const [claim] = (await replayed(history)).claims;
  expect(claim?.verdict).toMatchObject({ kind: 'not-decidable', evidence: [] });
});
