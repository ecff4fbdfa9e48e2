/** Which lock guards which state: the uses of a life, or of a field of the object it keeps, with the locks held at each. */
import { type Attribute, docstringOf, type Expression } from '../../ast/index.ts';
import type { HeldLock } from '../context.ts';
import type { SemanticModel } from '../model.ts';
import type { FunctionNode, GuardedUse, Guarding, StateLife, StateUse, StateUseKind } from '../state.ts';

/** Answers `guardingOf` for one file; each state is looked through once. */
export class Guards {
  readonly #model: SemanticModel;
  readonly #byLife = new Map<StateLife, Map<string, Guarding>>();

  constructor(model: SemanticModel) {
    this.#model = model;
  }

  of(expression: Expression): Guarding | undefined {
    const place = this.#placeOf(expression);
    if (place === undefined) return undefined;
    let known = this.#byLife.get(place.life);
    if (known === undefined) {
      known = new Map();
      this.#byLife.set(place.life, known);
    }
    let guarding = known.get(place.field ?? '');
    if (guarding === undefined) {
      guarding = guardingFrom(this.#model, place);
      known.set(place.field ?? '', guarding);
    }
    return guarding;
  }

  /** `self.stats.count` is a field of what `self.stats` keeps; deeper fields are not distinguished. */
  #placeOf(expression: Expression): Place | undefined {
    if (expression.kind === 'Attribute' && isThreadLocal(this.#model, expression.value)) return undefined;
    const life = this.#model.state.lifeOf(expression);
    if (life !== undefined) return { life, field: undefined };
    if (expression.kind !== 'Attribute') return undefined;
    const keeper = this.#model.state.lifeOf(expression.value);
    return keeper === undefined ? undefined : { life: keeper, field: expression.attr };
  }
}

/** Each thread has its own: `threading.local()`, and objects of classes derived from it. */
function isThreadLocal({ types }: SemanticModel, object: Expression): boolean {
  if (types.classOf(object) === 'threading.local') return true;
  const owner = types.classDefOf(object);
  return owner !== undefined && types.derivesFrom(owner, THREAD_LOCAL);
}

const THREAD_LOCAL: ReadonlySet<string> = new Set(['threading.local', '_thread._local']);

interface Place {
  readonly life: StateLife;
  readonly field: string | undefined;
}

/** What changes a state. A hand-out may, but mostly does not. */
const WRITES: ReadonlySet<StateUseKind> = new Set(['rebind', 'grow', 'shrink', 'update']);
/** `_flush_locked`, `_pop_with_lock_held`, `_count_unlocked`: called with the lock held, says the name. */
const LOCKED_NAME = /(^|_)(un|no_?)?lock(ed|_held)$|_(with|without|under|holding|have|has|assume)_?(the_)?lock|_nolock/;
/** "Caller must hold the lock", "call with self._lock held". */
const LOCKED_DOCSTRING = /\block\b/i;
const HOLDING = /\b(hold|holds|held|holding|acquired|acquire|under|locked)\b/i;

function guardingFrom(model: SemanticModel, place: Place): Guarding {
  const uses = usesAt(model, place).flatMap((use): GuardedUse[] => {
    const fn = use.within;
    if (use.kind === 'create' || fn === undefined || runsInCreation(model, fn)) return [];
    const locks = model.context.locksHeldAt(use.node);
    return [{ use, locks, isLockedByCaller: locks.length === 0 && isLockedByCaller(model, use) }];
  });
  const lock = commonLock(uses.filter(isWrite));
  return {
    name: place.field === undefined ? place.life.name : `${place.life.name}.${place.field}`,
    uses,
    lock,
    locked:
      lock === undefined
        ? []
        : uses.filter((each) => isWrite(each) && each.locks.some((held) => nameOfLock(held) === lock)),
    unlocked: uses.filter(({ locks, isLockedByCaller }) => locks.length === 0 && !isLockedByCaller),
  };
}

const isWrite = ({ use }: GuardedUse): boolean => WRITES.has(use.kind);

function usesAt(model: SemanticModel, { life, field }: Place): readonly StateUse[] {
  if (field === undefined) return life.uses;
  return life.uses.flatMap(({ node, within }): StateUse[] => {
    const mention =
      node.kind === 'Attribute' && node.attr === field && model.state.lifeOf(node) === undefined ? node : node.parent;
    if (mention?.kind !== 'Attribute' || mention.attr !== field) return [];
    return [{ ...bindingOfField(mention), node: mention, within, key: undefined }];
  });
}

/** A field is bound, counted on, or looked at. */
function bindingOfField(field: Attribute): Pick<StateUse, 'kind' | 'value' | 'operation'> {
  const { parent } = field;
  if (field.ctx === 'Del') return { kind: 'rebind', value: undefined, operation: 'del' };
  if (field.ctx !== 'Store') return { kind: 'read', value: undefined, operation: 'read' };
  if (parent?.kind === 'AugAssign') return { kind: 'update', value: parent.value, operation: '+=' };
  return { kind: 'rebind', value: parent?.kind === 'Assign' ? parent.value : undefined, operation: '=' };
}

function runsInCreation(model: SemanticModel, fn: FunctionNode): boolean {
  return model.state.runsInCreation(fn);
}

function isLockedByCaller(model: SemanticModel, { node }: StateUse): boolean {
  for (let fn = model.context.defAround(node); fn !== undefined; fn = model.context.defAround(fn)) {
    if (LOCKED_NAME.test(fn.name)) return true;
    const docstring = docstringOf(fn);
    if (docstring !== undefined && LOCKED_DOCSTRING.test(docstring) && HOLDING.test(docstring)) return true;
  }
  return false;
}

/** The thread lock held at most of the writes; on an event loop a lock only parts what awaits. */
function commonLock(writes: readonly GuardedUse[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { locks } of writes) {
    for (const name of new Set(locks.map(nameOfLock))) {
      if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** `_lock` of `self._lock`, `cls._lock` and `_lock`: what a message calls it, and what tells locks of one class apart. */
function nameOfLock({ kind, lock }: HeldLock): string | undefined {
  if (kind === 'asyncio') return undefined;
  if (lock.kind === 'Call') return lock.func.kind === 'Attribute' ? lock.func.attr : undefined;
  if (lock.kind === 'Attribute') return lock.attr;
  return lock.kind === 'Name' ? lock.id : undefined;
}
