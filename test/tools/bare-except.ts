import bareExcept from '../../rules/errors/bare-except.ts';
import { type DoubtId, defineSourceRule, type RegisteredRule, type RuleDocs } from '../../src/kit/index.ts';

/** Its findings are P0 anyone who reaches them, but in tests, examples and notebooks. */
export const ONLY_BARE_EXCEPT = onlyBareExcept({ harm: 'discloses', severity: 'P0' });

/** The same, each of low confidence. */
export const GUESSED_BARE_EXCEPT = onlyBareExcept(
  { harm: 'discloses', severity: 'P0' },
  { doubt: 'value-always-present' },
);

/**
 * One rule of the name and the documentation of `bare-except`, whose findings are easy to foresee: every bare handler, each a
 * finding of its own. Tests of the commands stay quick, and do not depend on what the rules think today.
 */
export function onlyBareExcept(
  grade: Pick<RuleDocs, 'harm' | 'severity'>,
  doubt: { readonly doubt?: DoubtId } = {},
): readonly RegisteredRule[] {
  return [
    {
      category: 'errors',
      name: 'bare-except',
      rule: defineSourceRule({
        docs: { ...bareExcept.docs, ...grade },
        visit: {
          ExceptHandler(handler, ctx) {
            if (handler.type !== undefined) return;
            const at = { start: handler.start, end: handler.start + 'except'.length };
            ctx.report({ at, message: 'bare `except:` swallows every exception', ...doubt });
          },
        },
      }),
    },
  ];
}
