import { type Def, type Global, holds, isSuspension, type Node } from '#ast';
import { type DoubtId, defineSourceRule, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import type { Question } from '#project';
import type { StateUse } from '#semantics';
import { mentionsOfFunction } from '#semantics/context/function-mentions';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { listedCode } from '#text/wording';
import { startsThreads } from '../_shared/starts-threads.ts';
import { moduleUpdateBy } from './module-updates.ts';
import { readTogether } from './read-together.ts';

/** What replaces values that are in use. */
const RELOADING =
  /(^|_)(re_?load(ed)?|refresh|reconfigure|update|apply|override|set|reset|sync|switch|rotate|swap|replace)(_|$)/;
/** What runs before anybody reads. */
const STARTING =
  /^_*(init|initiali[sz]e|setup|set_up|start|main|connect|create|open|enable|install|parse|prepare|run|boot|bootstrap|lifespan|startup|on_startup|load|register|import)(_|$)|^__|fork|shutdown|teardown|cleanup/;

export default defineSourceRule({
  docs: {
    summary: 'race condition: module-level settings replaced one by one',
    why: 'Code that reads two of the values during the replacement can get an old one and a new one. That combination was never configured.',
    remedy:
      'Build one immutable object with all values and assign it to one global at the end; let readers take that object once',
    harm: 'misleads',
    severity: 'P0',
    precision: 'low',
    measured: { read: 1, right: 1, on: 'a trading bot' },
    since: '0.1.0',
    cwe: [362],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-001' }],
    bad: 'import sys\n\nfrom flask import Flask\n\napp = Flask(__name__)\n_module = sys.modules[__name__]\n\n@app.post("/reload")\ndef reload():\n    for name, value in read_settings().items():\n        setattr(_module, name, value)\n    return "ok"\n',
    good: 'from flask import Flask\n\napp = Flask(__name__)\nsettings = read_settings()\n\n@app.post("/reload")\ndef reload():\n    global settings\n    settings = read_settings()\n    return "ok"\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  questions: [startsThreads],
  visit: {
    Call(call, ctx) {
      const update = call.func.kind === 'Name' ? moduleUpdateBy(call, ctx) : undefined;
      const fn = update === undefined ? undefined : ctx.context.defAround(call);
      if (update === undefined || fn === undefined || !isReload(fn, ctx)) return;
      const held = ctx.context.locksHeldAt(update).find(({ kind }) => kind !== 'asyncio');
      if (held !== undefined) return ctx.proven({ at: update, by: 'a lock is held', where: held.lock });
      ctx.report({
        at: update,
        message: `race condition: \`${fn.name}\` replaces module globals one by one without a lock`,
        doubt: runsBefore(fn),
        when: providedThat(mayMeet(ctx), 'drop'),
      });
    },
    Global(statement, ctx) {
      const fn = statement.names.length < 2 ? undefined : ctx.context.defAround(statement);
      if (fn === undefined || !RELOADING.test(fn.name)) return;
      const replaced = replacedGlobals(statement, fn, ctx);
      const [first, second] = replaced;
      const places = replaced.flatMap(({ node }) => (node.kind === 'Name' ? [node] : []));
      const reader = readTogether(places, ctx).find(({ by }) => by !== fn);
      if (first === undefined || second === undefined || reader === undefined) return;
      const names = listedCode(replaced.map(({ node }) => ctx.text.slice(node)));
      ctx.report({
        at: second.node,
        message: `race condition: \`${fn.name}\` replaces ${names} one by one without a lock, and \`${reader.by.name}\` reads them together`,
        doubt: runsBefore(fn),
        related: [
          { at: first.node, message: 'the first is replaced here' },
          { at: reader.at, message: 'they are read here' },
        ],
        when: providedThat(
          isOneStep(fn, first.node, second.node) ? runsInThreads(reader.by, ctx) : mayMeet(ctx),
          'drop',
        ),
      });
    },
  },
});

/** In a program of one thread, which nobody else imports, nothing comes between. */
const mayMeet = ({ names }: SourceContext): Question => ({
  kind: 'any',
  of: [{ kind: 'is-service' }, startsThreads.ask(null), { kind: 'is-packaged', module: names.moduleName }],
});

/** A coroutine that does not wait between the two: only a thread can read one old and one new. */
const isOneStep = (fn: Def, first: Node, second: Node): boolean =>
  fn.kind === 'AsyncFunctionDef' &&
  !holdsInOwnCode(fn.body, (node) => isSuspension(node) && node.start > first.start && node.start < second.end);

const runsInThreads = (fn: Def, { names }: SourceContext): Question => ({
  kind: 'runs-in-threads',
  function: names.fullNameOf(fn),
});

/** Called again later, as its name says, and not only to fill the module when it is imported. */
function isReload(fn: Def, ctx: SourceContext): boolean {
  if (RELOADING.test(fn.name)) return true;
  if (!fn.body.some(({ kind }) => kind === 'Global')) return false;
  return !mentionsOfFunction(ctx, fn).some((mention) => ctx.context.runsAtImport(mention));
}

const runsBefore = ({ name }: Def): DoubtId | undefined => (STARTING.test(name) ? 'execution-order' : undefined);

/** Globals that the function binds to values it has worked out, under no lock; setting to a constant is a reset. */
function replacedGlobals({ names }: Global, fn: Def, ctx: SourceContext): readonly StateUse[] {
  const lives = ctx.state.ofModule();
  const uses = names.flatMap((name): StateUse[] => {
    const [own, ...more] =
      lives
        .get(name)
        ?.of('rebind')
        .filter(({ within }) => within === fn) ?? [];
    const guarding = own?.node.kind === 'Name' ? ctx.state.guardingOf(own.node) : undefined;
    const isUnlocked = guarding?.unlocked.some(({ use }) => use.node === own?.node) === true;
    if (own?.value === undefined || more.length > 0 || !isUnlocked) return [];
    return ctx.values.fold(own.value) !== undefined || isTested(name, fn, ctx) ? [] : [own];
  });
  return uses.sort((a, b) => a.node.start - b.node.start);
}

/** `if _config is None:` makes it on first use: nobody has read it yet. */
function isTested(name: string, fn: Def, { names }: SourceContext): boolean {
  const isIt = (node: Node): boolean =>
    node.kind === 'Name' && node.id === name && names.resolve(node)?.scope === names.moduleScope;
  return holds(fn, (node) => node.kind === 'If' && holds(node.test, isIt));
}
