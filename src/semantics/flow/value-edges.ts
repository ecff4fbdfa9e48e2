/** The graph of values within a file, one step at a time: from an expression back to those whose values it has or holds. */
import type { Call, Expression, Name, Subscript } from '../../ast/index.ts';
import { PASSING_FUNCTIONS, PASSING_METHODS, type PassedOn, type Passing } from '../../knowledge/value-passing.ts';
import { isPartOfRequest } from '../context/request-objects.ts';
import type { SemanticModel } from '../model.ts';
import type { Definition } from '../names.ts';
import { handedBack } from '../values/handed-back.ts';

/**
 * How a value goes along an edge; of calls, see `Passing`. `same`: it is the value, or one of the alternatives.
 * `awaited`, `entered`: what it gives to `await` and `with`. `part`: an element, an item, a slice of it. `element`: a display holds
 * it. `operand`: of arithmetic. `member`: an attribute of it.
 */
export type ValueStep = Passing | 'same' | 'awaited' | 'entered' | 'part' | 'element' | 'operand' | 'member';

export interface ValueEdge {
  readonly from: Expression;
  readonly how: ValueStep;
}

/**
 * The edges into an expression, in source order. Undefined where its value comes from elsewhere, or may: a literal, a parameter,
 * a call whose result is not known to hold what it is given.
 */
export function valueEdges(node: Expression, model: SemanticModel): readonly ValueEdge[] | undefined {
  const edges = edgesInto(node, model);
  return edges?.length === 0 ? undefined : edges;
}

function edgesInto(node: Expression, model: SemanticModel): readonly ValueEdge[] | undefined {
  switch (node.kind) {
    case 'Name':
      return edgesIntoName(node, model);
    case 'Call':
      return edgesIntoCall(node, model);
    case 'Subscript':
      return edgesIntoSubscript(node, model);
    case 'Attribute':
    case 'NamedExpr':
    case 'Await':
    case 'FormattedValue':
    case 'Starred':
      return along(STEP_OF_VALUE[node.kind], [node.value]);
    case 'BinOp':
      return along('operand', [node.left, node.right]);
    case 'UnaryOp':
      return node.op === 'Not' ? undefined : along('operand', [node.operand]);
    case 'BoolOp':
      return along('same', node.values);
    case 'IfExp':
      return along('same', [node.body, node.orelse]);
    case 'JoinedStr':
      return along('formatted', node.values);
    case 'Tuple':
    case 'List':
    case 'Set':
      return along('element', node.elts);
    case 'Dict':
      return along('element', node.values);
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return along('element', [node.elt]);
    case 'DictComp':
      return along('element', [node.value]);
    default:
      return undefined;
  }
}

const STEP_OF_VALUE = {
  Attribute: 'member',
  NamedExpr: 'same',
  Await: 'awaited',
  FormattedValue: 'formatted',
  Starred: 'part',
} as const;

const along = (how: ValueStep, from: readonly Expression[]): readonly ValueEdge[] =>
  from.map((each) => ({ from: each, how }));

/** Where a definition binds something that is no expression, nothing is said of the name. */
function edgesIntoName(name: Name, model: SemanticModel): readonly ValueEdge[] | undefined {
  if (name.ctx === 'Del') return undefined;
  const edges: ValueEdge[] = [];
  for (const definition of model.flow.reachingDefinitions(name)) {
    const bound = edgesOfDefinition(definition);
    if (bound === undefined) return undefined;
    edges.push(...bound);
  }
  return edges;
}

function edgesOfDefinition({ kind, statement, node, value, partOf }: Definition): readonly ValueEdge[] | undefined {
  switch (kind) {
    case 'augmented':
      if (statement.kind !== 'AugAssign' || node.kind !== 'Name' || node.ctx !== 'Store') return undefined;
      // The target stands for what it held before.
      return along('operand', [node, statement.value]);
    case 'assignment':
    case 'annotation':
    case 'named-expression':
    case 'for':
    case 'comprehension':
    case 'match':
    case 'with':
      if (value !== undefined) return along(kind === 'with' ? 'entered' : 'same', [value]);
      return partOf === undefined ? undefined : along('part', [partOf]);
    default:
      return undefined;
  }
}

/** Items of the environment are no parts of it: the key says more. */
function edgesIntoSubscript(node: Subscript, model: SemanticModel): readonly ValueEdge[] | undefined {
  const isItem = node.slice.kind !== 'Slice';
  return isItem && model.values.environmentRead(node) !== undefined ? undefined : along('part', [node.value]);
}

/** A method is known by its name alone, so that a function of a module (`os.path.join`) is told apart by its qualified name. */
function edgesIntoCall(call: Call, model: SemanticModel): readonly ValueEdge[] | undefined {
  const given = handedBack(call, model);
  if (given !== undefined) return along('same', [given]);
  const passed = passedOn(call, model);
  if (passed !== undefined) return along(passed.how, valuesPassed(call, passed));
  return model.effects.of(call) === 'parse' ? along('parsed', textParsed(call)) : undefined;
}

/** Last names of all that the tables have. */
const PASSING_NAMES: ReadonlySet<string> = new Set([
  ...Array.from(PASSING_FUNCTIONS.keys(), (name) => name.slice(name.lastIndexOf('.') + 1)),
  ...PASSING_METHODS.keys(),
]);

/** What the result of a call holds, as far as the tables know. */
export function passedOn({ func }: Call, model: SemanticModel): PassedOn | undefined {
  // Most calls are of names that no table has: their types are not asked for.
  if (func.kind === 'Attribute' && !PASSING_NAMES.has(func.attr)) return undefined;
  const name = model.types.calleeName(func);
  const known = name === undefined ? undefined : PASSING_FUNCTIONS.get(name);
  if (known !== undefined || func.kind !== 'Attribute') return known;
  // `request.args.get` has a qualified name as functions of modules have.
  const isMethod = model.names.qualifiedName(func) === undefined || isPartOfRequest(func.value, model);
  return isMethod ? PASSING_METHODS.get(func.attr) : undefined;
}

/** The expressions of a call that its result holds, the receiver first. */
export function valuesPassed({ func, args, keywords }: Call, { from }: PassedOn): readonly Expression[] {
  const receiver = func.kind === 'Attribute' ? [func.value] : [];
  switch (from) {
    case 'receiver':
      return receiver;
    case 'receiver and arguments':
      return [...receiver, ...args, ...keywords.map(({ value }) => value)];
    case 'receiver and fallback':
      return [...receiver, ...args.slice(1)];
    case 'arguments':
      return args;
    default:
      return from.flatMap((position) => args[position] ?? []);
  }
}

/** `tomllib.loads(text)`, `parser.parse()`. */
const textParsed = ({ func, args }: Call): readonly Expression[] =>
  args.length > 0 ? args.slice(0, 1) : func.kind === 'Attribute' ? [func.value] : [];
