import {
  type Assign,
  defineSourceRule,
  docstringOf,
  type FirstUse,
  findFirstUse,
  holds,
  isNone,
  NOT_PRODUCTION,
  type Node,
  type Parameter,
  parametersOf,
  type SourceContext,
  type Span,
} from '#kit';

/** The docstring tells callers that only the first of them is heard. */
const SAYS_FIRST_CALL =
  /\b(first (call|time|use|access|invocation|instantiation)|ignored|only (used|applied|honou?red)|once)\b/i;

export default defineSourceRule({
  docs: {
    summary: 'shared instance that hears the arguments of its first caller only',
    why: 'Every later caller gets the instance that somebody else configured, and which configuration wins depends on who came first.',
    remedy:
      'Take the arguments into the key under which the instance is kept, raise when they differ from those it was made with, or configure it in one place and give the getter no parameters.',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [665],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-003' }],
    measured: {
      read: 4,
      right: 4,
      on: 'TenSafe, lmdeploy, sglang, too few to say much (in the strict profile 3 of 14)',
    },
    bad: '_gate = None\n\ndef get_gate(policy="strict"):\n    global _gate\n    if _gate is None:\n        _gate = Gate(policy)\n    return _gate\n',
    good: '_gates = {}\n\ndef get_gate(policy="strict"):\n    if policy not in _gates:\n        _gates[policy] = Gate(policy)\n    return _gates[policy]\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    Assign(assignment, ctx) {
      if (!makesSomething(assignment)) return;
      const use = findFirstUse(assignment, ctx);
      if (use === undefined || !isGetter(use, ctx) || ctx.context.isTestCode(use.fn)) return;
      const ignored = ignoredParameters(use, ctx);
      if (ignored.length === 0) return;
      const names = ignored.map(({ name }) => `\`${name}\``).join(', ');
      const kept = ctx.text.slice(use.target);
      ctx.report({
        at: use.target,
        message: `\`${use.fn.name}\` makes \`${kept}\` from ${names} once and gives it to later callers whatever they pass`,
        related: ignored.map(({ node, name }) => ({ at: node, message: `\`${name}\` counts on the first call only` })),
        ...(isExpected(use, ignored) && { profile: 'strict' as const }),
      });
    },
  },
});

/** The docstring says so, its callers are all here, all of it may be left out, or it is one entry of a table. */
function isExpected({ fn, target }: FirstUse, ignored: readonly Parameter[]): boolean {
  if (/^_(?!_)/.test(fn.name) || target.kind === 'Subscript' || SAYS_FIRST_CALL.test(docstringOf(fn) ?? ''))
    return true;
  return ignored.every(
    ({ kind, default: fallback }) => kind.startsWith('var') || (fallback !== undefined && isNone(fallback)),
  );
}

function makesSomething({ value }: Assign): boolean {
  if (value.kind === 'BoolOp') return value.values.at(-1)?.kind === 'Call';
  if (value.kind === 'IfExp') return value.body.kind === 'Call' || value.orelse.kind === 'Call';
  return value.kind === 'Call' || (value.kind === 'Await' && value.value.kind === 'Call');
}

/** Gives the instance back; an `init` that returns nothing is meant to run once. */
function isGetter({ fn, target }: FirstUse, ctx: SourceContext): boolean {
  const kept = ctx.text.slice(target);
  const returned = ctx.flow.returnValues(fn);
  return returned.some((value) => value !== undefined && ctx.text.slice(value) === kept);
}

/** Parameters that are read only where the instance is made, and of which something goes into it. */
function ignoredParameters(use: FirstUse, ctx: SourceContext): readonly Parameter[] {
  const making = makingSpan(use);
  const { fn } = use;
  if (isCalledOnce(fn, ctx)) return [];
  // What `__new__` is given, `__init__` is given too, each time.
  const owner = ctx.context.classOfMethod(fn);
  if (fn.name === '__new__' && owner !== undefined && ctx.state.methodsOf(owner).has('__init__')) return [];
  const isMethod = owner !== undefined;
  return parametersOf(fn).filter(({ name }, index) => {
    if (isMethod && index === 0) return false;
    const references = ctx.names.scopeOf(fn)?.bindings.get(name)?.references ?? [];
    const isOnlyInMaking = references.every(({ start, end }) => making.start <= start && end <= making.end);
    return isOnlyInMaking && references.some((each) => entersInstance(each, use, ctx));
  });
}

/** A private function with one caller in this file is that caller's own affair. */
function isCalledOnce(fn: FirstUse['fn'], ctx: SourceContext): boolean {
  if (!fn.name.startsWith('_') || ctx.context.classOfMethod(fn) !== undefined) return false;
  return (ctx.names.lookup(fn.name, fn)?.references ?? []).length === 1;
}

/** The code that runs only while the instance is absent. */
function makingSpan({ test, assignment, fn }: FirstUse): Span {
  const branch = test.parent;
  if (branch?.kind !== 'If' || branch.test !== test) return assignment;
  const holds = (block: readonly Node[]): boolean =>
    block.some(({ start, end }) => start <= assignment.start && assignment.end <= end);
  const block = [branch.body, branch.orelse].find(holds);
  const [first] = block ?? [];
  const last = block?.at(-1);
  return first !== undefined && last !== undefined
    ? { start: first.start, end: last.end }
    : { start: branch.end, end: fn.end };
}

/** In the value that is bound, directly or through a local. */
function entersInstance(name: Node, { assignment }: FirstUse, ctx: SourceContext): boolean {
  if (assignment.value.start <= name.start && name.end <= assignment.value.end) return true;
  const statement = name.parent === undefined ? undefined : assignedName(name);
  if (statement === undefined) return false;
  return holds(
    assignment.value,
    (node) => node.kind === 'Name' && node.id === statement && ctx.names.resolve(node)?.scope.kind === 'function',
  );
}

function assignedName(node: Node): string | undefined {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) {
    if (at.kind === 'Assign') return at.targets[0]?.kind === 'Name' ? at.targets[0].id : undefined;
    if (at.kind === 'FunctionDef' || at.kind === 'AsyncFunctionDef') return undefined;
  }
  return undefined;
}
