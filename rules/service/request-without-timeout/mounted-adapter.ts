/** Adapters by which a session of `requests` sends, and whether they set a limit. */
import {
  type Call,
  type ClassDef,
  defaultOf,
  type Expression,
  holds,
  isNone,
  lastName,
  type Node,
  parametersOf,
  shortText,
  stringConstant,
} from '#ast';
import type { SourceContext } from '#kit';
import { callsNamed } from '#semantics/context/calls-by-name';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { argumentsHandedTo } from '#semantics/taint/callers';

type Limit = 'limits' | 'may limit' | undefined;

/** What the adapter does that is mounted for the address of a request on just the session that sends it. */
export function adapterOf(call: Call, name: string, ctx: SourceContext): Limit {
  const { func } = call;
  if (!/^requests\.(?:sessions\.)?Session\./.test(name) || func.kind !== 'Attribute') return undefined;
  const made = new Set(makersOf(func.value, ctx));
  const isGiven = [...made].every((each) => each.kind === 'Name' && ctx.names.parameterOf(each) !== undefined);
  const url = call.args[/request$/.test(name) ? 1 : 0] ?? ctx.values.givenArgument(call, 'url', undefined);
  const mounted = callsNamed('mount', ctx.source).flatMap((mount) => mountedFor(url, mount, ctx));
  const own = mounted.filter(({ on }) => makersOf(on, ctx).some((each) => made.has(each)));
  const nearest = own.toSorted((a, b) => b.length - a.length)[0]?.length;
  const limits = own.filter(({ length }) => length === nearest).map(({ adapter }) => limitOf(adapter, ctx));
  if (limits.length > 0) return limits.every((each) => each === 'limits') ? 'limits' : limits.find(Boolean);
  // Anyone who gives the session may be the one that mounts.
  return isGiven && mounted.some(({ adapter }) => limitOf(adapter, ctx) !== undefined) ? 'may limit' : undefined;
}

interface Mounted {
  readonly on: Expression;
  readonly adapter: Expression;
  /** Of the prefix that it stands for: the longest counts. */
  readonly length: number;
}

function mountedFor(url: Expression | undefined, mount: Call, ctx: SourceContext): readonly Mounted[] {
  const prefix = ctx.values.givenArgument(mount, 'prefix', 0);
  const adapter = ctx.values.givenArgument(mount, 'adapter', 1);
  if (mount.func.kind !== 'Attribute' || prefix === undefined || adapter === undefined) return [];
  const on = mount.func.value;
  const prefixes = ctx.values.possible(prefix)?.flatMap((each) => (each.kind === 'str' ? each.value : [])) ?? [''];
  const [first] = url === undefined ? [] : (ctx.values.textPieces(url) ?? []);
  const begun = first?.kind === 'constant' ? first.text.toLowerCase() : '';
  return prefixes
    .map((each) => each.toLowerCase())
    .filter((each) => begun.startsWith(each) || each.startsWith(begun))
    .map(({ length }) => ({ on, adapter, length }));
}

/** The calls that made a session, through functions and attributes of this file. */
function makersOf(session: Expression, ctx: SourceContext, depth = 0): readonly Node[] {
  return ctx.flow.origins(session).flatMap((origin): readonly Node[] => {
    const inner =
      origin.kind === 'Attribute'
        ? ctx.names.attributeStores.flatMap(({ attr, parent }) =>
            attr === origin.attr && (parent?.kind === 'Assign' || parent?.kind === 'AnnAssign')
              ? (parent.value ?? [])
              : [],
          )
        : returned(origin, ctx);
    if (inner.length === 0 || depth >= MAX_DEPTH) return [origin];
    return inner.flatMap((each) => makersOf(each, ctx, depth + 1));
  });
}

const MAX_DEPTH = 3;

/** What a function of this file gives: called, handed over by the callers of this one, or injected by `Depends(make)`. */
function returned(origin: Expression, ctx: SourceContext): readonly Expression[] {
  const parameter = origin.kind === 'Name' ? ctx.names.parameterOf(origin) : undefined;
  const fn = parameter?.parent?.parent;
  if (parameter !== undefined && (fn?.kind === 'FunctionDef' || fn?.kind === 'AsyncFunctionDef')) {
    const injected = defaultOf(parameter);
    const [by] = injected?.kind === 'Call' ? injected.args : [];
    const maker = by === undefined ? undefined : ctx.names.definitionOf(by);
    if (maker === undefined || maker.kind === 'ClassDef') return argumentsHandedTo(parameter, fn, origin, ctx);
    return ctx.flow.returnValues(maker).flatMap((each) => each ?? []);
  }
  const maker = origin.kind === 'Call' ? definitionCalled(ctx, origin) : undefined;
  return maker === undefined || maker.kind === 'ClassDef'
    ? []
    : ctx.flow.returnValues(maker).flatMap((each) => each ?? []);
}

function limitOf(adapter: Expression, ctx: SourceContext): Limit {
  const made = ctx.flow.whole(adapter);
  const definition = made.kind === 'Call' ? ctx.names.definitionOf(made.func) : undefined;
  if (definition?.kind === 'ClassDef') return setsLimit(definition, ctx) ? 'limits' : undefined;
  return /timeout/i.test(shortText(made, ctx.text)) ? 'may limit' : undefined;
}

/** Its `send`, or that of a class of this file that it derives from, gives a limit on. */
function setsLimit(adapter: ClassDef, ctx: SourceContext): boolean {
  const send = ctx.state.methodsOf(adapter).get('send');
  if (send === undefined) {
    const bases = adapter.bases.flatMap((base) => ctx.names.definitionOf(base) ?? []);
    return bases.some((base) => base.kind === 'ClassDef' && base !== adapter && setsLimit(base, ctx));
  }
  const parameter = parametersOf(send).find(({ name }) => name === 'timeout');
  const preset = parameter === undefined ? undefined : defaultOf(parameter.node);
  const isReplaced = (node: Node): boolean =>
    (node.kind === 'Name' && node.id === 'timeout' && node.ctx === 'Store') ||
    (node.kind === 'Subscript' && node.ctx === 'Store' && stringConstant(node.slice) === 'timeout');
  if ((preset !== undefined && !isNone(preset)) || holds(send, isReplaced)) return true;
  return callsWithin([send]).some((call) => {
    const name = lastName(call.func);
    if (name === 'setdefault') return stringConstant(call.args[0]) === 'timeout' && !isNone(call.args[1]);
    const given =
      name === 'send' || name === 'update' ? ctx.values.givenArgument(call, 'timeout', undefined) : undefined;
    return (
      given !== undefined && !isNone(given) && !(given.kind === 'Name' && ctx.names.parameterOf(given) !== undefined)
    );
  });
}
