/** What `**options` brings to a call, as far as this file shows how the dict is made and filled. */
import { type Attribute, type Call, type Expression, type Name, type Node, nodesOf } from '../../ast/index.ts';
import { memoizeInFile } from '../by-file.ts';
import { definitionCalled } from '../effects/definition-called.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding, Definition } from '../names.ts';

export interface Option {
  readonly arg: string;
  readonly value: Expression;
}

export interface Options {
  /** As they are written, those that count last; of two branches both. */
  readonly entries: readonly Option[];
  /** There may be more. */
  readonly isOpen: boolean;
}

const OPEN: Options = { entries: [], isOpen: true };
const NONE: Options = { entries: [], isOpen: false };
const MAX_DEPTH = 6;

export const unpackedOptions = memoizeInFile(
  (options: Expression, model: SemanticModel): Options => optionsIn(options, model, 0),
);

const all = (parts: readonly Options[]): Options => ({
  entries: parts.flatMap(({ entries }) => entries),
  isOpen: parts.some(({ isOpen }) => isOpen),
});

function optionsIn(at: Expression, model: SemanticModel, depth: number): Options {
  if (depth > MAX_DEPTH) return OPEN;
  const within = (each: Expression): Options => optionsIn(each, model, depth + 1);
  switch (at.kind) {
    case 'Dict':
      return all(
        at.values.map((value, i) => (at.keys[i] === undefined ? within(value) : entry(at.keys[i], value, model))),
      );
    case 'BinOp':
      return at.op === 'BitOr' ? all([within(at.left), within(at.right)]) : OPEN;
    case 'BoolOp':
      return all(at.values.map(within));
    case 'IfExp':
      return all([within(at.body), within(at.orelse)]);
    case 'NamedExpr':
      return within(at.value);
    case 'Constant':
      return at.value.kind === 'none' ? NONE : OPEN;
    case 'Call':
      return ofCall(at, model, within);
    case 'Name':
      return ofName(at, model, depth);
    case 'Attribute':
      return ofAttribute(at, model, within);
    default:
      return OPEN;
  }
}

function entry(key: Expression | undefined, value: Expression | undefined, { values }: SemanticModel): Options {
  const arg = key === undefined ? undefined : values.string(key);
  return arg === undefined || value === undefined ? OPEN : { entries: [{ arg, value }], isOpen: false };
}

/** `dict(base, timeout=5)`, `base.copy()`, `options()` of a function of this file. */
function ofCall(call: Call, model: SemanticModel, within: (each: Expression) => Options): Options {
  const { func, args, keywords } = call;
  const name = model.names.qualifiedName(func);
  if (name === 'builtins.dict') return given(call, within);
  if (name === 'copy.copy' || name === 'copy.deepcopy') return args[0] === undefined ? OPEN : within(args[0]);
  if (func.kind === 'Attribute' && func.attr === 'copy' && args.length + keywords.length === 0)
    return within(func.value);
  // `options: dict = field(default_factory=lambda: {…})`
  const made = keywords.find(({ arg, value }) => arg === 'default_factory' && value.kind === 'Lambda')?.value;
  if (made?.kind === 'Lambda') return within(made.body);
  const maker = definitionCalled(model, call);
  if (maker?.kind !== 'FunctionDef') return OPEN;
  return all(model.flow.returnValues(maker).map((value) => (value === undefined ? OPEN : within(value))));
}

/** What `dict(…)` and `.update(…)` take. */
const given = ({ args, keywords }: Call, within: (each: Expression) => Options): Options =>
  all([
    ...args.map(within),
    ...keywords.map(({ arg, value }) =>
      arg === undefined ? within(value) : { entries: [{ arg, value }], isOpen: false },
    ),
  ]);

function ofName(name: Name, model: SemanticModel, depth: number): Options {
  const binding = model.names.resolve(name);
  if (binding === undefined) return OPEN;
  const definitions = binding.scope.kind === 'function' ? model.flow.reachingDefinitions(name) : binding.definitions;
  if (definitions.length === 0) return OPEN;
  const within = (each: Expression): Options => optionsIn(each, model, depth + 1);
  return all([
    ...definitions.map((each) => ofDefinition(each, model, depth)),
    ...filledThrough(binding).map((use) => filled(use, model, within)),
  ]);
}

const filledThrough = ({ references }: Binding): readonly Name[] => references.filter(({ ctx }) => ctx === 'Load');

function ofDefinition(definition: Definition, model: SemanticModel, depth: number): Options {
  const { kind, statement, node, value } = definition;
  const within = (each: Expression): Options => optionsIn(each, model, depth + 1);
  if (kind === 'augmented' && statement.kind === 'AugAssign' && node.kind === 'Name')
    return statement.op === 'BitOr' ? all([ofName(node, model, depth + 1), within(statement.value)]) : OPEN;
  const isBound = kind === 'assignment' || kind === 'annotation' || kind === 'named-expression';
  return isBound && value !== undefined && !definition.remote ? within(value) : OPEN;
}

/** `self.options`, where this file shows all that it is bound to, and what is put in there. */
function ofAttribute(at: Attribute, model: SemanticModel, within: (each: Expression) => Options): Options {
  const owner = model.types.classDefOf(at.value) ?? model.context.classAround(at);
  const held = owner === undefined ? undefined : model.names.scopeOf(owner)?.bindings.get(at.attr);
  const bound = [
    ...(held?.definitions ?? []).map(({ value }) => value),
    ...model.names.attributeStores
      .filter(({ attr }) => attr === at.attr)
      .map(({ parent }) => (parent?.kind === 'Assign' || parent?.kind === 'AnnAssign' ? parent.value : undefined)),
  ];
  if (bound.length === 0) return OPEN;
  const uses = nodesOf(model.source.module, 'Attribute').filter(({ attr, ctx }) => attr === at.attr && ctx === 'Load');
  return all([
    ...bound.map((value) => (value === undefined ? OPEN : within(value))),
    ...uses.map((use) => filled(use, model, within)),
  ]);
}

/** What a use of a dict puts into it: `options["timeout"] = 5`, `.update(…)`, `.setdefault(…)`, a function that is handed it. */
function filled(use: Expression, model: SemanticModel, within: (each: Expression) => Options): Options {
  const { parent } = use;
  if (parent?.kind === 'Subscript' && parent.value === use && parent.ctx === 'Store')
    return entry(parent.slice, assigned(parent.parent), model);
  if (parent?.kind === 'Call')
    return parent.func === use || model.effects.projectPath(parent) === undefined ? NONE : OPEN;
  const call = parent?.kind === 'Attribute' ? parent.parent : undefined;
  if (parent?.kind !== 'Attribute' || call?.kind !== 'Call' || call.func !== parent) return NONE;
  if (parent.attr === 'update') return given(call, within);
  return parent.attr === 'setdefault' ? entry(call.args[0], call.args[1], model) : NONE;
}

const assigned = (statement: Node | undefined): Expression | undefined =>
  statement?.kind === 'Assign' ? statement.value : undefined;
