import type { AsyncFunctionDef, ClassDef, Expression, FunctionDef, Lambda, Node } from '../ast/index.ts';
import type { HeldLock } from './context.ts';

export type FunctionNode = FunctionDef | AsyncFunctionDef | Lambda;

/** What is done to a piece of state at one place. */
export type StateUseKind =
  /** bound to a fresh value: `self.x = {}` in `__init__`, class body, module body */
  | 'create'
  /** bound again elsewhere */
  | 'rebind'
  /** `x[k] = v`, `append`, `add`, `setdefault`, `update`, `extend`, `insert`, `+=` on a container, `heappush(x, …)`; defaultdict look-up */
  | 'grow'
  /** `pop`, `popitem`, `remove`, `discard`, `clear`, `del x[k]`, slice assignment that trims, `x[:] = …`, `heappop`, `popleft` */
  | 'shrink'
  /** `len(x)` compared with something */
  | 'size-check'
  /** `x += 1` and other read-modify-writes of a number */
  | 'update'
  | 'read'
  /** returned, passed to a call, stored elsewhere: others may change it */
  | 'hand-out';

export interface StateUse {
  readonly kind: StateUseKind;
  readonly node: Node;
  /** The method or function in which it happens; undefined at class or module level. */
  readonly within: FunctionNode | undefined;
  /** The value bound, for create and rebind. */
  readonly value: Expression | undefined;
  /** The key or index, for subscript stores and deletes, `setdefault(k, …)`, `pop(k)`; the element for `append`/`add`. */
  readonly key: Expression | undefined;
  /** `append`, `[]=`, `pop` … for messages. */
  readonly operation: string;
  /** It is done to what is kept under a key or an index: whatever is taken away there, the key stays. */
  readonly isOfElement?: true;
}

/** The life of one attribute of a class, or of one module-level name. */
export interface StateLife {
  readonly name: string;
  readonly owner: ClassDef | undefined;
  readonly uses: readonly StateUse[];
  /** Class of what is kept, as ObjectTypes names it; undefined when unknown or more than one. */
  readonly type: string | undefined;
  /** `dict`, `list`, `set`, `deque`, `defaultdict`, `Counter`, `OrderedDict`; `bounded` for `deque(maxlen=…)`, TTLCache, WeakValueDictionary. */
  readonly container: 'dict' | 'list' | 'set' | 'deque' | 'bounded' | 'other' | undefined;
  /** Uses of one kind, in source order. */
  of(kind: StateUseKind): readonly StateUse[];
}

/** A use, and the locks held at it. */
export interface GuardedUse {
  readonly use: StateUse;
  readonly locks: readonly HeldLock[];
  /** The function says that its caller holds the lock: by its name (`_flush_locked`) or in its docstring. */
  readonly isLockedByCaller: boolean;
}

/** Under which lock a piece of state is touched, and where under none; what runs while its object is made is left out. */
export interface Guarding {
  /** `count`, or `stats.count` for a field of the object that is kept in `stats`. */
  readonly name: string;
  readonly uses: readonly GuardedUse[];
  /** Name of the thread lock under which most of its writes stand; undefined when none does. */
  readonly lock: string | undefined;
  /** Writes under that lock. */
  readonly locked: readonly GuardedUse[];
  /** Writes and reads under no lock at all, as far as this file shows. */
  readonly unlocked: readonly GuardedUse[];
}

/** What classes and modules keep, and who touches it. */
export interface State {
  /** Attributes of a class by name: `self.x` in its methods and its bases' of this file, class-level names, `cls.x`. */
  ofClass(classDef: ClassDef): ReadonlyMap<string, StateLife>;
  /** Names of the module that functions of this file use, or that hold containers. */
  ofModule(): ReadonlyMap<string, StateLife>;
  /** What applications keep for their handlers, by name, as far as this file touches it: `app.state.orders`. */
  ofApplication(): ReadonlyMap<string, StateLife>;
  /** The life that an expression such as `self._cache` or `_cache` belongs to. */
  lifeOf(expression: Expression): StateLife | undefined;
  /** Which lock guards the state that `self.count`, `self.stats.count` or `_count` belongs to, and where it is touched without; none where each thread has its own. */
  guardingOf(expression: Expression): Guarding | undefined;
  /** Methods by name, those of bases in this file included (the nearest wins). */
  methodsOf(classDef: ClassDef): ReadonlyMap<string, FunctionDef | AsyncFunctionDef>;
  /** Every `self.name`/`cls.name` in the code of a class, its bases and its derived classes of this file; methods too. */
  mentionsOf(classDef: ClassDef, name: string): readonly Expression[];
  /** Every place of this file that names the state. */
  mentionsOfLife(life: StateLife): readonly Expression[];
  /** Whether a method runs only while its object is made: by its name, or because only such methods call it. */
  runsInCreation(fn: FunctionNode): boolean;
  /** Attributes may come and go unseen: `setattr(self, variable, …)`, `self.__dict__`, `vars(self)`, `__getattr__`, `__setattr__`. */
  hasDynamicAttributes(classDef: ClassDef): boolean;
  /** Of these: attributes may be made unseen. `getattr(self, name)` and `self.__dict__.items()` only read. */
  bindsUnseen(classDef: ClassDef): boolean;
}
