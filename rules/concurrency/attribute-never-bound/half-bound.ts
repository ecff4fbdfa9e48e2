/** Attributes that a class binds on some paths only, and reads on others. */
import {
  type Attribute,
  ancestors,
  boundTarget,
  type ClassDef,
  type Def,
  decoratorsOf,
  holds,
  lastName,
  type Node,
  nodesOf,
} from '#ast';
import { groupBy, memoize } from '#collections';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { RECORD_BASES } from '#knowledge/record-classes';
import type { SemanticModel } from '#semantics';
import { memoizeByFile } from '#semantics/by-file';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { recordDecoratorOf } from '#semantics/types/record-class';
import { bindsAlways, runsEachTime } from './always-bound.ts';
import { readsUnderSameFlag } from './same-condition.ts';
import { isAugmented, textsBinding } from './unbound-reads.ts';

export interface HalfBound {
  readonly class: string;
  readonly attribute: string;
  /** What reads it, and where. */
  readonly method: string;
  readonly place: PackedPlace;
  /** Where it is bound. */
  readonly bound: PackedPlace;
  /** `later`: it is up to callers to call one of `binders` before. */
  readonly how: 'sometimes' | 'after-read' | 'thread' | 'later';
  readonly binders: readonly string[];
  /** Others call the reader and the binders alike, in whatever order. */
  readonly isEntry: boolean;
}

type Uses = ReadonlyMap<string, readonly Attribute[]>;

export function halfBoundIn(file: FactsContext): readonly HalfBound[] {
  const { binding } = textsBinding(file);
  return nodesOf(file.module, 'ClassDef').flatMap((owner) => {
    // One that gives out what it made before may have set it up then.
    if (recordDecoratorOf(owner, file) !== undefined || file.state.methodsOf(owner).has('__new__')) return [];
    if (file.state.bindsUnseen(owner)) return [];
    if (file.types.basesOf(owner).some((base) => base !== undefined && RECORD_BASES.has(base))) return [];
    const own = ownByClass(file).get(owner) ?? [];
    const stores = groupBy(
      own.filter((node) => node.ctx === 'Store' && !isAugmented(node)),
      ({ attr }) => attr,
    );
    const loads = groupBy(
      own.filter((node) => node.ctx === 'Load' || isAugmented(node)),
      ({ attr }) => attr,
    );
    return [...stores.keys()].flatMap((attribute) =>
      binding.has(attribute) || file.names.scopeOf(owner)?.bindings.has(attribute) === true
        ? []
        : halfBound(attribute, owner, { stores, loads }, file),
    );
  });
}

/** The attributes of `self`, by the class around. */
const ownByClass = memoizeByFile((file: FactsContext) => ofSelf(nodesOf(file.module, 'Attribute'), file));

const ofSelf = (all: readonly Attribute[], { context }: FactsContext) =>
  groupBy(
    all.filter(({ value }) => value.kind === 'Name' && value.id === 'self'),
    context.classAround,
  );

function halfBound(
  attribute: string,
  owner: ClassDef,
  uses: { stores: Uses; loads: Uses },
  file: FactsContext,
): HalfBound[] {
  const { context, state } = file;
  const stores = uses.stores.get(attribute) ?? [];
  const [first] = stores;
  const binders = [...new Set(stores.map((each) => context.defAround(each)))];
  if (first === undefined || binders.includes(undefined)) return [];
  const binding = binders.flatMap((fn) => fn ?? []);
  const init = state.methodsOf(owner).get('__init__');
  const creating = binding.filter((fn) => init !== undefined && callersWithin([fn], owner, file).has(init));
  if (
    creating.length > 0 &&
    (creating.length < binding.length || init === undefined || bindsAlways(init.body, attribute, owner, file))
  )
    return [];
  const how =
    creating.length > 0 ? 'sometimes' : binding.every((fn) => runsInThread(fn, owner, file)) ? 'thread' : 'later';
  const bound = { attribute, stores, first, binding, how } as const;
  const readers = readersOf(bound, uses.loads.get(attribute) ?? [], owner, file);
  const [certain] = readers.filter(({ how: each }) => each !== 'later');
  return certain === undefined ? readers : [certain];
}

interface Bound {
  readonly attribute: string;
  readonly stores: readonly Attribute[];
  readonly first: Attribute;
  readonly binding: readonly Def[];
  readonly how: HalfBound['how'];
}

/** The methods that read it whenever they run, without having bound it. */
function readersOf(
  { attribute, stores, first, binding, how }: Bound,
  loads: readonly Attribute[],
  owner: ClassDef,
  file: FactsContext,
): HalfBound[] {
  const before = callersWithin(binding, owner, file);
  return loads.flatMap((load): HalfBound[] => {
    const fn = file.context.defAround(load);
    if (fn === undefined || file.context.classOfMethod(fn) !== owner || file.state.runsInCreation(fn)) return [];
    if (!isEntry(fn) && !runsEachTime(load, fn, file)) return [];
    const isFirst = binding.every((each) => each === fn) && stores.every((store) => load.start < store.start);
    if (!isFirst && (before.has(fn) || (how === 'thread' && waits(fn)))) return [];
    if (how === 'sometimes' && readsUnderSameFlag(load, stores, owner, file)) return [];
    return [
      {
        class: file.names.fullNameOf(owner),
        attribute,
        method: fn.name,
        place: packPlace(file, load),
        bound: packPlace(file, first),
        how: isFirst && how === 'later' ? 'after-read' : how,
        binders: [...before].map(({ name }) => name),
        isEntry: isEntry(fn) && binding.every(isEntry),
      },
    ];
  });
}

/** The functions, and the methods of the class that come to them. */
function callersWithin(binding: readonly Def[], owner: ClassDef, model: SemanticModel): ReadonlySet<Def> {
  const callers = callersByName(model)(owner);
  const found = new Set<Def>(binding);
  // A set that is gone through goes on with what is added meanwhile.
  for (const { name } of found) for (const caller of callers.get(name) ?? []) found.add(caller);
  return found;
}

/** The methods of a class that call one of the name on their own object; each is read once, for there may be many attributes. */
const callersByName = memoizeByFile((model: SemanticModel) =>
  memoize((owner: ClassDef): ReadonlyMap<string, readonly Def[]> => {
    const callers = new Map<string, Def[]>();
    for (const method of model.state.methodsOf(owner).values()) {
      for (const name of namesCalled(model).get(method) ?? []) {
        const known = callers.get(name);
        if (known === undefined) callers.set(name, [method]);
        else known.push(method);
      }
    }
    return callers;
  }),
);

/** What functions, and those within them, call on `self`. */
const namesCalled = memoizeByFile(({ source }: SemanticModel): ReadonlyMap<Node, ReadonlySet<string>> => {
  const called = new Map<Node, Set<string>>();
  for (const { func } of nodesOf(source.module, 'Call')) {
    if (func.kind !== 'Attribute' || func.value.kind !== 'Name' || func.value.id !== 'self') continue;
    for (const fn of ancestors(func))
      if (fn.kind === 'FunctionDef' || fn.kind === 'AsyncFunctionDef')
        called.set(fn, (called.get(fn) ?? new Set<string>()).add(func.attr));
  }
  return called;
});

function runsInThread({ name }: Def, owner: ClassDef, { state, context }: SemanticModel): boolean {
  const mentions = state.mentionsOf(owner, name);
  return mentions.length > 0 && mentions.every((each) => context.startRunning(each)?.how === 'thread');
}

const waits = (fn: Def): boolean =>
  holdsInOwnCode(fn.body, (node) => node.kind === 'Attribute' && WAITING.test(node.attr));
const WAITING = /^(?:wait|join|get|result|acquire|is_set|is_alive)$/;

/** Anyone who talks to the program calls it, when they like. */
const isEntry = (fn: Def): boolean => decoratorsOf(fn).some(({ callee }) => ENTRIES.test(lastName(callee) ?? ''));
const ENTRIES = /^(?:(?:hybrid_|slash_|app_)?command|route|get|post|put|delete|api)$/;

/** An object of a class that one function, or a module, makes and keeps to itself, and what is called of it. */
export interface KeptObject {
  readonly path: string;
  readonly calls: readonly string[];
  readonly place: PackedPlace;
}

export function objectsKeptIn(file: FactsContext): readonly KeptObject[] {
  return nodesOf(file.module, 'Call').flatMap((call): KeptObject[] => {
    const target = boundTarget(call);
    const binding = target?.kind === 'Name' ? file.names.resolve(target) : undefined;
    if (binding?.definitions.length !== 1) return [];
    const path = file.effects.projectPath(call);
    const members = binding.references.map(({ parent }) => (parent?.kind === 'Attribute' ? parent.attr : ''));
    return path === undefined || members.includes('') || members.length === 0
      ? []
      : [{ path, calls: [...new Set(members)], place: packPlace(file, call) }];
  });
}

/** A class whose `__init__` leaves out that of the class above it. */
export interface SkippedInit {
  readonly class: string;
  readonly place: PackedPlace;
  /** What it reads of its objects, and binds nowhere itself. */
  readonly reads: readonly { readonly attribute: string; readonly method: string; readonly place: PackedPlace }[];
}

export function skippedInits(file: FactsContext): readonly SkippedInit[] {
  return nodesOf(file.module, 'ClassDef').flatMap((owner): SkippedInit[] => {
    const init = owner.body.find((each) => each.kind === 'FunctionDef' && each.name === '__init__');
    if (init?.kind !== 'FunctionDef' || owner.bases.length === 0 || file.state.bindsUnseen(owner)) return [];
    if (
      holds(init, (node) => node.kind === 'Attribute' && node.attr === '__init__') ||
      file.flow.alwaysRaises(init.body)
    )
      return [];
    const own = ownByClass(file).get(owner) ?? [];
    const bound = new Set(own.flatMap((node) => (node.ctx === 'Store' && !isAugmented(node) ? node.attr : [])));
    const reads = own.flatMap((node) => {
      const fn = file.context.defAround(node);
      const isOpen =
        (node.ctx === 'Load' || isAugmented(node)) &&
        !bound.has(node.attr) &&
        fn !== undefined &&
        runsEachTime(node, fn, file);
      return isOpen ? [{ attribute: node.attr, method: fn.name, place: packPlace(file, node) }] : [];
    });
    return reads.length === 0 ? [] : [{ class: file.names.fullNameOf(owner), place: packPlace(file, init), reads }];
  });
}

/** What each class of a file binds while its objects are made, and nowhere else. */
export function boundInInit(
  file: FactsContext,
): readonly { readonly class: string; readonly attributes: readonly string[] }[] {
  const stores = ofSelf(file.names.attributeStores, file);
  return nodesOf(file.module, 'ClassDef').flatMap((owner) => {
    const init = owner.body.find((each) => each.kind === 'FunctionDef' && each.name === '__init__');
    if (init === undefined) return [];
    const attributes = [...groupBy(stores.get(owner) ?? [], ({ attr }) => attr)].flatMap(([attr, each]) =>
      each.every((node) => file.context.defAround(node) === init) &&
      file.names.scopeOf(owner)?.bindings.has(attr) !== true
        ? attr
        : [],
    );
    return attributes.length === 0 ? [] : [{ class: file.names.fullNameOf(owner), attributes }];
  });
}
