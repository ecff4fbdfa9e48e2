/** Which kind of container an expression makes, or an annotation declares. */
import type { Call, Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { Names } from '../names.ts';
import type { StateLife } from '../state.ts';

export type Container = StateLife['container'];

/** The container that a value is; undefined when it cannot be determined or is None. */
export function containerOfValue(model: SemanticModel, value: Expression, depth = DEPTH_LIMIT): Container {
  if (depth === 0) return undefined;
  switch (value.kind) {
    case 'Dict':
    case 'DictComp':
      return 'dict';
    case 'List':
    case 'ListComp':
      return 'list';
    case 'Set':
    case 'SetComp':
      return 'set';
    case 'Constant':
      return value.value.kind === 'none' || value.value.kind === 'ellipsis' ? undefined : 'other';
    case 'JoinedStr':
    case 'Compare':
    case 'Lambda':
    case 'Tuple':
      return 'other';
    case 'BoolOp':
      return agreed(value.values.map((each) => containerOfValue(model, each, depth - 1)));
    case 'IfExp':
      return agreed([containerOfValue(model, value.body, depth - 1), containerOfValue(model, value.orelse, depth - 1)]);
    case 'BinOp':
      return value.left.kind === 'List' || value.right.kind === 'List' ? 'list' : undefined;
    case 'Name': {
      const annotation = model.names.parameterOf(value)?.annotation;
      return annotation === undefined ? undefined : containerOfAnnotation(annotation);
    }
    case 'Call':
      return containerOfCall(model, value, depth);
    default:
      return undefined;
  }
}

/** The container that all known answers name; undefined when they differ or none is known. */
export function agreed(containers: readonly Container[]): Container {
  const known = new Set(containers.filter((container) => container !== undefined));
  const [only] = known;
  return known.size === 1 ? only : undefined;
}

/** The container of a type by its qualified name. */
export function containerOfType(type: string): Container {
  return CONTAINER_TYPES.get(type) ?? (BOUNDED_CLASS.test(type) ? 'bounded' : 'other');
}

/** The container that an annotation declares: `dict[str, int]`, `Optional[List[X]]`, `Deque[X] | None`. */
export function containerOfAnnotation(annotation: Expression, depth = DEPTH_LIMIT): Container {
  if (depth === 0) return undefined;
  switch (annotation.kind) {
    case 'Name':
      return ANNOTATED.get(annotation.id);
    case 'Attribute':
      return ANNOTATED.get(annotation.attr);
    case 'Subscript': {
      const outer = annotation.value;
      const name = outer.kind === 'Attribute' ? outer.attr : outer.kind === 'Name' ? outer.id : '';
      return WRAPPERS.has(name)
        ? containerOfAnnotation(annotation.slice, depth - 1)
        : containerOfAnnotation(outer, depth - 1);
    }
    case 'BinOp':
      return agreed([
        containerOfAnnotation(annotation.left, depth - 1),
        containerOfAnnotation(annotation.right, depth - 1),
      ]);
    default:
      return undefined;
  }
}

/** Whether reading a missing key of the value makes it: a defaultdict. */
export const makesMissingKeys = ({ names }: SemanticModel, value: Expression): boolean =>
  defaultdictIn(names, value) !== undefined;

/** The call of `defaultdict` that a value is, or that a factory in it makes. */
export function defaultdictIn(names: Names, value: Expression, depth = DEPTH_LIMIT): Call | undefined {
  if (value.kind !== 'Call') return undefined;
  if (names.qualifiedName(value.func) === 'collections.defaultdict') return value;
  const factory = factoryOf(value);
  return factory?.kind === 'Lambda' && depth > 0 ? defaultdictIn(names, factory.body, depth - 1) : undefined;
}

/** Deeper nested conditions and annotations are nobody's container. */
const DEPTH_LIMIT = 20;

const CONTAINER_TYPES: ReadonlyMap<string, Container> = new Map<string, Container>([
  ['builtins.dict', 'dict'],
  ['builtins.list', 'list'],
  ['builtins.set', 'set'],
  ['collections.defaultdict', 'dict'],
  ['collections.OrderedDict', 'dict'],
  ['collections.Counter', 'dict'],
  ['collections.deque', 'deque'],
  ['typing.Dict', 'dict'],
  ['typing.DefaultDict', 'dict'],
  ['typing.OrderedDict', 'dict'],
  ['typing.Counter', 'dict'],
  ['typing.MutableMapping', 'dict'],
  ['typing.List', 'list'],
  ['typing.MutableSequence', 'list'],
  ['typing.Set', 'set'],
  ['typing.MutableSet', 'set'],
  ['typing.Deque', 'deque'],
  ['collections.abc.MutableMapping', 'dict'],
  ['collections.abc.MutableSequence', 'list'],
  ['collections.abc.MutableSet', 'set'],
  ['weakref.WeakValueDictionary', 'bounded'],
  ['weakref.WeakKeyDictionary', 'bounded'],
  ['weakref.WeakSet', 'bounded'],
]);
const ANNOTATED: ReadonlyMap<string, Container> = new Map(
  [...CONTAINER_TYPES].map(([type, container]) => [type.slice(type.lastIndexOf('.') + 1), container]),
);
const WRAPPERS: ReadonlySet<string> = new Set(['Optional', 'Annotated', 'Final', 'ClassVar']);
const BOUNDED_CLASS =
  /(^cachetools\.|(^|\.)_?(LRU|TTL|LFU|FIFO|Expiring|Bounded|Limited)[A-Za-z]*(Cache|Dict|Map|Set|List)$)/;
const FACTORY_KEYWORDS: ReadonlySet<string> = new Set(['default_factory', 'factory']);

function containerOfCall(model: SemanticModel, call: Call, depth: number): Container {
  const name = model.names.qualifiedName(call.func);
  if (name === 'collections.deque') return isBoundedDeque(call) ? 'bounded' : 'deque';
  if (name === 'builtins.sorted') return 'list';
  if (name === 'builtins.dict.fromkeys') return 'dict';
  const known = name === undefined ? undefined : CONTAINER_TYPES.get(name);
  if (known !== undefined) return known;
  const factory = factoryOf(call);
  if (factory !== undefined) return containerOfFactory(model, factory, depth);
  const last = name?.slice(name.lastIndexOf('.') + 1) ?? '';
  if (name !== undefined && BOUNDED_CLASS.test(name)) return 'bounded';
  // By convention what starts with a capital is a class, and what is known by now is none of the containers.
  return /^_?[A-Z]/.test(last) || name?.startsWith('threading.') === true ? 'other' : undefined;
}

function isBoundedDeque(call: Call): boolean {
  const limit = call.keywords.find((keyword) => keyword.arg === 'maxlen')?.value ?? call.args[1];
  return limit !== undefined && !(limit.kind === 'Constant' && limit.value.kind === 'none');
}

/** `field(default_factory=dict)`, `attr.ib(factory=list)`, `Field(default_factory=lambda: deque(maxlen=9))`. */
function factoryOf(call: Call): Expression | undefined {
  return call.keywords.find((keyword) => keyword.arg !== undefined && FACTORY_KEYWORDS.has(keyword.arg))?.value;
}

function containerOfFactory(model: SemanticModel, factory: Expression, depth: number): Container {
  if (factory.kind === 'Lambda') return containerOfValue(model, factory.body, depth - 1);
  const name = model.names.qualifiedName(factory);
  return name === undefined ? undefined : containerOfType(name);
}
