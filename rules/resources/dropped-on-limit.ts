import {
  type Call,
  type Def,
  type Expression,
  findNode,
  fullnessTested,
  holds,
  type If,
  isNone,
  type Name,
  type Node,
  type Stmt,
  statementsBehind,
  walk,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { callsWithin } from '#semantics/effects/calls-within';
import { templateOf } from '#semantics/values/text-template';

const DROP_WORD = /drop|skip|overflow|discard|ignor|full|exceed|limit|too many|maximum|capacity|reject|saturat/i;
const ADDING: ReadonlySet<string> = new Set(
  'append add appendleft put put_nowait insert push enqueue submit heappush extend'.split(' '),
);

export default defineSourceRule({
  docs: {
    summary: 'data loss: work is dropped at a limit with only a log line',
    why: 'The caller gets no indication of this and continues as if the work had been accepted. Under load, tasks, events or writes are lost.',
    remedy: 'Raise, return a status that the caller must check, or wait until there is room, and count what is refused',
    harm: 'loses',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [223, 755],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-010' }],
    bad: 'import asyncio\nimport logging\n\nlogger = logging.getLogger(__name__)\n\nclass Memory:\n    def __init__(self):\n        self._tasks = set()\n\n    def in_background(self, work):\n        if len(self._tasks) >= 100:\n            logger.warning("Dropping task")\n            return\n        self._tasks.add(asyncio.create_task(work))\n',
    good: 'import asyncio\n\nclass Memory:\n    def __init__(self):\n        self._tasks = set()\n\n    def in_background(self, work):\n        if len(self._tasks) >= 100:\n            raise RuntimeError("too many tasks")\n        self._tasks.add(asyncio.create_task(work))\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    If(test, ctx) {
      const limit = fullnessTested(test.test);
      if (limit === undefined) return;
      const isElse = limit.isFull && test.orelse.length > 0;
      const log = onlyLog(limit.isFull ? test.body : test.orelse, limit.isFull && !isElse, ctx);
      const fn = ctx.context.defAround(test);
      if (log === undefined || fn === undefined || !reportsLoss(log, ctx)) return;
      if (!answersNothing(fn, ctx) && !(isElse && answersAlike(test, fn))) return;
      const place = ctx.text.slice(limit.held);
      const taken = limit.isFull ? (isElse ? test.orelse : statementsBehind(test)) : test.body;
      const added = addedTo(place, taken, fn, ctx);
      if (added === undefined) return;
      ctx.report({
        at: test.test,
        message: `data loss: \`${fn.name}\` drops \`${added.item}\` with only a log line when \`${place}\` is full, and the caller cannot notice`,
        related: [
          { at: log, message: 'only this log line reports it' },
          { at: added.at, message: 'otherwise it is stored here' },
        ],
      });
    },
  },
});

/** Its callers cannot know: it never returns anything, so that nothing would be an answer. */
const answersNothing = (fn: Def, { flow }: SourceContext): boolean => flow.returnValues(fn).every(isNothing);

/** Both branches go on to the same code, which reads nothing that only the other one sets. */
function answersAlike({ body, orelse, end }: If, fn: Def): boolean {
  if (holds([...body, ...orelse], ({ kind }) => kind === 'Return' || kind === 'Raise')) return false;
  const set = new Set<string>();
  for (const statement of orelse)
    walk(statement, (node) => node.kind === 'Name' && node.ctx === 'Store' && set.add(node.id));
  return !holds(fn, (node) => node.kind === 'Name' && node.start >= end && set.has(node.id));
}

/** The call that logs, where the branch does nothing else than log and leave with nothing. */
function onlyLog(branch: readonly Stmt[], mustLeave: boolean, ctx: SourceContext): Call | undefined {
  let log: Call | undefined;
  let leaves = false;
  for (const statement of branch) {
    if (statement.kind === 'Expr' && statement.value.kind === 'Call' && ctx.effects.of(statement.value) === 'log')
      log = statement.value;
    else if (statement.kind === 'Continue' || (statement.kind === 'Return' && isNothing(statement.value)))
      leaves = true;
    else if (statement.kind !== 'Pass') return undefined;
  }
  return leaves || !mustLeave ? log : undefined;
}

const isNothing = (value: Expression | undefined): boolean => value === undefined || isNone(value);

function reportsLoss({ args: [message] }: Call, ctx: SourceContext): boolean {
  return message !== undefined && DROP_WORD.test(templateOf(message, ctx, ' ') ?? '');
}

interface Addition {
  readonly item: string;
  readonly at: Node;
}

/** Something that the function was given is put into the place when there is room. */
function addedTo(place: string, statements: readonly Stmt[], fn: Def, ctx: SourceContext): Addition | undefined {
  const isPlace = (expression: Expression): boolean => ctx.text.slice(expression) === place;
  const put = callsWithin(statements).filter(
    ({ func }) => func.kind === 'Attribute' && ADDING.has(func.attr) && isPlace(func.value),
  );
  const stored = statements.filter(
    (statement) =>
      statement.kind === 'Assign' && statement.targets.some((to) => to.kind === 'Subscript' && isPlace(to.value)),
  );
  for (const at of [...put, ...stored]) {
    const values = at.kind === 'Call' ? at.args : at.kind === 'Assign' ? [at.value] : [];
    const item = parameterIn(values, fn, ctx);
    if (item !== undefined) return { item: startedBy(values, ctx) ?? item, at };
  }
  return undefined;
}

/** `compress(overflowed, session)` where a task of it is kept: the whole call is what is not done. */
function startedBy(values: readonly Expression[], { flow, text }: SourceContext): string | undefined {
  const [work] = values.flatMap((value) => flow.origins(value)).flatMap((at) => (at.kind === 'Call' ? at.args : []));
  return work?.kind === 'Call' ? `${text.slice(work.func)}(…)` : undefined;
}

function parameterIn(values: readonly Expression[], fn: Def, { flow, names }: SourceContext): string | undefined {
  const isGiven = (node: Node): node is Name =>
    node.kind === 'Name' && node.id !== 'self' && names.parameterOf(node)?.parent?.parent === fn;
  const given = values.flatMap((value) => [value, ...flow.origins(value)]).map((leaf) => findNode(leaf, isGiven));
  return given.find((name) => name !== undefined)?.id;
}
