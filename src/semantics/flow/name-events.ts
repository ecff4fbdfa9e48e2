import type { Def, Module, Name, Node } from '../../ast/index.ts';
import { isComprehension, isConditionalPart } from '../../ast/queries/conditional-parts.ts';
import type { ControlFlowGraph, NameEvent, ProgramPoint } from '../../flow/index.ts';
import type { Binding, Definition } from '../names.ts';

export interface NameEvents {
  readonly byPoint: ReadonlyMap<ProgramPoint, readonly NameEvent<Name, Definition>[]>;
  /** Definitions that hold from the start: parameters. */
  readonly initial: readonly Definition[];
}

type Placed = NameEvent<Name, Definition> & { readonly at: number };

/** `del x` and a bare `x: int` bind nothing. */
export const bindsValue = ({ kind, value }: Definition): boolean =>
  kind !== 'delete' && (kind !== 'annotation' || value !== undefined);

/**
 * What happens to a name in the function or module that it belongs to. Reads that run at another time (in functions within, generators
 * handed on) are not among it: they may see any definition.
 */
export function eventsOf(binding: Binding, graph: ControlFlowGraph): NameEvents {
  const { scope, definitions, references } = binding;
  const events = new Events(graph);
  // Each round of a loop around a class gives it a new scope.
  if (scope.node.kind === 'ClassDef') events.unbind(graph.at(scope.node));
  for (const definition of definitions) events.addDefinition(definition);
  for (const name of references) events.addRead(name);
  return { byPoint: events.sorted(), initial: definitions.filter(({ kind, remote }) => !remote && isInitial(kind)) };
}

const isInitial = (kind: Definition['kind']): boolean => kind === 'parameter' || kind === 'type-parameter';

/** The function or module whose graph a name is followed in; undefined for names of lambdas and comprehensions, which are bound once. */
export function graphScopeOf({ node }: Binding['scope']): Module | Def | undefined {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) {
    switch (at.kind) {
      case 'Module':
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        return at;
      case 'ClassDef':
        break;
      default:
        if (at === node) return undefined;
    }
  }
  return undefined;
}

class Events {
  readonly #byPoint = new Map<ProgramPoint, Placed[]>();

  constructor(private readonly graph: ControlFlowGraph) {}

  addDefinition(definition: Definition): void {
    const { kind, node, remote } = definition;
    if (remote || isInitial(kind)) return;
    // `x += 1` reads before it binds.
    if (kind === 'augmented' && node.kind === 'Name') this.addRead(node);
    if (kind !== 'delete' && !bindsValue(definition)) return;
    const points = node.kind === 'ClassDef' ? this.graph.endsOf(node) : this.graph.at(node);
    this.#add(points, {
      kind: 'bind',
      definition: kind === 'delete' ? undefined : definition,
      isCertain: kind !== 'named-expression' || partOfPoint(node, points).isCertain,
      isLast: isLast(definition),
      at: bindsAt(definition),
    });
    if (node.kind === 'ExceptHandler') this.unbind(this.graph.endsOf(node));
  }

  addRead(name: Name): void {
    const points = this.graph.at(name);
    const { isCertain, isDetached, readsFrom } = partOfPoint(name, points);
    if (!isDetached) this.#add(points, { kind: 'read', read: name, isCertain, at: Math.max(name.start, readsFrom) });
  }

  unbind(points: readonly ProgramPoint[]): void {
    this.#add(points, { kind: 'bind', definition: undefined, isCertain: true, isLast: true, at: AT_ITS_END });
  }

  sorted(): ReadonlyMap<ProgramPoint, readonly Placed[]> {
    for (const events of this.#byPoint.values()) {
      // At the same offset a name is read before it is bound.
      events.sort((a, b) => (a.at === b.at ? Number(a.kind === 'bind') - Number(b.kind === 'bind') : a.at - b.at));
    }
    return this.#byPoint;
  }

  #add(points: readonly ProgramPoint[], event: Placed): void {
    for (const point of points) {
      const known = this.#byPoint.get(point);
      if (known === undefined) this.#byPoint.set(point, [event]);
      else known.push(event);
    }
  }
}

interface PartOfPoint {
  /** Runs whenever the point does: not in an arm of a conditional, behind `and`, in a comprehension. */
  readonly isCertain: boolean;
  /** In a generator that is handed on, which runs later. */
  readonly isDetached: boolean;
  /** A read in an arm of `a if test else b` happens after the test, wherever it is written. */
  readonly readsFrom: number;
}

function partOfPoint(node: Node, [first]: readonly ProgramPoint[]): PartOfPoint {
  let [isCertain, isDetached, readsFrom] = [true, false, 0];
  let below = node;
  for (let at = node.parent; at !== undefined && below !== first?.node; below = at, at = at.parent) {
    isDetached ||= at.kind === 'GeneratorExp' && at.parent?.kind !== 'Call' && at.generators[0] !== below;
    if (at.kind === 'IfExp' && at.test !== below) readsFrom = Math.max(readsFrom, at.test.end + AFTER);
    // The element of a comprehension is written first and evaluated last.
    if (isComprehension(at) && below.kind !== 'comprehension') readsFrom = Math.max(readsFrom, at.end);
    isCertain &&= !isConditionalPart(at, below);
  }
  return { isCertain, isDetached, readsFrom };
}

/** Behind what the test itself binds: `f(x) if (x := g()) else None`. */
const AFTER = 0.5;
const AT_ITS_END = Number.POSITIVE_INFINITY;

/** Values come before targets, wherever they are written. */
function bindsAt({ kind, node }: Definition): number {
  switch (kind) {
    case 'named-expression':
      return node.parent?.end ?? node.end;
    case 'match':
      return node.end;
    default:
      return AT_ITS_END;
  }
}

/** Whatever fails in its point fails before it binds. */
function isLast({ kind, node, statement }: Definition): boolean {
  switch (kind) {
    case 'named-expression':
      return false;
    case 'match':
      return !isGuarded(node);
    case 'assignment':
      return statement.kind !== 'Assign' || statement.targets.length === 1;
    case 'import':
    case 'from-import':
      return (statement.kind !== 'Import' && statement.kind !== 'ImportFrom') || statement.names.length === 1;
    case 'delete':
      return statement.kind !== 'Delete' || statement.targets.length === 1;
    default:
      return true;
  }
}

const isGuarded = (pattern: Node): boolean => {
  const matched = pattern.parent;
  if (matched?.kind === 'match_case') return matched.guard !== undefined;
  return matched !== undefined && isGuarded(matched);
};
