import { argumentValues, type Call, type Def, parametersOf, walk } from '#ast';
import { type DoubtId, defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { listedCode } from '#text/wording';
import { type GuardedForward, guardedForwardOf } from './guarded-forward.ts';
import { lateConstructionOf } from './late-construction.ts';

/** What a public method's name promises to keep: `load_weights`, `set_timeout`, `register`, `addHandler`. */
const KEEPING_NAME = /^(?:load|set|register|add|configure|attach|apply|enable|assign|install|use)(?:[_A-Z]|$)/;

/** An attribute that observes: what it does not hear while it is absent is not meant for later. */
const OBSERVER =
  /(?:callback|listener|hook|observer|handler|log|logger|logging|metric|metrics|counter|gauge|tracer|span|telemetry|monitor|progress|bar|reporter|stats|profiler|writer)$/i;

export default defineSourceRule({
  docs: {
    summary: 'setting silently dropped when its target does not exist yet',
    why: 'The method returns as if it had worked. When the object is created later, it has its default settings, or nothing is loaded.',
    remedy: 'Keep the arguments on `self` and apply them when the object is built, or raise while it is missing',
    harm: 'misleads',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [665],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-3' }],
    measured: { read: 2, right: 2, on: 'TenSafe; none in 17 other packages and the standard library' },
    bad: 'class Player:\n    def __init__(self):\n        self._sink = None\n\n    def play(self, track):\n        if self._sink is None:\n            self._sink = AudioSink()\n        self._sink.feed(track)\n\n    def set_volume(self, volume):\n        if self._sink is not None:\n            self._sink.set_volume(volume)\n',
    good: 'class Player:\n    def __init__(self):\n        self._sink = None\n        self._volume = 1.0\n\n    def play(self, track):\n        if self._sink is None:\n            self._sink = AudioSink(self._volume)\n        self._sink.feed(track)\n\n    def set_volume(self, volume):\n        self._volume = volume\n        if self._sink is not None:\n            self._sink.set_volume(volume)\n',
  },
  skips: NOT_PRODUCTION,
  visit: { FunctionDef: check, AsyncFunctionDef: check },
});

function check(fn: Def, ctx: SourceContext): void {
  if (ctx.context.classOfMethod(fn) === undefined) return;
  const forward = guardedForwardOf(fn);
  if (forward === undefined) return;
  const given = parametersIn(forward.call, fn, ctx);
  const late = given.length === 0 ? undefined : lateConstructionOf(forward.owner, ctx);
  if (late === undefined) return;
  const owner = `self.${forward.owner.attr}`;
  const builder = late.builder.name;
  const isOne = given.length === 1;
  ctx.report({
    at: forward.test,
    message: `\`${fn.name}\` passes ${listedCode(given)} to \`${owner}\` only if that exists: calls before \`${builder}\` creates it are silently ignored`,
    remedy: `Keep ${listedCode(given)} on \`self\` and apply ${isOne ? 'it' : 'them'} when \`${owner}\` is created, or raise while it is missing`,
    related: [
      { at: late.unset.node, message: `\`${owner}\` starts as \`None\`` },
      { at: late.made.node, message: `\`${builder}\` creates it without the arguments of \`${fn.name}\`` },
    ],
    doubt: doubtAbout(fn, forward),
  });
}

function doubtAbout({ name }: Def, { owner, call }: GuardedForward): DoubtId | undefined {
  // Asked of the other end of a connection rather than kept.
  if (call.parent?.kind === 'Await') return 'execution-order';
  return KEEPING_NAME.test(name) && !OBSERVER.test(owner.attr) ? undefined : 'role-from-name';
}

/** The parameters of the method that the call hands on, `self` left out. */
function parametersIn(call: Call, fn: Def, ctx: SourceContext): readonly string[] {
  const own = new Set(
    parametersOf(fn)
      .slice(1)
      .map(({ node }) => node),
  );
  const names = new Set<string>();
  for (const argument of argumentValues(call)) {
    walk(argument, (node) => {
      const parameter = node.kind === 'Name' ? ctx.names.parameterOf(node) : undefined;
      if (parameter !== undefined && own.has(parameter)) names.add(parameter.arg);
    });
  }
  return [...names];
}
