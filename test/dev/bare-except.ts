import bareExcept from '../../rules/errors/bare-except.ts';
import { defineSourceRule, type RegisteredRule } from '../../src/kit/index.ts';

/**
 * One rule of the name and the documentation of `bare-except`, whose findings are easy to foresee: every bare handler, each a
 * finding of its own, P0 whoever reaches it. Tests of the commands stay quick, and do not depend on what the rules think today.
 */
export const ONLY_BARE_EXCEPT: readonly RegisteredRule[] = [
  {
    category: 'errors',
    name: 'bare-except',
    rule: defineSourceRule({
      docs: { ...bareExcept.docs, harm: 'discloses', ceiling: 'P0' },
      visit: {
        ExceptHandler(handler, ctx) {
          if (handler.type !== undefined) return;
          const at = { start: handler.start, end: handler.start + 'except'.length };
          ctx.report({ at, message: 'bare `except:` swallows every exception' });
        },
      },
    }),
  },
];
