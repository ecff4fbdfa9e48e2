import { defineSourceRule, type Problem } from '#kit';
import { offering, safeFix } from '#kit/fixes';
import { dequeInstead } from './deque.ts';
import { findQueue, frontOperation, isSliding, mayBeLong } from './queues.ts';
import { waitInTurn } from './wait-in-turn.ts';

export default defineSourceRule({
  docs: {
    summary: 'list used as a queue in a loop',
    why: 'Removing or inserting the first element of a list moves every other element. Emptying a queue of n elements takes on the order of n² steps, which is slow if the queue is long.',
    remedy: 'Use `collections.deque`: `popleft()` and `appendleft()` take constant time',
    harm: 'hangs',
    severity: 'P2',
    precision: 'high',
    since: '0.1.0',
    cwe: [407],
    fixes: [safeFix('Make it a `collections.deque`', 'a deque supports every operation used on this list')],
    origin: [
      { document: 'CORTEX Architectural Audit Report', finding: 'SCALE-008' },
      { document: 'CORTEX Architectural Audit Report', finding: 'SCALE-009' },
    ],
    measured: {
      read: 14,
      right: 14,
      on: 'agno, superset, crewai, feast, metagpt, ray, sglang, vllm (in the strict profile 5 of 12)',
    },
    bad: 'def reachable(start, edges):\n    queue = [start]\n    while queue:\n        node = queue.pop(0)\n        queue.extend(edges[node])\n',
    good: 'from collections import deque\n\ndef reachable(start, edges):\n    queue = deque([start])\n    while queue:\n        node = queue.popleft()\n        queue.extend(edges[node])\n',
  },
  skips: ['test', 'vendored'],
  visit: {
    Call(call, ctx) {
      const end = frontOperation(call, ctx);
      if (end === undefined) return;
      const use = findQueue(call, end.list, ctx);
      // What is only put in front, a path or a text, is short and wants its order.
      if (use === undefined || (end.method === 'insert' ? !use.isPopped : isSliding(call, use.added, ctx))) return;
      const [added] = use.added;
      // What an object keeps for its next step, the last readings or what is still to be done, is short and costs nothing.
      if (end.list.kind === 'Attribute' && (added === undefined || !mayBeLong(end.list, ctx))) return;
      const waiting = waitInTurn(call, ctx);
      if (waiting !== undefined) {
        ctx.proven({ at: call, by: 'each iteration waits longer than the list takes to shift', where: waiting });
        return;
      }
      const name = ctx.text.slice(end.list);
      const isTaken = end.method === 'pop';
      ctx.report({
        at: call,
        message: `list used as a queue: \`${ctx.text.slice(call.func)}(0${isTaken ? '' : ', …'})\` in a loop shifts every element of \`${name}\` each time`,
        remedy: `Make \`${name}\` a \`collections.deque\` and call \`${isTaken ? 'popleft()' : 'appendleft(…)'}\``,
        cause: ctx.path,
        ...offering(dequeInstead(end.list, ctx)),
        ...(added !== undefined && { related: [{ at: added, message: `\`${name}\` grows here` }] }),
      } satisfies Problem);
    },
  },
});
