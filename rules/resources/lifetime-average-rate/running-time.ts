/** How long something has been running: the clock, and the moment kept since the start that it is compared with. */
import { boundTarget, callKeyword, type Expression } from '#ast';
import { CLOCKS } from '#knowledge/clocks';
import type { SemanticModel, StateLife } from '#semantics';
import { isClockRead } from '#semantics/effects/clock-reads';

const MAX_DEPTH = 3;

/**
 * The moment that a time counts from, where it is kept in an object or module and set once: `_started` for
 * `time.time() - self._started`, through locals, floors (`max(elapsed, 1)`) and methods of the same object (`self.uptime()`).
 */
export function runsSince(time: Expression, model: SemanticModel): StateLife | undefined {
  const parts = partsOf(time, model, 0);
  const [start] = parts.flatMap((part) => (part === 'clock' ? [] : part));
  return parts.includes('clock') ? start : undefined;
}

type Part = 'clock' | StateLife;

function partsOf(time: Expression, model: SemanticModel, depth: number): readonly Part[] {
  if (depth > MAX_DEPTH) return [];
  return model.flow.origins(time).flatMap((leaf): readonly Part[] => {
    const life = model.state.lifeOf(leaf) ?? lifeOfModuleStart(leaf, time, model);
    if (life !== undefined && isStart(life, model)) return [life];
    if (isClockRead(leaf, model)) return ['clock'];
    return wholesOf(leaf, model).flatMap((whole) => partsOf(whole, model, depth + 1));
  });
}

/** A name of the module that is bound once stands for its value: `STARTED = time.time()`, asked for in a function. */
function lifeOfModuleStart(leaf: Expression, time: Expression, model: SemanticModel): StateLife | undefined {
  const { context, state } = model;
  if (context.functionAround(leaf) !== undefined || context.functionAround(time) === undefined) return undefined;
  const target = boundTarget(leaf);
  return target && state.lifeOf(target);
}

/** What the number is made from: the difference of `.total_seconds()`, what a floor is given, what an own method returns. */
function wholesOf(leaf: Expression, model: SemanticModel): readonly Expression[] {
  const method = ownMethod(leaf.kind === 'Call' ? leaf.func : leaf, model);
  if (method !== undefined) return model.flow.returnValues(method).flatMap((value) => value ?? []);
  if (leaf.kind !== 'Call') return [];
  const { func, args } = leaf;
  if (func.kind === 'Attribute') return func.attr === 'total_seconds' ? [func.value] : [];
  return func.kind === 'Name' && (func.id === 'max' || func.id === 'round') ? args : [];
}

function ownMethod(place: Expression, { context, state }: SemanticModel) {
  if (place.kind !== 'Attribute' || place.value.kind !== 'Name' || place.value.id !== 'self') return undefined;
  const owner = context.classAround(place);
  return owner === undefined ? undefined : state.methodsOf(owner).get(place.attr);
}

const STARTING = /^_*(start|run|launch|init|setup|open|connect|enter|__aenter__|__enter__)/;

/** Set when its object is made, or once when it starts; whatever sets it again begins a new window. */
function isStart(life: StateLife, model: SemanticModel): boolean {
  const rebinds = life.of('rebind');
  const isSetOnce =
    rebinds.length < 2 &&
    rebinds.every(({ within }) => within !== undefined && within.kind !== 'Lambda' && STARTING.test(within.name));
  return isSetOnce && [...life.of('create'), ...rebinds].some(({ value }) => value && isClockValue(value, model));
}

/** `time.time()`, `field(default_factory=time.time)`. */
function isClockValue(value: Expression, model: SemanticModel): boolean {
  const factory = value.kind === 'Call' ? callKeyword(value, 'default_factory')?.value : undefined;
  return isClockRead(value, model) || (factory !== undefined && CLOCKS.has(model.names.qualifiedName(factory) ?? ''));
}
