import {
  type Def,
  defsOf,
  type Expression,
  isWithin,
  lastName,
  type Node,
  type Parameter,
  parametersOf,
  shortText,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import type { Binding } from '#semantics';
import { fatesOf } from './object-fate.ts';

/** What makes an empty or filled container each time it is called; as a default it is called once. */
const CONTAINERS: ReadonlySet<string> = new Set([
  'builtins.list',
  'builtins.dict',
  'builtins.set',
  'builtins.bytearray',
  'collections.defaultdict',
  'collections.deque',
  'collections.Counter',
  'collections.OrderedDict',
]);

export default defineSourceRule({
  docs: {
    summary: 'mutable default argument that is modified',
    why: 'The default is created once, when the function is defined. Whatever one call adds to it is still there in the next call.',
    remedy: 'Default to `None`, and create the container in the function',
    harm: 'loses',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [665],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'def collect(order, seen=[]):\n    seen.append(order.id)\n    return len(seen)\n',
    good: 'def collect(order, seen=None):\n    seen = [] if seen is None else seen\n    seen.append(order.id)\n    return len(seen)\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    Module(module, ctx) {
      for (const fn of defsOf(module)) {
        if (isFilledByFramework(fn, ctx)) continue;
        for (const parameter of parametersOf(fn)) reportDefault(parameter, fn, ctx);
      }
    },
  },
});

/** A web framework copies the defaults of its routes. */
const isFilledByFramework = (fn: Def, ctx: SourceContext): boolean => ctx.context.routeOf(fn) !== undefined;

function reportDefault(parameter: Parameter, fn: Def, ctx: SourceContext): void {
  const made = parameter.default === undefined ? undefined : madeOnce(parameter.default, ctx);
  const binding = ctx.names.scopeOf(fn)?.bindings.get(parameter.name);
  if (parameter.default === undefined || made === undefined || binding === undefined) return;
  // What only gets out is read by anyone who has it, as a rule.
  const fate = fatesOf(binding, made.isEmpty, ctx).find(({ how }) => how === 'changed');
  if (fate === undefined) return;
  if (remembersForOneCall(binding, fn, ctx)) {
    ctx.proven({
      at: parameter.default,
      by: 'the default lives only as long as the enclosing call',
      where: parameter.node,
    });
    return;
  }
  ctx.report({
    at: parameter.default,
    message: `mutable default: \`${shortText(parameter.default, ctx.text)}\` of \`${parameter.name}\` is modified and shared by all calls of \`${fn.name}\``,
    cause: `${ctx.path} ${ctx.names.fullNameOf(fn)}`,
    related: [{ at: fate.at, message: 'it is modified here' }],
  });
}

/** A memo of a function that is made anew in each call of the one around it, and never leaves that. */
function remembersForOneCall(binding: Binding, fn: Def, ctx: SourceContext): boolean {
  const around = ctx.context.defAround(fn);
  if (around === undefined || fn.decorator_list.length > 0) return false;
  const own = ctx.names.scopeOf(around)?.bindings.get(fn.name);
  const isOnlyCalled =
    own?.definitions.length === 1 &&
    own.references.every((use) => use.parent?.kind === 'Call' && use.parent.func === use && isWithin(use, around));
  return isOnlyCalled && binding.references.some(({ parent }) => isQuestionForKey(parent));
}

/** `if key in known`. */
const isQuestionForKey = (node: Node | undefined): boolean =>
  node?.kind === 'Compare' && node.ops.some((op) => op === 'In' || op === 'NotIn');

interface MadeOnce {
  readonly isEmpty: boolean;
  /** An object of a class of this file, whose attributes may change. */
  readonly isObject: boolean;
}

/** The default is an object that can change; undefined for constants and for what is not known. */
function madeOnce(value: Expression, ctx: SourceContext): MadeOnce | undefined {
  switch (value.kind) {
    case 'List':
    case 'Set':
      return { isEmpty: value.elts.length === 0, isObject: false };
    case 'Dict':
      return { isEmpty: value.keys.length === 0, isObject: false };
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
      return { isEmpty: false, isObject: false };
    case 'Name':
      return madeByModule(value, ctx);
    case 'Call':
      return madeByCall(value, ctx);
    default:
      return undefined;
  }
}

/** `options=DEFAULTS`: the object of the module itself, which everybody else reads too. */
function madeByModule(name: Extract<Expression, { kind: 'Name' }>, ctx: SourceContext): MadeOnce | undefined {
  const binding = ctx.names.resolve(name);
  const [only, other] = binding?.definitions ?? [];
  if (binding?.scope !== ctx.names.moduleScope || other !== undefined || only?.value === undefined) return undefined;
  // A name of a module may be filled by it later.
  const made = only.value.kind === 'Name' ? undefined : madeOnce(only.value, ctx);
  return made === undefined ? undefined : { ...made, isEmpty: false };
}

function madeByCall(call: Extract<Expression, { kind: 'Call' }>, ctx: SourceContext): MadeOnce | undefined {
  if (CONTAINERS.has(ctx.names.qualifiedName(call.func) ?? ''))
    return { isEmpty: call.args.length === 0 && call.keywords.length === 0, isObject: false };
  const definition = ctx.names.definitionOf(call.func);
  if (definition?.kind === 'ClassDef') {
    const isPlain = definition.bases.length === 0 || definition.bases.every((base) => lastName(base) !== 'Enum');
    return isPlain ? { isEmpty: false, isObject: true } : undefined;
  }
  if (definition?.kind !== 'FunctionDef') return undefined;
  const given = ctx.flow.returnValues(definition);
  const made = given.map((each) => (each?.kind === 'Call' || each === undefined ? undefined : madeOnce(each, ctx)));
  return made.length > 0 && made.every((each) => each !== undefined) ? { isEmpty: false, isObject: false } : undefined;
}
