import bareExcept from '../../rules/errors/bare-except.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';

/**
 * One rule, whose findings are easy to foresee: tests of the commands stay quick, and do not depend on the others. They are P0
 * whoever reaches them.
 */
export const ONLY_BARE_EXCEPT: readonly RegisteredRule[] = [
  {
    category: 'errors',
    name: 'bare-except',
    rule: { ...bareExcept, docs: { ...bareExcept.docs, harm: 'discloses', ceiling: 'P0' } },
  },
];
