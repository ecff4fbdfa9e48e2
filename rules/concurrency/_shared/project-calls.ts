/** The calls of a file that may be of project functions, as compact facts for the reduce. */
import {
  ancestors,
  type Call,
  type ClassDef,
  type Def,
  type Expression,
  type FunctionDef,
  hasUnpackedArguments,
  type Node,
  nodesOf,
  suiteEndOf,
  walk,
} from '#ast';
import { memoize } from '#collections';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { isIdle } from '#semantics/context/idle-function';
import { whatBecomesOf } from '#semantics/handlers/caught-error';
import { isNeverEvaluated } from '#semantics/names/unbound-by-design';
import { summarizeParameters } from '#semantics/summary/parameters';
import { type CallShape, mismatchOf, shapeOf } from './call-binding.ts';
import { placesOfReceiver } from './classes-handed.ts';
import { type DeferredCall, deferredCallOf } from './deferred-calls.ts';
import { DEFINING, expectsTypeError } from './expected-mismatch.ts';
import { callbackCallsOf } from './handed-callbacks.ts';
import { type ResultPart, resultUsesOf } from './result-uses.ts';

export interface ProjectCall extends CallShape {
  /** The path to what is called (`ObjectTypes.pathOf`). */
  readonly path: string;
  readonly place: PackedPlace;
  /** `cls(…)`: the class may be a derived one. */
  readonly isOwnClass?: true;
  /** The last line of what does not run where it fails. */
  readonly endsPathAt?: number;
  /** A handler around it takes any exception for something else; what it does with it, for messages. */
  readonly swallowed?: string;
  readonly isAwaited?: true;
  /** `placesOfReceiver` */
  readonly receiver?: readonly string[];
  readonly isPartial?: true;
  readonly isTask?: true;
  /** What the caller takes of the result. */
  readonly uses?: readonly ProjectResultUse[];
}

export type ProjectResultUse = ResultPart & { readonly place: PackedPlace };

/** Calls that this file alone shows to be right are left out, as are those that look before they leap. */
export function projectCallsOf(file: FactsContext): ProjectCall[] {
  const calls: ProjectCall[] = [];
  // What is below is asked of all calls, and all that a test file holds is test code.
  if (file.context.role === 'test') return calls;
  for (const node of nodesOf(file.module, 'Call')) {
    const call = projectCall(node, file);
    if (call !== undefined) calls.push(call);
    const deferred = deferredCallOf(node, file);
    for (const each of deferred === undefined ? callbackCallsOf(node, file) : [deferred]) {
      const known = deferredCall(node, each, file);
      if (known !== undefined) calls.push(known);
    }
  }
  return calls;
}

function projectCall(call: Call, file: FactsContext): ProjectCall | undefined {
  const path = file.effects.projectPath(call);
  if (path === undefined) return undefined;
  const uses = resultUsesOf(call, file.names);
  const isOpen = hasUnpackedArguments(call);
  if (uses.length === 0 && (isOpen || bindsInFile({ func: call.func, ...shapeOf(call) }, file))) return undefined;
  if (
    isProbed(call, file) ||
    isBoundDifferently(call.func, file) ||
    expectsTypeError(call, file) ||
    isNeverEvaluated(call, file) ||
    file.flow.isUnreachable(call)
  )
    return undefined;
  const endOfPath = suiteEndOf(call);
  const receiver = placesOfReceiver(call, file);
  const isOwnClass = call.func.kind === 'Name' && file.names.parameterOf(call.func) !== undefined;
  return {
    path,
    ...shapeOf(call),
    ...(isOpen && { positional: -1 }),
    place: packPlace(file, call),
    ...(endOfPath !== undefined && { endsPathAt: file.text.lineAt(endOfPath) }),
    ...(isOwnClass && { isOwnClass }),
    ...(receiver.length > 0 && { receiver }),
    ...swallowedIn(call, file),
    ...(call.parent?.kind === 'Await' && { isAwaited: true as const }),
    ...(uses.length > 0 && { uses: uses.map(({ node, ...use }) => ({ ...use, place: packPlace(file, node) })) }),
  };
}

/** A thread, or whoever else, is given a function and its arguments; what is around it catches nothing of it, and gets no result. */
function deferredCall(call: Call, deferred: DeferredCall, file: FactsContext): ProjectCall | undefined {
  const { func, at, ...shape } = deferred;
  const path = file.effects.projectPath(deferred);
  if (path === undefined || (deferred.isPartial !== true && bindsInFile(deferred, file))) return undefined;
  if (isProbed(call, file) || isBoundDifferently(func, file)) return undefined;
  if (file.flow.isUnreachable(call)) return undefined;
  return { ...shape, path, place: packPlace(file, at ?? call) };
}

/** A plain function, or a method of a class, of this file, that takes the call as it is. */
function bindsInFile({ func, positional: given, keywords }: DeferredCall, file: FactsContext): boolean {
  const { names, types, state } = file;
  const named = names.definitionOf(func);
  const owner = named === undefined && func.kind === 'Attribute' ? types.classDefOf(func.value) : undefined;
  const method =
    named?.kind === 'ClassDef'
      ? constructorOf(named, state)
      : func.kind === 'Attribute' && owner !== undefined
        ? state.methodsOf(owner).get(func.attr)
        : undefined;
  const definition = method ?? named;
  if (definition === undefined || definition.kind === 'ClassDef' || definition.decorator_list.length > 0) return false;
  // What the one above takes of the rest, the project decides.
  if (definition.name === '__init__' && definition.args.kwarg !== undefined) return false;
  // Anyone who implements it may take the call, or not.
  if (method !== undefined && method !== named && isIdle(method, file)) return false;
  // An object comes before the arguments of its method.
  const positional = given + (method === undefined ? 0 : 1);
  return mismatchOf({ positional, keywords }, parametersOf(definition)) === undefined;
}

/** A call by the name of a function that is what is there, with arguments that it does not take: nothing of it runs. */
export function isRefusedCall(call: Call, fn: Def, { context }: FactsContext): boolean {
  const isPlain = fn.decorator_list.length === 0 || context.routeOf(fn)?.framework === 'fastapi';
  if (call.func.kind !== 'Name' || !isPlain || hasUnpackedArguments(call)) return false;
  return mismatchOf(shapeOf(call), parametersOf(fn)) !== undefined;
}

/** Of each function its calls ask. */
const parametersOf = memoize(summarizeParameters);

/** The `__init__` that a class, or a base in its file, gives its objects; where more has a say, the project decides. */
function constructorOf(classDef: ClassDef, state: FactsContext['state']): FunctionDef | undefined {
  if (classDef.decorator_list.length > 0 || classDef.keywords.length > 0) return undefined;
  const init = state.methodsOf(classDef).get('__init__');
  return init?.kind === 'FunctionDef' ? init : undefined;
}

const PROBES: ReadonlySet<string> = new Set(['isinstance', 'issubclass', 'hasattr', 'callable', 'signature', 'type']);

/** A test around the call asks for kinds, versions or features: what is called is not what it seems. */
function isProbed(call: Call, { names }: FactsContext): boolean {
  let child: Node = call;
  for (const node of ancestors(call)) {
    if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef' || node.kind === 'ClassDef') return false;
    if ((node.kind === 'If' || node.kind === 'IfExp') && node.test !== child && inspects(node.test, names)) return true;
    if (node.kind === 'BoolOp' && node.values[0] !== child && inspects(node, names)) return true;
    if (node.kind === 'Match') return true;
    child = node;
  }
  return false;
}

/** Itself, or in the value of a name that is bound once (`takes_timeout = "timeout" in signature(f).parameters`). */
function inspects(test: Expression, names: FactsContext['names'], isValue = false): boolean {
  let found = false;
  walk(test, (node) => {
    if (node.kind === 'Name') found ||= PROBES.has(node.id) || /version/i.test(node.id);
    else if (node.kind === 'Attribute') found ||= PROBES.has(node.attr) || /version/i.test(node.attr);
    if (found || node.kind !== 'Name' || isValue) return found ? 'skip' : undefined;
    const [only, other] = names.resolve(node)?.definitions ?? [];
    if (only?.value !== undefined && other === undefined) found = inspects(only.value, names, true);
    return undefined;
  });
  return found;
}

/** The first name of the callee is a definition or import in one place and something else in another. */
function isBoundDifferently(func: Expression, { names }: FactsContext): boolean {
  let root = func;
  while (root.kind === 'Attribute' || root.kind === 'Call' || root.kind === 'Await' || root.kind === 'Subscript')
    root = root.kind === 'Call' ? root.func : root.value;
  if (root.kind !== 'Name') return true;
  const definitions = (names.resolve(root)?.definitions ?? []).filter(({ kind }) => kind !== 'annotation');
  return definitions.length > 1 && definitions.some(({ kind }) => DEFINING.has(kind));
}

function swallowedIn(call: Call, file: FactsContext): Pick<ProjectCall, 'swallowed'> {
  const { context, handlers, flow } = file;
  const handler = context
    .triesAround(call)
    .flatMap((statement) => statement.handlers)
    .find((each) => handlers.describe(each).isBroad && !flow.alwaysRaises(each.body));
  return handler === undefined ? {} : { swallowed: whatBecomesOf(handlers.describe(handler), 'TypeError') };
}
