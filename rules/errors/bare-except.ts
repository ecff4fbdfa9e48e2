import { defineSourceRule, type ExceptHandler, type SourceContext } from '#kit';

export default defineSourceRule({
  docs: {
    summary: 'bare `except:`',
    why: 'A bare `except:` also catches `SystemExit`, `KeyboardInterrupt`, `GeneratorExit` and `asyncio.CancelledError`, so the program cannot be stopped or cancelled while it runs, and its defects look like ordinary failures.',
    remedy: 'Name the exceptions that the body can raise, or write `except Exception` and record the traceback.',
    severity: 'P0',
    precision: 'high',
    since: '0.1.0',
    cwe: [396],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'ERR-002' }],
    bad: 'try:\n    poll()\nexcept:\n    pass\n',
    good: 'try:\n    poll()\nexcept OSError:\n    retry_later()\n',
  },
  visit: {
    ExceptHandler(handler, ctx) {
      if (handler.type !== undefined || ctx.flow.alwaysRaises(handler.body)) return;
      const { expected } = ctx.handlers.describe(handler);
      ctx.report({
        at: { start: handler.start, end: handler.start + 'except'.length },
        message: `bare \`except:\` ${whatItSwallows(handler, ctx)}`,
        ...(expected.length > 0 && { remedy: `Catch ${expected.map((name) => `\`${name}\``).join(', ')} instead` }),
      });
    },
  },
});

function whatItSwallows(handler: ExceptHandler, ctx: SourceContext): string {
  return ctx.context.isInAsync(handler)
    ? 'swallows cancellation of the task, `SystemExit` and `KeyboardInterrupt`'
    : 'swallows `SystemExit` and `KeyboardInterrupt`';
}
