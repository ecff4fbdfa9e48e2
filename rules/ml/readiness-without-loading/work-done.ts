/** Work that a flag such as `loaded` stands for. */
import { type Assign, type Call, type Def, docstringOf, type Expression, type Node, nodesOf, wordsOfName } from '#ast';
import type { DoubtId, SourceContext } from '#kit';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { type WorkLeftOut, workLeftOut } from '../_shared/work-left-out.ts';

/** `mark_ready` and `on_ready` are told that someone did the work; these say that they do it. */
const LOADING = 'load reload warm warmup';
const STARTING =
  'init initialize initialise start startup setup boot bootstrap prepare connect refresh ensure lifespan';
/** By state: started or prepared without more, an object may well be ready; nothing is loaded that way. */
export const CLAIMS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['loaded', new Set(`${LOADING} ${STARTING}`.split(' '))],
  ['ready', new Set(`${LOADING} check`.split(' '))],
  ['healthy', new Set(['check', 'refresh', 'probe', 'ping'])],
  ['initialized', new Set(LOADING.split(' '))],
  ['initialised', new Set(LOADING.split(' '))],
]);
/** Clocks, texts and questions: they bring nothing into the process. */
const IDLE_CALLS =
  /^(?:builtins\.(?:print|len|str|int|float|bool|repr|format|isinstance|hasattr|getattr|id|type|list|dict|set)|time\.|datetime\.|logging\.|asyncio\.sleep|uuid\.)/;

/** The call that would do the work is in a comment right above the flag: whatever else runs there is not that. */
export function leftOutAbove(flag: Assign, fn: Def, ctx: SourceContext): WorkLeftOut['calls'][number] | undefined {
  const line = ctx.text.lineAt(flag.start);
  const calls = workLeftOut(fn, ctx).flatMap((each) => each.calls);
  return calls.find(({ at }) => ctx.text.lineAt(at.start) === line - 1);
}

/** A local says nothing to a probe. */
export function isGlobal(name: string, at: Assign, ctx: SourceContext): boolean {
  return ctx.names.lookup(name, at)?.scope.kind === 'module';
}

export function claimsWork({ name }: Def, flag: string): boolean {
  const state = wordsOfName(flag).at(-1) ?? '';
  return !name.startsWith('__') && wordsOfName(name).some((word) => CLAIMS.get(state)?.has(word) === true);
}

/** A hook for those who have something to load: others derive from its class, or its docstring says that they may. */
export function doubtOfHook(fn: Def, ctx: SourceContext): DoubtId | undefined {
  const owner = ctx.context.classOfMethod(fn);
  const derived = nodesOf(ctx.module, 'ClassDef').flatMap(({ bases }) => bases);
  const isDerived = owner !== undefined && derived.some((base) => ctx.names.definitionOf(base) === owner);
  return isDerived || /overrid|subclass/i.test(docstringOf(fn) ?? '') ? 'override-hook' : undefined;
}

/** Something is called, awaited, imported, kept or taken from elsewhere beside the flag. */
export function doesWork(fn: Def, flag: Assign, ctx: SourceContext): boolean {
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
