/** Containers that only ever get longer, for the rules that say so of dicts, sets and lists. */
import {
  type AsyncFunctionDef,
  ancestors,
  attributesNamed,
  type ClassDef,
  type Expression,
  type FunctionDef,
  holds,
  lastName,
  type Node,
} from '#ast';
import { groupBy, memoize } from '#collections';
import type { DoubtId } from '#findings';
import { NOT_PRODUCTION, type Proof, providedThat, reachedFrom, SERVING, whereItServes } from '#kit';
import type { Condition, Grade, Question } from '#project';
import type { FileRole, SemanticModel, StateLife, StateUse } from '#semantics';
import { sharedName } from '#semantics/state/shared-name';
import { isCalled } from './called.ts';
import { whereOfTable } from './fixed-keys.ts';
import { isSoughtBefore } from './sought-elements.ts';

/** A container that code adds to after it was made, and that nothing in its file shortens, replaces, measures or gives away. */
export interface GrowingState {
  readonly life: StateLife;
  /** `Class.name`, or the module's name. */
  readonly name: string;
  /** Where it is made. */
  readonly at: Node;
  /** What adds to it outside the making of its object. */
  readonly additions: readonly Addition[];
  /** One for all objects: of the module, or of the class itself. */
  readonly isShared: boolean;
  /** It may be shortened all the same. */
  readonly doubt?: DoubtId;
  /** Full names of functions that would empty it if anything called them. */
  readonly emptiedBy?: readonly string[];
}

export interface Addition {
  readonly use: StateUse;
  readonly fn: FunctionDef | AsyncFunctionDef;
}

/** The growing containers of these kinds in one file; none in files whose objects do not live long. */
export function findGrowingStates(
  model: SemanticModel,
  containers: ReadonlySet<StateLife['container']>,
  proven: (proof: Proof) => void = () => undefined,
): readonly GrowingState[] {
  if (SHORT_LIVED_ROLES.has(model.context.role)) return [];
  const wanted = containersOf(model).filter(({ container }) => containers.has(container));
  // A class and those derived from it share an attribute: what one of them takes away is taken away.
  return [...groupBy(wanted, (life) => life.of('create')[0]?.node)].flatMap(([at, lives]) => {
    const [life] = lives;
    if (at === undefined || life === undefined) return [];
    const limits = lives.flatMap(limitsOf);
    // Whatever calls what adds to it calls the limit there, too.
    const adding = new Set(lives.flatMap((each) => each.of('grow').map(({ within }) => within)));
    const limit = limits.find(({ use }) => adding.has(use.within) || !(isAtItsEnd(use) || isIdle(use, model)));
    if (limit !== undefined) {
      proven({ at, by: limit.by, where: limit.use.node });
      return [];
    }
    const isTrimmed = lives.some((each) => each.of('shrink').some(({ isOfElement }) => isOfElement === true));
    return (
      growingState(
        life,
        at,
        model,
        { isTrimmed, ...doubtOf(limits, lives.some(isHandedOut), isTrimmed, model) },
        proven,
      ) ?? []
    );
  });
}

/** What module and classes keep in containers. */
function containersOf(model: SemanticModel): readonly StateLife[] {
  const lives = [...model.state.ofModule().values(), ...model.state.ofApplication().values()];
  for (const classDef of classesOf(model)) lives.push(...model.state.ofClass(classDef).values());
  return lives.filter(({ container }) => container !== undefined && container !== 'other');
}

/** The project must say that the container lives and grows as long as a server does; otherwise the finding is graded. */
export function whenOutlivingRequests(state: GrowingState, model: SemanticModel, otherwise: Grade): Condition {
  return providedThat(whereItServes(lifetimeOf(state, model)), otherwise);
}

/** What a finding about it asks of the project: that nothing calls what would empty it, and what else it asks. */
export function unlessEmptied({ emptiedBy = [] }: GrowingState, when?: Condition): { readonly when?: Condition } {
  const of = emptiedBy.map((name) => isCalled.ask({ function: name }));
  if (of.length > 0)
    return { when: { question: { kind: 'any', of }, yes: 'drop', no: when ?? 'keep', unknown: when ?? 'keep' } };
  return when === undefined ? {} : { when };
}

const SHORT_LIVED_ROLES: ReadonlySet<FileRole> = new Set([...NOT_PRODUCTION, 'script', 'notebook']);

function lifetimeOf({ life, additions, isShared }: GrowingState, model: SemanticModel): Question {
  const { owner } = life;
  return owner !== undefined && !isShared
    ? { kind: 'long-lived', class: model.names.fullNameOf(owner) }
    : whetherRequestsAddTo({ additions }, model);
}

/** Whether requests, threads, tasks or worker loops reach what adds to the container. */
export function whetherRequestsAddTo({ additions }: Pick<GrowingState, 'additions'>, model: SemanticModel): Question {
  return reachedFrom(SERVING, ...additions.map(({ fn }) => model.names.fullNameOf(fn)));
}

function classesOf(model: SemanticModel): readonly ClassDef[] {
  const classes: ClassDef[] = [];
  const pending: Node[] = [...model.source.module.body];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === 'If' || node.kind === 'Try') pending.push(...node.body, ...node.orelse);
    if (node.kind !== 'ClassDef' || model.context.role === 'test') continue;
    classes.push(node);
    pending.push(...node.body);
  }
  return classes;
}

interface Limit {
  readonly use: StateUse;
  readonly by: string;
}

/** What may keep it from growing for ever; what is taken from an element leaves the key of that. */
function limitsOf(life: StateLife): readonly Limit[] {
  return LIMITS.flatMap(([kind, by]) =>
    life.of(kind).flatMap((use) => (use.isOfElement === true ? [] : [{ use, by }])),
  );
}

const LIMITS = [
  ['shrink', 'entries are removed from it elsewhere'],
  ['size-check', 'its size is checked'],
  ['rebind', 'it is recreated'],
] as const;

/** In the last method that is called on its object, nothing is made room for. */
const isAtItsEnd = ({ within }: StateUse): boolean =>
  within !== undefined && within.kind !== 'Lambda' && AT_THE_END.test(within.name);

const AT_THE_END = /^_*(?:a?close|shut_?down|tear_?down|dispose|a?exit|del)_*$/;

/** In a plain function that nothing in this file names; whether another file does, the project knows. */
function isIdle({ within }: StateUse, { context, names, source }: SemanticModel): boolean {
  if (within === undefined || within.kind === 'Lambda' || within.decorator_list.length > 0) return false;
  if (/^__\w+__$/.test(within.name) || context.defAround(within) !== undefined) return false;
  const owner = context.classOfMethod(within);
  if (owner === undefined) return names.moduleScope.bindings.get(within.name)?.references.length === 0;
  // A base from elsewhere may call it.
  if (!owner.bases.every((base) => names.definitionOf(base) !== undefined)) return false;
  return attributesNamed(within.name, source.module).length === 0;
}

/** What speaks for a limit all the same, and who would have to be called for it. */
interface Doubt {
  readonly doubt?: DoubtId;
  readonly emptiedBy?: readonly string[];
}

function doubtOf(limits: readonly Limit[], isOpen: boolean, isTrimmed: boolean, model: SemanticModel): Doubt {
  const emptying = limits.flatMap(({ use: { within } }) =>
    within === undefined || within.kind === 'Lambda' ? [] : within,
  );
  if (emptying.length > 0)
    return {
      doubt: 'drained-elsewhere',
      emptiedBy: emptying.filter(({ name }) => !AT_THE_END.test(name)).map((fn) => model.names.fullNameOf(fn)),
    };
  if (isOpen) return { doubt: 'drained-elsewhere' };
  return isTrimmed ? { doubt: 'bounded-key-space' } : {};
}

const isHandedOut = (life: StateLife): boolean =>
  life.of('hand-out').some(({ operation }) => operation !== 'return' && operation !== 'yield');

function growingState(
  life: StateLife,
  at: Node,
  model: SemanticModel,
  { isTrimmed, ...doubt }: Doubt & { readonly isTrimmed: boolean },
  proven: (proof: Proof) => void,
): GrowingState | undefined {
  const { owner } = life;
  if (owner !== undefined && model.state.hasDynamicAttributes(owner)) return undefined;
  let table: Node | undefined;
  const additions = life.uses.flatMap((use): Addition[] => {
    const { within } = use;
    if (!addsForGood(use, isTrimmed)) return [];
    if (within === undefined || within.kind === 'Lambda' || model.state.runsInCreation(within)) return [];
    if (isFilledOnce(life, use) || isAddedWhereNoneFits(life, use, model) || isSoughtBefore(life, use, model))
      return [];
    const ofTable = whereOfTable(use.key, use.node, model);
    table ??= ofTable;
    return ofTable === undefined ? [{ use, fn: within }] : [];
  });
  if (additions.length === 0 && table !== undefined)
    proven({ at, by: 'its keys come from a fixed table', where: table });
  // A bare annotation says nothing of where the value comes from and how long it stays.
  const isMade = life.of('create').some(({ value }) => value !== undefined);
  if (additions.length === 0 || !isMade) return undefined;
  const name = owner === undefined ? sharedName(life, model) : `${owner.name}.${life.name}`;
  return {
    life,
    name,
    at,
    additions,
    isShared: owner === undefined || isOfClass(life, owner, model),
    ...doubt,
  };
}

/** What is added to an element that is trimmed goes again; what trims it on the way in may add its key: `x[k] = x.get(k, [])[-9:]`. */
function addsForGood({ kind, operation, isOfElement, node }: StateUse, isTrimmed: boolean): boolean {
  if (kind === 'grow') return isOfElement !== true || !isTrimmed;
  if (kind !== 'shrink' || isOfElement !== true || !operation.startsWith('[]= ')) return false;
  return holds(node.parent ?? node, (part) => part.kind === 'Call' && lastName(part.func) === 'get');
}

/** `if table: return table` before it, or `if not table:` around it: what is there already is not added again. */
function isFilledOnce(life: StateLife, addition: StateUse): boolean {
  return (readsByFunction(life).get(addition.within) ?? []).some(({ node }) => {
    const test = node.parent?.kind === 'UnaryOp' && node.parent.op === 'Not' ? node.parent : node;
    const branch = test.parent;
    if (node.end > addition.node.start || branch?.kind !== 'If' || branch.test !== test) return false;
    const isAround = addition.node.end <= branch.end;
    return test === node ? !isAround && branch.body.at(-1)?.kind === 'Return' : isAround;
  });
}

const readsByFunction = memoize((life: StateLife) => groupBy(life.of('read'), ({ within }) => within));

/**
 * `for entry in entries: if …: break`, `else: entries.append(…)`; `if entries[0] == entry: …`, `else: entries.insert(…)`: as
 * many as there are different ones.
 */
function isAddedWhereNoneFits(life: StateLife, addition: StateUse, model: SemanticModel): boolean {
  for (const loop of ancestors(addition.node)) {
    if (loop === addition.within) return false;
    if (loop.kind === 'If' && comparesElement(loop.test, life, model)) return true;
    if (
      loop.kind !== 'For' ||
      !loop.orelse.some(({ start, end }) => start <= addition.node.start && addition.node.end <= end)
    )
      continue;
    const { iter } = loop;
    return life.uses.some(({ node }) => iter.start <= node.start && node.end <= iter.end);
  }
  return false;
}

/** `self.entries[-1] == entry`: what is kept already decides, in this container or in another of its owner. */
function comparesElement(test: Expression, { owner }: StateLife, { state }: SemanticModel): boolean {
  return holds(
    test,
    (node) =>
      node.kind === 'Compare' &&
      [node.left, ...node.comparators].some((side) => {
        const compared = side.kind === 'Subscript' ? state.lifeOf(side.value) : undefined;
        return compared !== undefined && compared.owner === owner;
      }),
  );
}

/** Made in the class body, and not by a class that copies it into each object. */
function isOfClass(life: StateLife, owner: ClassDef, model: SemanticModel): boolean {
  const { names, types } = model;
  const copies =
    names.decoratorNames(owner).some((name) => /(^|\.)(dataclass|define|attrs|s)$/.test(name ?? '')) ||
    types.basesOf(owner).some((base) => base !== undefined && /(Model|Struct|Settings)$/.test(base));
  return (
    !copies &&
    life.of('create').every(({ within, value }) => {
      const isMade = value !== undefined && !(value.kind === 'Call' && value.keywords.length > 0);
      return within === undefined && isMade;
    })
  );
}
