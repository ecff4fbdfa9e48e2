import { execFileSync } from 'node:child_process';
import { defineSourceRule, type RegisteredRule } from '../../../src/kit/index.ts';
import { printCall } from '../rules.ts';

/** What becomes of the thread that meets a call of this name. */
const FATES: Readonly<Record<string, () => void>> = {
  leave_thread: () => process.exit(7),
  never_end: () => {
    for (;;);
  },
  // In code that is not V8's.
  never_return: () => void execFileSync('sleep', ['15']),
  eat_memory: () => {
    const eaten: number[][] = [];
    for (;;) eaten.push(new Array<number>(100_000).fill(Math.random()));
  },
  throw_later: () => {
    queueMicrotask(() => {
      throw new Error('nobody catches this');
    });
  },
};

/** Looks for prints, and dies of some other calls. */
export const faultyRules: readonly RegisteredRule[] = [
  printCall(),
  {
    name: 'fatal-call',
    category: 'tests',
    rule: defineSourceRule({
      docs: printCall().rule.docs,
      visit: {
        Call: ({ func }) => {
          if (func.kind === 'Name') FATES[func.id]?.();
        },
      },
    }),
  },
];
