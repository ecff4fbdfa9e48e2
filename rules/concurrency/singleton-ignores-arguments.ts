import {
  type Assign,
  ancestors,
  isNone,
  isWithin,
  type Node,
  namesIn,
  type Parameter,
  parametersOf,
  withoutAwait,
} from '#ast';
import { type DoubtId, defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { type FirstUse, findFirstUse, makingSpan, returnsValue } from '#kit/concurrency';
import { SESSION_CLASSES } from '#knowledge/resources';
import { mentionsOfFunction } from '#semantics/context/function-mentions';
import { listedCode } from '#text/wording';

export default defineSourceRule({
  docs: {
    summary: 'singleton ignores constructor arguments after the first call',
    why: 'Later callers get the instance that the first caller configured. Which configuration wins depends on the order of calls.',
    remedy:
      'Include the arguments in the cache key, raise when they differ from the first call, or configure the instance in one place',
    harm: 'misleads',
    severity: {
      setting: 'P2',
      'session of one caller': 'P1',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [665],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-003' }],
    measured: {
      read: 6,
      right: 5,
      on: 'TenSafe, lmdeploy, sglang, too few to say much (in the strict profile 3 of 14), homeassistant',
    },
    bad: '_gate = None\n\ndef get_gate(policy="strict"):\n    global _gate\n    if _gate is None:\n        _gate = Gate(policy)\n    return _gate\n',
    good: '_gates = {}\n\ndef get_gate(policy="strict"):\n    if policy not in _gates:\n        _gates[policy] = Gate(policy)\n    return _gates[policy]\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    Assign(assignment, ctx) {
      if (!makesSomething(assignment)) return;
      const use = findFirstUse(assignment, ctx);
      if (use === undefined || !returnsValue(use, ctx)) return;
      const ignored = ignoredParameters(use, ctx);
      if (ignored.length === 0) return;
      const names = listedCode(ignored.map(({ name }) => name));
      const kept = ctx.text.slice(use.target);
      const session = ignored.find((each) => isSession(each, ctx));
      ctx.report({
        at: use.target,
        // A session is one caller's, who closes it: anyone who comes later works with it, and several threads at once.
        kind: session === undefined ? undefined : 'session of one caller',
        message: `\`${use.fn.name}\` creates \`${kept}\` once and ignores ${names} on later calls`,
        ...(session && { remedy: `Create it for each request, or pass \`${session.name}\` to its methods instead` }),
        related: ignored.map(({ node, name }) => ({
          at: node,
          message:
            name === session?.name
              ? `it keeps the first caller's session \`${name}\``
              : `\`${name}\` only has an effect on the first call`,
        })),
        doubt: expectation(use, ignored),
      });
    },
  },
});

const isSession = ({ annotation }: Parameter, { types }: SourceContext): boolean =>
  annotation !== undefined && SESSION_CLASSES.has(types.annotatedClass(annotation) ?? '');

/** All of it may be left out, or it is one entry of a table. */
function expectation({ target }: FirstUse, ignored: readonly Parameter[]): DoubtId | undefined {
  if (target.kind === 'Subscript') return 'sufficient-cache-key';
  const isOptional = ignored.every(
    ({ kind, default: fallback }) => kind.startsWith('var') || (fallback !== undefined && isNone(fallback)),
  );
  return isOptional ? 'caller-precondition' : undefined;
}

function makesSomething({ value }: Assign): boolean {
  if (value.kind === 'BoolOp') return value.values.at(-1)?.kind === 'Call';
  if (value.kind === 'IfExp') return value.body.kind === 'Call' || value.orelse.kind === 'Call';
  return withoutAwait(value).kind === 'Call';
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
    const isOnlyInMaking = references.every((each) => isWithin(each, making));
    return isOnlyInMaking && references.some((each) => entersInstance(each, use, ctx));
  });
}

/** A private function with one caller in this file is that caller's own affair. */
function isCalledOnce(fn: FirstUse['fn'], ctx: SourceContext): boolean {
  if (!fn.name.startsWith('_') || ctx.context.classOfMethod(fn) !== undefined) return false;
  return mentionsOfFunction(ctx, fn).length === 1;
}

/** In the value that is bound, directly or through a local. */
function entersInstance(name: Node, { assignment, fn }: FirstUse, ctx: SourceContext): boolean {
  if (isWithin(name, assignment.value)) return true;
  const local = localMadeOf(name);
  if (local === undefined || !namesIn(assignment.value).has(local)) return false;
  return ctx.names.lookup(local, assignment)?.scope === ctx.names.scopeOf(fn);
}

/** The local of the statement whose value holds the name. */
function localMadeOf(name: Node): string | undefined {
  for (const around of ancestors(name)) {
    if (around.kind === 'Assign') return around.targets[0]?.kind === 'Name' ? around.targets[0].id : undefined;
    if (around.kind === 'FunctionDef' || around.kind === 'AsyncFunctionDef') return undefined;
  }
  return undefined;
}
