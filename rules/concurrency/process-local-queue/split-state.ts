/** What modules keep for one process, which one process fills and another reads: each has its own copy. */
import { type Def, type Expression, lastName, type Name, nodesOf } from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { QUEUE_CLASSES } from '#knowledge/queues';
import { words } from '#knowledge/words';
import type { Binding, SemanticModel } from '#semantics';
import { functionsSentBy } from '#semantics/calls/sent-functions';

/** A container, a queue, or an object of a class of the file that a name of the module keeps. */
export interface KeptName {
  readonly kind: 'kept';
  readonly name: string;
  readonly place: PackedPlace;
  /** Methods of its class that change what the object keeps; absent for a plain container. */
  readonly changing?: readonly string[];
}

/** A function touches what is kept in a module. */
export interface Touch {
  readonly kind: 'touch';
  /** Its full name, as it is imported here. */
  readonly of: string;
  /** `method`: only anyone who knows the class can say. */
  readonly does: 'change' | 'read' | 'method';
  readonly method?: string;
  readonly function: string;
  readonly place: PackedPlace;
}

/** Other processes run it. */
export interface RunApart {
  readonly kind: 'apart';
  readonly function: string;
}

export type SplitFact = KeptName | Touch | RunApart;

export function splitFactsIn(file: FactsContext): readonly SplitFact[] {
  const { names, context } = file;
  const facts: SplitFact[] = [];
  for (const binding of names.moduleScope.bindings.values()) {
    const [made, other] = binding.definitions;
    const kept = made === undefined || other !== undefined ? undefined : keptBy(made, file);
    if (kept === undefined) continue;
    if (kept.fact !== undefined) facts.push(kept.fact);
    for (const reference of binding.references) {
      const fn = context.defAround(reference);
      const touch = fn === undefined ? undefined : touchBy(reference);
      if (fn === undefined || touch === undefined) continue;
      facts.push({
        kind: 'touch',
        of: kept.of,
        ...touch,
        function: names.fullNameOf(fn),
        place: packPlace(file, reference),
      });
    }
  }
  return [...facts, ...functionsApart(file).map((fn) => ({ kind: 'apart' as const, function: names.fullNameOf(fn) }))];
}

function keptBy(made: Binding['definitions'][number], file: FactsContext) {
  const { names, types } = file;
  const { value, node, name } = made;
  if (made.kind === 'from-import') {
    const imported = names.importOf(node);
    // Classes and functions are no state.
    return imported?.name === undefined || /^[A-Z][a-z]/.test(name)
      ? undefined
      : { of: `${imported.module}.${imported.name}` };
  }
  if (value === undefined) return undefined;
  const owner = value.kind === 'Call' ? names.definitionOf(value.func) : undefined;
  const changing = owner?.kind === 'ClassDef' ? [...file.state.ofClass(owner).values()].flatMap(changersOf) : undefined;
  const isPlain = CONTAINERS.has(types.classOf(node as Name) ?? '') || isEmptyDisplay(value);
  if (!isPlain && (changing === undefined || changing.length === 0)) return undefined;
  const fact: KeptName = {
    kind: 'kept',
    name,
    place: packPlace(file, node),
    ...(changing !== undefined && { changing }),
  };
  return { of: `${names.moduleName}.${name}`, fact };
}

const changersOf = ({
  uses,
  container,
}: ReturnType<SemanticModel['state']['ofClass']> extends ReadonlyMap<string, infer L>
  ? L
  : never): readonly string[] =>
  container === undefined || container === 'other'
    ? []
    : uses.flatMap(({ kind, within }) =>
        kind === 'grow' && within !== undefined && within.kind !== 'Lambda' ? within.name : [],
      );

/** What begins empty is there to be filled. */
const isEmptyDisplay = (value: Expression): boolean =>
  (value.kind === 'Dict' && value.keys.length === 0) || (value.kind === 'List' && value.elts.length === 0);

const LOCAL_QUEUES = [...QUEUE_CLASSES].filter((name) => !name.startsWith('multiprocessing.'));
const CONTAINERS: ReadonlySet<string> = new Set([
  ...LOCAL_QUEUES,
  'builtins.set',
  'collections.deque',
  'collections.defaultdict',
]);

const CHANGES: ReadonlySet<string> = new Set(
  words('append appendleft add insert extend setdefault update put put_nowait'),
);
/** These tell how it stands, or only take away. */
const NEUTRAL: ReadonlySet<string> = new Set(words('qsize empty full task_done join clear remove discard copy'));

function touchBy({ parent, ...name }: Name): Pick<Touch, 'does' | 'method'> | undefined {
  if (parent?.kind === 'Subscript') return { does: parent.ctx === 'Load' ? 'read' : 'change' };
  if (parent?.kind !== 'Attribute')
    return parent?.kind === 'Call' && parent.func.start === name.start ? undefined : { does: 'read' };
  const isCalled = parent.parent?.kind === 'Call' && parent.parent.func === parent;
  if (!isCalled) return { does: 'read' };
  if (NEUTRAL.has(parent.attr)) return undefined;
  return CHANGES.has(parent.attr) ? { does: 'change', method: parent.attr } : { does: 'method', method: parent.attr };
}

/** What `multiprocessing` and its like are given to run. */
function functionsApart(file: FactsContext): readonly Def[] {
  return nodesOf(file.module, 'Call').flatMap((call) => {
    const start = file.context.startOf(call);
    const run = start?.how === 'process' ? file.context.functionRun(start.run) : undefined;
    const sent = lastName(call.func) === 'delayed' ? [] : functionsSentBy(call, file).map(({ fn }) => fn);
    return [run, ...sent].flatMap((fn) => (fn === undefined || fn.kind === 'Lambda' ? [] : fn));
  });
}
