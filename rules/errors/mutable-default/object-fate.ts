/** What a function does to an object that one of its names holds, itself and through functions of this file that it hands it to. */
import {
  ancestors,
  type Call,
  type Def,
  type Expression,
  isStaticMethod,
  type Name,
  type Node,
  parametersOf,
  presenceTested,
} from '#ast';
import type { Binding, Definition, SemanticModel } from '#semantics';
import { definitionCalled } from '#semantics/effects/definition-called';
import {
  GROWING_FUNCTIONS,
  GROWING_METHODS,
  SHRINKING_FUNCTIONS,
  SHRINKING_METHODS,
} from '#semantics/state/operations';
import { decidedAt } from '#semantics/taint/decided';

const MAX_DEPTH = 3;

/** `changed`: its content is another afterwards; the others let someone else change it later. */
export interface ObjectFate {
  readonly how: 'changed' | 'kept' | 'returned' | 'passed on';
  /** Where that happens, in the function asked about or in one that it calls. */
  readonly at: Node;
}

/** What happens to the object that a name is first bound to, changes first. What runs only where it is not empty is left out where `isEmpty`. */
export function fatesOf(binding: Binding, isEmpty: boolean, model: SemanticModel): readonly ObjectFate[] {
  const [first] = binding.definitions;
  const fates = first === undefined ? [] : followed(first, binding, isEmpty, model, 0);
  return [...fates].sort((one, other) => Number(other.how === 'changed') - Number(one.how === 'changed'));
}

function followed(
  definition: Definition,
  binding: Binding,
  isEmpty: boolean,
  model: SemanticModel,
  depth: number,
): ObjectFate[] {
  if (depth > MAX_DEPTH) return [];
  const loads = model.flow.usesOf(definition);
  const fates = loads
    .filter((load) => !isEmpty || !needsContent(load, model))
    .flatMap((load) => fateOf(load, isEmpty, model, depth));
  return [...fates, ...addedTo(definition, binding, model)];
}

/** `rows += more` is no load of the name, and leaves the same list. */
function addedTo(definition: Definition, { definitions }: Binding, model: SemanticModel): ObjectFate[] {
  return definitions.flatMap(({ kind, node, statement }) =>
    kind === 'augmented' && node.kind === 'Name' && model.flow.reachingDefinitions(node).includes(definition)
      ? [{ how: 'changed' as const, at: statement }]
      : [],
  );
}

function fateOf(load: Name, isEmpty: boolean, model: SemanticModel, depth: number): ObjectFate[] {
  const { parent } = load;
  switch (parent?.kind) {
    case 'Attribute':
      return parent.ctx !== 'Load' || changes(parent) ? [{ how: 'changed', at: parent.parent ?? parent }] : [];
    case 'Subscript':
      return parent.value === load && parent.ctx !== 'Load' ? [{ how: 'changed', at: parent }] : [];
    case 'Assign':
      return parent.targets.flatMap((target) => fateInTarget(target, isEmpty, model, depth));
    case 'AnnAssign':
      return parent.value === load ? fateInTarget(parent.target, isEmpty, model, depth) : [];
    case 'Return':
      return [{ how: 'returned', at: parent }];
    case 'Yield':
      return [{ how: 'returned', at: parent }];
    case 'Call':
      return parent.func === load ? [] : fateInCall(parent, load, isEmpty, model, depth);
    case 'keyword':
      return parent.parent?.kind === 'Call' ? fateInCall(parent.parent, load, isEmpty, model, depth) : [];
    default:
      return [];
  }
}

/** `rows.append(row)`, `rows.sort()`. */
function changes({ attr, parent: call, ...attribute }: Extract<Node, { kind: 'Attribute' }>): boolean {
  if (call?.kind !== 'Call' || call.func.start !== attribute.start || call.func.kind !== 'Attribute') return false;
  return GROWING_METHODS.has(attr) || SHRINKING_METHODS.has(attr) || attr === 'sort' || attr === 'reverse';
}

function fateInTarget(target: Expression, isEmpty: boolean, model: SemanticModel, depth: number): ObjectFate[] {
  if (target.kind === 'Name') {
    const binding = model.names.resolve(target);
    const alias = binding?.definitions.find(({ node }) => node === target);
    return binding && alias ? followed(alias, binding, isEmpty, model, depth + 1) : [];
  }
  if (target.kind === 'Subscript') return [{ how: 'kept', at: target }];
  if (target.kind !== 'Attribute') return [];
  const life = model.state.lifeOf(target);
  const changed = [...(life?.of('grow') ?? []), ...(life?.of('shrink') ?? [])].map(({ node }) => node);
  return changed.length > 0 ? [{ how: 'changed', at: changed[0] ?? target }] : [{ how: 'kept', at: target }];
}

function fateInCall(call: Call, load: Name, isEmpty: boolean, model: SemanticModel, depth: number): ObjectFate[] {
  const callee = model.names.qualifiedName(call.func);
  if (callee !== undefined && (GROWING_FUNCTIONS.has(callee) || SHRINKING_FUNCTIONS.has(callee)))
    return call.args[0] === load ? [{ how: 'changed', at: call }] : [];
  const called = definitionCalled(model, call);
  const fn = called?.kind === 'ClassDef' ? model.state.methodsOf(called).get('__init__') : called;
  if (fn === undefined)
    return called === undefined && model.effects.of(call) === 'project' ? [{ how: 'passed on', at: call }] : [];
  const parameter = parameterFilled(call, load, fn, model);
  const given = parameter === undefined ? undefined : model.names.scopeOf(fn)?.bindings.get(parameter);
  const [first] = given?.definitions ?? [];
  const inner = given && first ? followed(first, given, isEmpty, model, depth + 1) : [];
  return inner.filter(({ how }) => how === 'changed' || how === 'kept');
}

/** The name under which a function of this file gets an argument. */
function parameterFilled(call: Call, load: Name, fn: Def, { context }: SemanticModel): string | undefined {
  if (load.parent?.kind === 'keyword') return load.parent.arg;
  const isBound = context.classOfMethod(fn) !== undefined && !isStaticMethod(fn);
  const names = parametersOf(fn).flatMap(({ kind, name }) =>
    kind === 'positional-or-keyword' || kind === 'positional-only' ? name : [],
  );
  return names[call.args.indexOf(load) + (isBound ? 1 : 0)];
}

/** It is where an empty one never comes: under `if rows:`, in `for row in rows:`, behind `if not rows: return`. */
function needsContent(load: Name, model: SemanticModel): boolean {
  if (decidedAt(load, model).some(({ test, isTrue }) => tests(test, load, isTrue))) return true;
  const loops = [...ancestors(load)].flatMap((each) => (each.kind === 'For' ? each.iter : []));
  return loops.some((over) => over !== load && over.kind === 'Name' && over.id === load.id);
}

/** Whether a test that comes out so says that there is something in it. */
function tests(test: Expression, load: Name, outcome: boolean): boolean {
  const tested = presenceTested(test);
  const isNoneTest = test.kind === 'Compare';
  return (
    !isNoneTest && tested?.subject.kind === 'Name' && tested.subject.id === load.id && tested.isPresent === outcome
  );
}
