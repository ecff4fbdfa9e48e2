import {
  type Attribute,
  attributesNamed,
  type Def,
  dottedName,
  type Expression,
  isWithin,
  type Module,
  type Name,
  type Node,
  walk,
} from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import {
  type Condition,
  type ControlFlowGraph,
  conditionsAt,
  dominates,
  type ProgramPoint,
  Versions,
} from '../../flow/index.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding } from '../names.ts';
import { heldTests } from './held-tests.ts';
import { graphAround } from './order.ts';

/** A name or an attribute, and what binds it in one graph. */
interface Place {
  readonly changes: readonly Node[];
  readonly versions: Versions;
}

/** The tests of one file whose outcome is known at a node and holds there still. */
export class KnownConditions {
  readonly #placesIn = memoize((_: ControlFlowGraph) => new Map<Binding | string, Place>());
  readonly #known = new Map<Node, readonly Condition[]>();

  constructor(
    private readonly model: SemanticModel,
    private readonly graphOf: (scope: Module | Def) => ControlFlowGraph,
  ) {}

  at(node: Node): readonly Condition[] {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    const found = this.#findAt(node);
    this.#known.set(node, found);
    return found;
  }

  #findAt(node: Node): readonly Condition[] {
    const graph = graphAround(node, this.graphOf);
    return conditionsAt(node, graph)
      .flatMap((each) => heldTests(each, this.model))
      .filter(({ test }) => graph === undefined || this.#isUnchanged(readBy(test), node, graph));
  }

  /** Whether nothing has bound what an expression reads from its evaluation to that of a node. */
  #isUnchanged(read: Expression, node: Node, graph: ControlFlowGraph): boolean {
    const [before, points] = [graph.at(read), graph.at(node)];
    return points.every((to) => {
      const from = before.find((each) => dominates(graph, each, to));
      return from !== undefined && placesOf(read).every((place) => this.#isSameAt(place, from, node, to, graph));
    });
  }

  #isSameAt(place: Name | Attribute, from: ProgramPoint, node: Node, to: ProgramPoint, graph: ControlFlowGraph) {
    const { changes, versions } = this.#placeOf(place, graph);
    if (changes.length === 0) return true;
    const behind = changes.filter((each) => isPartOf(each, from) && each.start > place.start);
    if (from === to) return behind.every(({ start }) => start >= node.start);
    const isBoundFirst = changes.some(
      (each) => isPartOf(each, to) && each.start < node.start && (isInCase(to) || each.parent?.kind === 'NamedExpr'),
    );
    return behind.length === 0 && !isBoundFirst && versions.after(from) === versions.before(to);
  }

  #placeOf(place: Name | Attribute, graph: ControlFlowGraph): Place {
    const known = this.#placesIn(graph);
    const key = place.kind === 'Name' ? this.model.names.resolve(place) : dottedName(place);
    if (key === undefined) return { changes: [], versions: new Versions(graph, []) };
    let found = known.get(key);
    if (found === undefined) {
      const changes = this.#changesOf(key, place).filter((each) => graph.at(each).length > 0);
      const points = changes.flatMap((each) =>
        [...graph.at(each), ...endsOf(each, graph)].map((point) => ({ point, isLast: isBoundLast(each) })),
      );
      found = { changes, versions: new Versions(graph, points) };
      known.set(key, found);
    }
    return found;
  }

  #changesOf(key: Binding | string, place: Name | Attribute): readonly Node[] {
    if (typeof key !== 'string')
      return key.definitions.flatMap(({ kind, node }) =>
        kind === 'parameter' || kind === 'type-parameter' ? [] : node,
      );
    const stores = place.kind === 'Attribute' ? attributesNamed(place.attr, this.model.source.module) : [];
    return stores.filter((each) => each.ctx !== 'Load' && dottedName(each) === key);
  }
}

/** The subject of a `match` is read before its cases. */
function readBy(test: Condition['test']): Expression {
  if (test.kind !== 'match_case') return test;
  // Cases stand in a `match` only.
  return (test.parent as Node & { readonly kind: 'Match' }).subject;
}

const placesOf = memoize((read: Expression): readonly (Name | Attribute)[] => {
  const places: (Name | Attribute)[] = [];
  walk(read, (node) => {
    if (node.kind === 'Name' || (node.kind === 'Attribute' && dottedName(node) !== undefined)) places.push(node);
  });
  return places;
});

const isPartOf = (node: Node, { node: whole }: ProgramPoint): boolean => whole !== undefined && isWithin(node, whole);
const isInCase = ({ node }: ProgramPoint): boolean => node?.kind === 'match_case';

const endsOf = (node: Node, graph: ControlFlowGraph): readonly ProgramPoint[] =>
  node.kind === 'ClassDef' || node.kind === 'ExceptHandler' ? graph.endsOf(node) : [];

/** `place = value`: whatever fails there fails before. */
const isBoundLast = (node: Node): boolean =>
  node.parent?.kind === 'AugAssign' || (node.parent?.kind === 'Assign' && node.parent.targets.length === 1);
