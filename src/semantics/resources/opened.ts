/** What a function opens for itself, and what becomes of it. */
import {
  type Assign,
  boundTarget,
  type Call,
  type Def,
  lastName,
  type Name,
  type Node,
  withoutAwait,
} from '../../ast/index.ts';
import {
  CLOSING_METHODS,
  ENDING_PROCESSES,
  ENTERED_FOR_TRANSACTION,
  RESOURCE_OPENERS,
  type ResourceKind,
  SESSION_CLASSES,
} from '../../knowledge/resources.ts';
import { definitionCalled } from '../effects/definition-called.ts';
import type { SemanticModel } from '../model.ts';
import { GIVING_BACK, TAKING } from '../state/connections.ts';
import { givenBy } from '../values/awaited-value.ts';

/** Whether it asks a pool, whose own method takes back what it gives. */
export function isTakenFromPool({ func }: Call): boolean {
  return func.kind === 'Attribute' && TAKING.has(func.attr);
}

/** The kind of thing that a call opens; undefined where it opens none, or where only the project can say. */
export function resourceOpenedBy(call: Call, model: SemanticModel): ResourceKind | undefined {
  const callee = model.types.calleeName(call.func);
  const known = callee === undefined ? undefined : RESOURCE_OPENERS.get(callee);
  if (known !== undefined) return known;
  const type = model.types.classOf(call);
  if (type !== undefined && SESSION_CLASSES.has(type) && definitionCalled(model, call) === undefined) return 'session';
  return callee?.endsWith('.cursor') === true && call.func.kind === 'Attribute' ? 'cursor' : undefined;
}

/** `with sync_playwright() as driver: browser = driver.chromium.launch()`: the end of the `with` ends what came of it, as that of a browser ends its pages. */
export function isEndedByWith({ func }: Call, model: SemanticModel): boolean {
  const root = rootOf(func);
  const isPage = lastName(func)?.startsWith('new_') === true;
  if (root.kind !== 'Name') return false;
  if (isPage && model.names.parameterOf(root)?.arg !== 'self') return true;
  return model.names.resolve(root)?.definitions.some(({ kind }) => kind === 'with') ?? false;
}

/** `conn = connect()`, `conn = await connect()`: the name that alone holds it. */
export function localOpened(call: Call, model: SemanticModel): Name | undefined {
  // A coroutine that is kept has opened nothing yet.
  const given = givenBy(call, model);
  if (isStreamOpening(call) && given.kind !== 'Await') return undefined;
  const bound = boundTarget(withoutAwait(given) as Call);
  // `reader, writer = await asyncio.open_connection(…)`
  const target = bound?.kind === 'Tuple' && bound.elts.length === 2 && isStreamOpening(call) ? bound.elts[1] : bound;
  const statement = bound?.parent;
  if (target?.kind !== 'Name' || statement === undefined) return undefined;
  return statement.kind === 'Assign' && (statement as Assign).targets.length > 1 ? undefined : target;
}

const isStreamOpening = ({ func }: Call): boolean =>
  func.kind === 'Attribute' && /^open_(?:unix_)?connection$/.test(func.attr);

/** The statement that binds it, through a tuple as well. */
function bindingOf(local: Name): Node | undefined {
  return local.parent?.kind === 'Tuple' ? local.parent.parent : local.parent;
}

/** What stands between a local and its end. */
export interface ResourceLife {
  readonly closes: readonly Call[];
  /** Methods called on it, in source order. */
  readonly methods: readonly string[];
  /** Somebody else has it, or a `with` closes it. */
  readonly isHandedOn: boolean;
  /** Another function that is called with it, and may close it. */
  readonly lentTo: string | undefined;
  readonly lent: readonly Call[];
}

/** What becomes of the object that a local holds from here on. */
export function lifeOfOpened(local: Name, fn: Def, model: SemanticModel): ResourceLife {
  const definition = model.names.resolve(local)?.definitions.find(({ node }) => node === local);
  const loads = definition === undefined ? [] : model.flow.usesOf(definition);
  const opening = withoutAwait((bindingOf(local) as Assign).value);
  const isOwn = (load: Name): boolean => model.context.functionAround(load) === fn;
  const own = loads.filter(isOwn).map((load) => useOf(load, opening as Call, model));
  // What the function closes itself, the functions within it only borrow.
  const isClosed = own.some(({ kind }) => kind === 'close');
  const uses = isClosed || loads.every(isOwn) ? own : [{ kind: 'handed-on' as const }];
  return {
    closes: uses.flatMap((use) => (use.kind === 'close' ? use.call : [])),
    methods: uses.flatMap((use) => (use.kind === 'method' ? use.name : [])),
    // Who gets it of a generator that closes it only borrows it.
    isHandedOn:
      definition === undefined || uses.some(({ kind }) => kind === 'handed-on' || (kind === 'yielded' && !isClosed)),
    lentTo: uses.find((use) => use.kind === 'lent')?.to,
    lent: uses.flatMap((use) => (use.kind === 'lent' ? use.call : [])),
  };
}

type Use =
  | { readonly kind: 'close'; readonly call: Call }
  | { readonly kind: 'method'; readonly name: string }
  | { readonly kind: 'lent'; readonly to: string; readonly call: Call }
  | { readonly kind: 'handed-on' | 'yielded' | 'look' };

const LOOKS: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  'Compare',
  'If',
  'IfExp',
  'While',
  'BoolOp',
  'UnaryOp',
  'For',
  'AsyncFor',
  'comprehension',
  'Subscript',
  'FormattedValue',
  'Assert',
]);

function useOf(load: Name, opening: Call, model: SemanticModel): Use {
  const { parent } = load;
  if (parent?.kind === 'Attribute') {
    const call = parent.parent?.kind === 'Call' && parent.parent.func === parent ? parent.parent : undefined;
    if (call === undefined) return { kind: CLOSING_METHODS.has(parent.attr) ? 'handed-on' : 'look' };
    const isProcess = resourceOpenedBy(opening, model) === 'process';
    const ends = isProcess ? ENDING_PROCESSES : CLOSING_METHODS;
    return ends.has(parent.attr) ? { kind: 'close', call } : { kind: 'method', name: parent.attr };
  }
  if (parent?.kind === 'withitem') {
    const isForTransaction = ENTERED_FOR_TRANSACTION.has(model.types.calleeName(opening.func) ?? '');
    return { kind: isForTransaction ? 'look' : 'handed-on' };
  }
  const call = parent?.kind === 'keyword' ? parent.parent : parent;
  if (call?.kind === 'Call' && call.func !== load) return useInCall(load, call, model);
  if (parent?.kind === 'Yield') return { kind: 'yielded' };
  return { kind: parent !== undefined && LOOKS.has(parent.kind) ? 'look' : 'handed-on' };
}

/** Objects that are made with it keep it, as does what an object keeps of it; functions have it for as long as they run. */
function useInCall(load: Name, call: Call, model: SemanticModel): Use {
  const name = lastName(call.func) ?? '';
  const isEnd = GIVING_BACK.includes(name) || model.names.qualifiedName(call.func) === 'os.close';
  if (isEnd && call.args[0] === load) return { kind: 'close', call };
  const isKept = call.parent?.kind === 'Assign' && call.parent.targets.some(({ kind }) => kind === 'Attribute');
  if (isKept || KEEPING.test(name) || definitionCalled(model, call)?.kind === 'ClassDef') return { kind: 'handed-on' };
  return model.effects.of(call) === 'pure' ? { kind: 'look' } : { kind: 'lent', to: name, call };
}

/** Makers of objects by their capitals, exit stacks, `closing`, containers. */
const KEEPING =
  /^[A-Z]|^(?:cls|closing|aclosing|enter_context|enter_async_context|push|callback|append|add|put|put_nowait|setdefault|register|finalize|fdopen)$/;

/** `document[0].get_text()` begins with `document`. */
export function rootOf(node: Node): Node {
  let at = node;
  while (at.kind === 'Call' || at.kind === 'Attribute' || at.kind === 'Await' || at.kind === 'Subscript')
    at = at.kind === 'Call' ? at.func : at.value;
  return at;
}
