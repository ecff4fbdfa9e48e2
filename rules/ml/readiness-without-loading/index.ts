import {
  type Assign,
  booleanConstant,
  type Call,
  type Def,
  docstringOf,
  type Expression,
  type Node,
  nameOfPlace,
  nodesOf,
  wordsOfName,
} from '#ast';
import { type DoubtId, defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { doubleOrHook } from '../_shared/double-or-hook.ts';
import { type WorkLeftOut, workLeftOut } from '../_shared/work-left-out.ts';
import { blindProbes, workBelow } from './readiness.ts';

/** `mark_ready` and `on_ready` are told that somebody did the work; these say that they do it. */
const LOADING = 'load reload warm warmup';
const STARTING =
  'init initialize initialise start startup setup boot bootstrap prepare connect refresh ensure lifespan';
/** By state: started or prepared without more, an object may well be ready; nothing is loaded that way. */
const CLAIMS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['loaded', new Set(`${LOADING} ${STARTING}`.split(' '))],
  ['ready', new Set(`${LOADING} check`.split(' '))],
  ['healthy', new Set(['check', 'refresh', 'probe', 'ping'])],
  ['initialized', new Set(LOADING.split(' '))],
  ['initialised', new Set(LOADING.split(' '))],
]);
/** Clocks, texts and questions: they bring nothing into the process. */
const IDLE_CALLS =
  /^(?:builtins\.(?:print|len|str|int|float|bool|repr|format|isinstance|hasattr|getattr|id|type|list|dict|set)|time\.|datetime\.|logging\.|asyncio\.sleep|uuid\.)/;

export default defineSourceRule({
  docs: {
    summary: 'readiness declared where nothing is loaded or checked',
    why: 'A health probe that reads this flag reports the service as ready although nothing was loaded or checked. Requests then arrive and can fail.',
    remedy:
      'Set the flag from the result of the loading or the check, or remove it until there is something to load or check.',
    harm: 'lies',
    severity: {
      'flag set without the work': 'P0',
      'probe that checks nothing': 'P2',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '#1' }],
    bad: 'class Service:\n    def load_model(self):\n        self.model = None\n        self.model_loaded = True\n',
    good: 'import torch\n\nclass Service:\n    def load_model(self):\n        self.model = torch.jit.load(self.path)\n        self.model_loaded = True\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Module(_, ctx) {
      for (const { at, says, related } of blindProbes(ctx))
        ctx.report({ at, message: says, related, kind: 'probe that checks nothing' });
    },
    Assign(assignment, ctx) {
      if (booleanConstant(assignment.value) !== true) return;
      const [target] = assignment.targets;
      const fn = ctx.context.defAround(assignment);
      const flag = target === undefined ? undefined : nameOfPlace(target);
      if (fn === undefined || target === undefined || flag === undefined) return;
      if (target.kind === 'Name' && !isGlobal(target.id, assignment, ctx)) return;
      const below = CLAIMS.has(wordsOfName(flag).at(-1) ?? '') ? workBelow(assignment, ctx) : undefined;
      if (below !== undefined) {
        ctx.report({
          at: assignment,
          message: `\`${fn.name}\` sets \`${ctx.text.slice(target)}\` before it does the work, and leaves it so when that fails`,
          related: [{ at: below, message: 'a failure of this is taken' }],
        });
        return;
      }
      if (!claimsWork(fn, flag)) return;
      const left = leftOutAbove(assignment, fn, ctx);
      if (left === undefined && doesWork(fn, assignment, ctx)) return;
      const open = doubleOrHook(fn, ctx);
      if (open?.proof !== undefined) {
        ctx.proven({ at: assignment, by: open.proof });
        return;
      }
      ctx.report({
        at: assignment,
        doubt: open?.doubt ?? doubtOfHook(fn, ctx),
        ...(left !== undefined && { related: [{ at: left.at, message: 'what would be called is commented out' }] }),
        message:
          left !== undefined
            ? `\`${fn.name}\` sets \`${ctx.text.slice(target)}\`, and the call of \`${left.name}\` above it is commented out`
            : `\`${fn.name}\` sets \`${ctx.text.slice(target)}\`, and calls nothing that could load or check`,
      });
    },
  },
});

/** The call that would do the work stands in a comment right above the flag: whatever else runs there is not that. */
function leftOutAbove(flag: Assign, fn: Def, ctx: SourceContext): WorkLeftOut['calls'][number] | undefined {
  const line = ctx.text.lineAt(flag.start);
  const calls = workLeftOut(fn, ctx).flatMap((each) => each.calls);
  return calls.find(({ at }) => ctx.text.lineAt(at.start) === line - 1);
}

/** A local says nothing to a probe. */
function isGlobal(name: string, at: Assign, ctx: SourceContext): boolean {
  return ctx.names.lookup(name, at)?.scope.kind === 'module';
}

function claimsWork({ name }: Def, flag: string): boolean {
  const state = wordsOfName(flag).at(-1) ?? '';
  return !name.startsWith('__') && wordsOfName(name).some((word) => CLAIMS.get(state)?.has(word) === true);
}

/** A hook for those who have something to load: others derive from its class, or its docstring says that they may. */
function doubtOfHook(fn: Def, ctx: SourceContext): DoubtId | undefined {
  const owner = ctx.context.classOfMethod(fn);
  const derived = nodesOf(ctx.module, 'ClassDef').flatMap(({ bases }) => bases);
  const isDerived = owner !== undefined && derived.some((base) => ctx.names.definitionOf(base) === owner);
  return isDerived || /overrid|subclass/i.test(docstringOf(fn) ?? '') ? 'override-hook' : undefined;
}

/** Something is called, awaited, imported, kept or taken from elsewhere beside the flag. */
function doesWork(fn: Def, flag: Assign, ctx: SourceContext): boolean {
  return holdsInOwnCode(fn.body, (node) => {
    switch (node.kind) {
      case 'Call':
        return isWorkingCall(node, ctx);
      case 'With':
      case 'AsyncWith':
        return node.items.some(({ context_expr }) => context_expr.kind === 'Call' && isWorkingCall(context_expr, ctx));
      case 'Assign':
        return (
          isRead(node) ||
          (node !== flag && node.targets.some(({ kind }) => kind !== 'Name') && !isBlank(node.value, ctx))
        );
      case 'Raise':
        return node.exc !== undefined;
      default:
        return WORKING.has(node.kind);
    }
  });
}

/** `_ = driver.current_url`: a property that is read for what it does. */
const isRead = ({ targets: [target], value }: Assign): boolean =>
  value.kind === 'Attribute' && target?.kind === 'Name' && target.id === '_';

const WORKING = new Set<Node['kind']>(['Import', 'ImportFrom', 'Yield', 'For', 'AsyncFor', 'While']);

function isWorkingCall(call: Call, ctx: SourceContext): boolean {
  const effect = ctx.effects.of(call);
  return effect !== 'log' && effect !== 'sleep' && !IDLE_CALLS.test(ctx.types.calleeName(call.func) ?? '');
}

/** `None`, a number, an empty container, the time: no thing that was loaded. */
function isBlank(value: Expression, ctx: SourceContext): boolean {
  return value.kind === 'Call' ? !isWorkingCall(value, ctx) : ctx.values.fold(value) !== undefined;
}
