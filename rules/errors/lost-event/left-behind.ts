/** What is put by to be handed over later, and has nobody who hands over the rest. */
import { type Attribute, attributesNamed, type Call, type ClassDef, type Def, holds, isWithin, type Node } from '#ast';
import type { SemanticModel, StateLife } from '#semantics';
import { callsNamed } from '#semantics/context/calls-by-name';
import { callsWithin } from '#semantics/effects/calls-within';
import { isDropped } from '#semantics/state/store-access';

/** A class that gathers in an attribute and hands over only when enough is there. */
export interface LeftInBuffer {
  readonly attribute: string;
  /** What adds, and what hands over. */
  readonly adds: Def;
  readonly flush: Def;
  /** The call by which it is handed over when enough is there. */
  readonly at: Call;
  /** What ends the object, without handing over. */
  readonly closes: Def | undefined;
  /** Where the file adds to such an object last. */
  readonly last: Call | undefined;
}

export function leftInBuffer(owner: ClassDef, model: SemanticModel): LeftInBuffer | undefined {
  const methods = model.state.methodsOf(owner);
  for (const life of model.state.ofClass(owner).values()) {
    if (life.container !== 'list' && life.container !== 'deque' && life.container !== 'dict') continue;
    const adds = addsTo(life);
    const at = adds === undefined ? undefined : flushIn(adds, life, methods, model);
    const flush = at?.func.kind === 'Attribute' ? methods.get(at.func.attr) : undefined;
    if (adds === undefined || at === undefined || flush === undefined || isNamedElsewhere(flush, adds, model)) continue;
    const closes = ENDS.flatMap((name) => methods.get(name) ?? [])[0];
    return { attribute: life.name, adds, flush, at, closes, last: lastCallOf(adds, owner, model) };
  }
  return undefined;
}

const ENDS = ['close', 'stop', 'shutdown', 'aclose', '__exit__', '__aexit__'];

/** The one method that adds to it and looks how much is there. */
function addsTo(life: StateLife): Def | undefined {
  const [first, ...others] = [...new Set(life.of('grow').map(({ within }) => within))];
  const isSizeChecked = life.of('size-check').some(({ within }) => within === first);
  return others.length > 0 || !isSizeChecked || first === undefined || first.kind === 'Lambda' ? undefined : first;
}

/** The call of a method of its own that empties it and writes what was there to somewhere outside. */
function flushIn(
  adds: Def,
  life: StateLife,
  methods: ReadonlyMap<string, Def>,
  model: SemanticModel,
): Call | undefined {
  return callsWithin([adds]).find(({ func }) => {
    const flush = func.kind === 'Attribute' && isSelf(func) ? methods.get(func.attr) : undefined;
    if (flush === undefined || flush === adds) return false;
    const empties = [...life.of('rebind'), ...life.of('shrink')].some(({ within }) => within === flush);
    return empties && writes(flush, model);
  });
}

const writes = (flush: Def, model: SemanticModel): boolean => model.effects.newsworthy(flush.body).length > 0;

const isSelf = ({ value }: Attribute): boolean => value.kind === 'Name' && value.id === 'self';

/** Something else of the file names it: a timer, a loop, who ends the object. */
const isNamedElsewhere = (flush: Def, adds: Def, { source: { module } }: SemanticModel): boolean =>
  attributesNamed(flush.name, module).some((each) => !isWithin(each, adds));

function lastCallOf(adds: Def, owner: ClassDef, model: SemanticModel): Call | undefined {
  return callsNamed(adds.name, model.source)
    .filter(({ func }) => func.kind === 'Attribute' && model.types.classDefOf(func.value) === owner)
    .at(-1);
}

/** `Producer.produce` of confluent-kafka only puts by: what is not flushed when the function ends is lost. */
export function unflushedSend(call: Call, model: SemanticModel): boolean {
  const { func } = call;
  if (func.kind !== 'Attribute' || func.attr !== 'produce' || func.value.kind !== 'Name') return false;
  if (model.context.defAround(call) === undefined) return false;
  const made = model.flow
    .origins(func.value)
    .map((each) => (each.kind === 'Call' ? model.names.qualifiedName(each.func) : undefined));
  if (!made.some((name) => /^confluent_kafka\.(?:\w+\.)*\w*Producer$/.test(name ?? ''))) return false;
  const binding = model.names.resolve(func.value);
  return (
    binding?.scope.kind === 'function' &&
    binding.definitions.every(({ kind }) => kind === 'assignment') &&
    // Handed on or given back, it is for others to flush.
    binding.references.every(
      ({ parent }) => parent?.kind === 'Attribute' && !/^(?:flush|close|__exit__)$/.test(parent.attr),
    )
  );
}

/** A deque with a limit from which someone takes what is to be done: the oldest goes when another comes. */
export function dropsOldest(
  owner: ClassDef,
  model: SemanticModel,
): { readonly at: Node; readonly life: StateLife } | undefined {
  for (const life of model.state.ofClass(owner).values()) {
    if (life.container !== 'bounded') continue;
    const [made, ...others] = life.of('create');
    const limit = made?.value?.kind === 'Call' ? model.values.givenArgument(made.value, 'maxlen', 1) : undefined;
    if (limit === undefined || others.length > 0 || made === undefined) continue;
    const added = life.of('grow').filter(({ operation }) => operation === 'append');
    // What is only thrown away was too old, and not waiting.
    const isWorkedOff = life.of('shrink').some(({ node, operation }) => operation === 'popleft' && !isDropped(node));
    const isSizeChecked = life.of('size-check').length > 0 || holdsName(owner, 'maxlen');
    const [add] = added;
    if (add !== undefined && isWorkedOff && !isSizeChecked) return { at: made.value ?? made.node, life };
  }
  return undefined;
}

const holdsName = (owner: ClassDef, name: string): boolean =>
  holds(owner, (node) => node.kind === 'Attribute' && node.attr === name);
