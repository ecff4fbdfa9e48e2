import { shortText } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { isCalled } from '../_shared/called.ts';
import {
  findGrowingStates,
  type GrowingState,
  unlessEmptied,
  whenOutlivingRequests,
} from '../_shared/growing-state.ts';
import {
  ADDING,
  AUDIT_NAME,
  additionsBelow,
  doubtAbout,
  isMadeToLast,
  isWorthALook,
  UNSEEN,
  whetherItGrowsWithWork,
} from './additions.ts';
import { type GrowingRedisList, growingRedisLists } from './redis-lists.ts';

export default defineSourceRule({
  docs: {
    summary: 'memory leak: list of a long-lived object without a size limit',
    why: 'The list lives as long as the process and never shrinks. Memory use grows until the process is restarted or killed.',
    remedy: 'Use `collections.deque(maxlen=…)`, or write the elements out and clear the list',
    harm: 'leaks',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [401, 770],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-003' }],
    measured: { read: 4, right: 4, on: 'TenSafe, distributed; too few to say much' },
    bad: 'class Monitor:\n    def __init__(self):\n        self.latencies = []\n\n    def observe(self, seconds):\n        self.latencies.append(seconds)\n\nmonitor = Monitor()\n',
    good: 'from collections import deque\n\nclass Monitor:\n    def __init__(self):\n        self.latencies = deque(maxlen=1000)\n\n    def observe(self, seconds):\n        self.latencies.append(seconds)\n\nmonitor = Monitor()\n',
  },
  questions: [isCalled],
  visit: {
    Module(_module, ctx) {
      for (const state of findGrowingStates(ctx, new Set(['list', 'deque', 'dict']), (proof) => ctx.proven(proof)))
        report(state, ctx);
      for (const list of growingRedisLists(ctx)) reportInRedis(list, ctx);
    },
  },
});

function report(state: GrowingState, ctx: SourceContext): void {
  const { name, owner } = state.life;
  if (AUDIT_NAME.test(name)) return;
  const isTable = state.life.container === 'dict';
  const additions = isTable
    ? additionsBelow(state, ctx)
    : state.additions.filter(({ use }) => ADDING.has(use.operation));
  const [addition] = additions;
  if (addition === undefined) return;
  ctx.report({
    at: state.at,
    message: isTable
      ? `memory leak: \`${addition.fn.name}\` appends to the lists in \`${state.name}\` and nothing removes elements`
      : `memory leak: \`${addition.fn.name}\` appends to \`${state.name}\` and nothing removes elements`,
    related: [{ at: addition.use.node, message: 'an element is added here' }],
    doubt: state.doubt ?? doubtAbout(name, owner?.name ?? '', additions, ctx),
    ...unlessEmptied(state, {
      ...whenOutlivingRequests(state, ctx, isWorthALook(state) ? UNSEEN : 'drop'),
      ...(!isMadeToLast(state) && { question: whetherItGrowsWithWork(state, ctx) }),
    }),
  });
}

/** It outlives every process that adds to it. */
function reportInRedis({ push, key, read, deleted, shortened }: GrowingRedisList, ctx: SourceContext): void {
  ctx.report({
    at: push,
    message: `unbounded list: \`${shortText(key, ctx.text)}\` in Redis grows here, and nothing trims or expires it`,
    remedy: 'Trim it with `ltrim` where it is appended to, or let its key `expire`',
    doubt: deleted === undefined && !shortened ? undefined : 'drained-elsewhere',
    related: [
      { at: read, message: 'it is read here and kept' },
      ...(deleted === undefined ? [] : [{ at: deleted, message: 'it is deleted here' }]),
    ],
  });
}
