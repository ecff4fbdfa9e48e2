import { type AsyncWith, attributeChain, headerSpan, type Node, shortText, type With } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import type { FunctionNode, HeldLock, StateUse, StateUseKind } from '#semantics';
import { touchesShared } from './shared-touch.ts';

const WRITES: ReadonlySet<StateUseKind> = new Set(['rebind', 'grow', 'shrink', 'update']);

export default defineSourceRule({
  docs: {
    summary: 'lock held over code that touches no shared state',
    why: 'The lock is released before the shared state changes, so it does not protect the change. Anyone who reads the code will assume that it does.',
    remedy: 'Move the change of the shared state into the `with`, or remove the lock',
    harm: 'loses',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [667],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-002' }],
    bad: 'import threading\nimport time\n\nclass Beats:\n    def __init__(self):\n        self._lock = threading.Lock()\n        self.rows = []\n\n    def add(self, name):\n        with self._lock:\n            row = (name, time.time())\n        self.rows.append(row)\n',
    good: 'import threading\nimport time\n\nclass Beats:\n    def __init__(self):\n        self._lock = threading.Lock()\n        self.rows = []\n\n    def add(self, name):\n        row = (name, time.time())\n        with self._lock:\n            self.rows.append(row)\n',
  },
  visit: {
    With: check,
    AsyncWith: check,
  },
});

function check(section: With | AsyncWith, ctx: SourceContext): void {
  const fn = ctx.context.functionAround(section);
  const [first] = section.body;
  if (fn === undefined || first === undefined || section.items.length !== 1) return;
  if (section.body.every(({ kind }) => kind === 'Pass' || kind === 'Expr')) return;
  const lock = ctx.context.locksHeldAt(first).find(({ holder }) => holder === section);
  if (lock === undefined || ctx.context.role === 'test') return;
  if (touchesShared(section.body, fn, ctx)) return;
  const use = sharedUseAfter(section, lock, fn, ctx);
  if (use === undefined) return;
  ctx.report({
    at: headerSpan(section, ctx.text),
    message: `race condition: the code under \`${shortText(lock.lock, ctx.text)}\` touches only local variables, and \`${nameOf(use)}\` is changed afterwards without the lock`,
    related: [{ at: use.node, message: 'the shared state is changed here' }],
  });
}

/** What is changed behind the section, without a lock, and is shared as the lock is. */
function sharedUseAfter(
  section: With | AsyncWith,
  { lock }: HeldLock,
  fn: FunctionNode,
  ctx: SourceContext,
): StateUse | undefined {
  const owner = lock.kind === 'Attribute' ? ctx.context.classAround(section) : undefined;
  if (lock.kind === 'Attribute' && owner === undefined) return undefined;
  const lives = owner === undefined ? ctx.state.ofModule() : ctx.state.ofClass(owner);
  for (const life of lives.values()) {
    const use = life.uses.find(
      ({ kind, operation, node, within }) =>
        within === fn &&
        node.start > section.end &&
        (WRITES.has(kind) || isChangingCall(operation)) &&
        ctx.context.locksHeldAt(node).length === 0,
    );
    if (use !== undefined) return use;
  }
  return undefined;
}

/** Methods of connections, files and clients that change what they stand for. */
function isChangingCall(operation: string): boolean {
  return /^(execute(many|script)?|commit|write|send(all)?|put|insert\w*|save|push|publish)$/.test(operation);
}

function nameOf({ node }: StateUse): string {
  let at: Node = node;
  while (at.kind === 'Call' || at.kind === 'Subscript') at = at.kind === 'Call' ? at.func : at.value;
  const { root, names } = at.kind === 'Attribute' ? attributeChain(at) : { root: at, names: [] };
  return root.kind === 'Name' ? [root.id, ...names].slice(0, 2).join('.') : 'the shared state';
}
