/** Functions that make a heavy object each time they run. */
import {
  ancestors,
  argumentValues,
  type Call,
  type Def,
  decoratorsOf,
  dottedName,
  type Expression,
  lastName,
  type Node,
  nameOfPlace,
  namesIn,
  parametersOf,
  presenceTested,
} from '../../ast/index.ts';
import { HEAVY_OBJECTS, type HeavyCost, LASTING_POOLS } from '../../knowledge/heavy-objects.ts';
import { MODEL_LOADERS } from '../../knowledge/model-loaders.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** Of these libraries all classes load what they are by this method. */
const PRETRAINED = /^(?:transformers|diffusers|peft|timm|optimum|auto_gptq)\.(?:\w+\.)*from_pretrained$/;
const SETTING = /settings|config|cfg|options|env/i;

/** What making the object costs; undefined for what costs little, or is not known. */
export function heavyCostOf({ func }: Call, { names }: SemanticModel): HeavyCost | undefined {
  const name = names.qualifiedName(func);
  if (name === undefined) return undefined;
  return HEAVY_OBJECTS.get(name) ?? (MODEL_LOADERS.has(name) || PRETRAINED.test(name) ? 'model' : undefined);
}

interface HeavyMaking {
  readonly call: Call;
  readonly cost: HeavyCost;
  /** A model that depends on what the function is given: each item may have its own. */
  readonly isOfCaller: boolean;
  /** A pool that stays until somebody closes it, and the function does not. */
  readonly isLeft: boolean;
}

/** The heavy object that a function makes each time and keeps for nobody but who calls it. */
export function heavyMadeBy(fn: Def, model: SemanticModel): HeavyMaking | undefined {
  if (cachesResult(fn, model)) return undefined;
  const isInit = fn.name === '__init__' && model.context.classOfMethod(fn) !== undefined;
  for (const call of callsWithin([fn])) {
    const cost = heavyCostOf(call, model);
    if (cost === undefined || isWhereMissing(call, fn) || (!isInit && isKeptBeyond(call, fn, model))) continue;
    const isSame = isInit || argumentValues(call).every((value) => isAlike(value, fn, model));
    // A model is asked for by its name or path, of which there are few.
    const isOfCaller = !isSame && !PRETRAINED.test(model.names.qualifiedName(call.func) ?? '');
    if (isSame || cost === 'model') return { call, cost, isOfCaller, isLeft: isLeftOpen(call, fn, model) };
  }
  return undefined;
}

function isLeftOpen(call: Call, fn: Def, model: SemanticModel): boolean {
  if (!LASTING_POOLS.has(model.names.qualifiedName(call.func) ?? '')) return false;
  const made: Expression = call.parent?.kind === 'Await' ? call.parent : call;
  if (made.parent?.kind === 'withitem') return false;
  const isMade = (receiver: Expression): boolean =>
    [receiver, ...model.flow.origins(receiver)].some((each) => each === made || each === call);
  return !callsWithin([fn]).some(
    ({ func, args }) =>
      (func.kind === 'Attribute' && ENDING.test(func.attr) && isMade(func.value)) ||
      (ENTERING.test(lastName(func) ?? '') && args.some(isMade)),
  );
}

/** What ends a pool, and what does so later for who hands it over. */
const ENDING = /^(?:a?close(?:_all|all)?|dispose|disconnect|stop|terminate|shutdown)$/;
const ENTERING = /^(?:closing|aclosing|enter_(?:async_)?context|push_async_callback|callback)$/;

/** `@lru_cache`, `@cached_property`, `@st.cache_resource`: what it gives is kept. */
export const cachesResult = (fn: Def, { names }: SemanticModel): boolean =>
  decoratorsOf(fn).some(({ callee }) => KEEPING.test(names.qualifiedName(callee) ?? dottedName(callee) ?? ''));

/** The name of what keeps the results of a function. */
export const KEEPING = /cache|memo|singleton|once/i;

/** Behind a test of what is there, or in place of what failed or is absent. */
export function isWhereMissing(call: Node, within: Node): boolean {
  let child: Node = call;
  for (const node of ancestors(call)) {
    if (node === within) return false;
    if (node.kind === 'ExceptHandler') return true;
    if (node.kind === 'BoolOp' && node.values[0] !== child) return true;
    if ((node.kind === 'If' || node.kind === 'IfExp') && child !== node.test && testsPresence(node.test)) return true;
    child = node;
  }
  return false;
}

const testsPresence = (test: Expression): boolean =>
  (test.kind === 'BoolOp' ? test.values : [test]).some(
    (each) =>
      presenceTested(each) !== undefined ||
      (each.kind === 'UnaryOp' && each.operand.kind === 'Call') ||
      (each.kind === 'Compare' && each.ops.some((op) => op === 'NotIn' || op === 'In')),
  );

/** What it makes is put into an object that was there before, or into a name of the module. */
export function isKeptBeyond(value: Expression, fn: Def, model: SemanticModel): boolean {
  const made: Expression = value.parent?.kind === 'Await' ? value.parent : value;
  return (
    model.flow.destinations(made).some(({ kind, node }) => {
      if (node.kind === 'Dict') return isKeptBeyond(node, fn, model);
      if (kind === 'attribute-store' || kind === 'subscript-store') return true;
      if (node.kind !== 'Assign') return false;
      return node.targets.some((target) => target.kind === 'Name' && isOutside(target, fn, model));
    }) ||
    storesOutside(made, fn, model) ||
    isBoundOutside(made, fn, model)
  );
}

/** `global model, size` and, at the end, `model, size = loaded, 3`. */
function isBoundOutside(made: Expression, fn: Def, model: SemanticModel): boolean {
  // Without these, all that is assigned is local.
  if (!BINDING_OUTSIDE.some((kind) => model.context.nodesOfFunction(fn, kind).length > 0)) return false;
  return model.context.nodesOfFunction(fn, 'Assign').some(({ targets, value }) =>
    targets.some((target) => {
      const names = target.kind === 'Tuple' ? target.elts : [target];
      const isApart = target.kind === 'Tuple' && value.kind === 'Tuple' && !names.some(isStarred);
      return names.some((name, index) => {
        const given = isApart ? value.elts[index] : value;
        if (given === undefined || name.kind !== 'Name' || !isOutside(name, fn, model)) return false;
        return model.flow.origins(given).includes(made);
      });
    }),
  );
}

const BINDING_OUTSIDE = ['Global', 'Nonlocal', 'ClassDef'] as const;
const isStarred = ({ kind }: Expression): boolean => kind === 'Starred';

function storesOutside(made: Expression, fn: Def, model: SemanticModel): boolean {
  for (let at: Node | undefined = made.parent; at !== undefined && at !== fn; at = at.parent) {
    if (at.kind === 'Assign')
      return at.targets.flatMap(partsOfTarget).some((part) => part.kind !== 'Name' || isOutside(part, fn, model));
    if (at.kind === 'AnnAssign') return at.target.kind !== 'Name';
  }
  return false;
}

/** `model, size = load()` binds two locals. */
const partsOfTarget = (target: Expression): readonly Expression[] =>
  target.kind === 'Tuple' || target.kind === 'List'
    ? target.elts.flatMap(partsOfTarget)
    : target.kind === 'Starred'
      ? partsOfTarget(target.value)
      : [target];

const isOutside = (name: Expression & { kind: 'Name' }, fn: Def, { names }: SemanticModel): boolean =>
  names.resolve(name)?.scope.node !== fn;

/** The same for all calls: nothing of it comes of what the function is given, but for settings and what has a plain default. */
function isAlike(value: Expression, fn: Def, model: SemanticModel): boolean {
  const [self, ...others] = parametersOf(fn);
  const given =
    self !== undefined && model.context.classOfMethod(fn) !== undefined
      ? others
      : self === undefined
        ? []
        : [self, ...others];
  const inputs = new Set(
    given.flatMap(({ name, default: otherwise }) => (SETTING.test(name) || otherwise?.kind === 'Constant' ? [] : name)),
  );
  // What a table of the module has under it is one of a few.
  const isOfTable = (part: Expression): boolean =>
    part.kind === 'Subscript' &&
    part.value.kind === 'Name' &&
    model.names.resolve(part.value)?.scope === model.names.moduleScope;
  const parts = [value, ...model.flow.origins(value)].filter((part) => !isOfTable(part));
  return !parts.some((part) => [...namesIn(part)].some((name) => inputs.has(name)));
}

/** What makes such things for a class of the project, by its name, and what they are called there. */
const FACTORY =
  /^_*(create|build|make|open|load|init|connect|new)_?(backend|engine|model|client|session|pool|connection|runtime|executor|context)?s?$/;
const HEAVY_KEPT = /(engine|backend|executor|model|client|session|pool|runtime|connection)$/i;

interface OwnEngine {
  readonly made: Call;
  readonly name: string;
}

/** What a constructor makes of such arguments that is worth sharing. */
export function engineMadeBy(
  init: Def,
  isShared: (argument: Expression) => boolean,
  model: SemanticModel,
): OwnEngine | undefined {
  for (const statement of init.body) {
    if (statement.kind !== 'Assign' || statement.value.kind !== 'Call') continue;
    const { value: made, targets } = statement;
    const given = argumentValues(made);
    const kept = targets[0] && nameOfPlace(targets[0]);
    const maker = lastName(made.func) ?? '';
    const isHeavy = heavyCostOf(made, model) !== undefined || (FACTORY.test(maker) && HEAVY_KEPT.test(kept ?? ''));
    if (isHeavy && given.length > 0 && given.every(isShared)) return { made, name: kept ?? maker };
  }
  return undefined;
}
