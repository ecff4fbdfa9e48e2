import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { expectHeld, flaggedFixtures } from './moved-lines.ts';

describe('what a rule about the project concluded holds where lines moved', () => {
  let held = 0;

  it.each(rules.filter(({ rule }) => rule.type === 'project'))('$category/$name', async (registered) => {
    for (const name of flaggedFixtures(registered)) if (await expectHeld(registered, name)) held++;
  });

  it('for most fixtures', () => {
    expect(held).toBeGreaterThan(100);
  });
});
