import { headerSpan } from '#ast';
import { defineSourceRule, NOT_PRODUCTION } from '#kit';
import { describePoll, findEndlessPoll } from './_shared/endless-poll.ts';

export default defineSourceRule({
  docs: {
    summary: 'polling loop without a deadline',
    why: 'If the condition never becomes true, for example because another process crashed, the loop runs forever and nothing reports the problem.',
    remedy:
      'Compare `time.monotonic()` with a deadline in the loop and raise `TimeoutError`, or wait on an event with a timeout',
    harm: 'hangs',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [835],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-8' }],
    bad: 'import time\n\ndef wait(job):\n    while not job.is_done():\n        time.sleep(0.5)\n',
    good: 'import time\n\ndef wait(job, timeout):\n    deadline = time.monotonic() + timeout\n    while not job.is_done():\n        if time.monotonic() > deadline:\n            raise TimeoutError("job is still not done")\n        time.sleep(0.5)\n',
    measured: {
      read: 29,
      right: 25,
      on: 'TenSafe, skypilot, sglang, modelscope, ray, mlflow, zenml, marimo, gradio and others',
    },
  },
  skips: NOT_PRODUCTION,
  visit: {
    While(loop, ctx) {
      const poll = findEndlessPoll(loop, ctx);
      if (poll === undefined) return;
      ctx.report({
        at: headerSpan(loop, ctx.text),
        message: `the loop polls ${describePoll(poll, ctx)} without a deadline`,
        related: [{ at: poll.sleep, message: 'it sleeps here' }],
      });
    },
  },
});
