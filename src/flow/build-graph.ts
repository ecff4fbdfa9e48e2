import {
  type AsyncFor,
  type AsyncFunctionDef,
  type AsyncWith,
  type ClassDef,
  type ExceptHandler,
  type Expression,
  type For,
  type FunctionDef,
  type If,
  literalTruth,
  type Match,
  type Module,
  type Node,
  type Stmt,
  type Try,
  type TryStar,
  takesEverything,
  type While,
  type With,
} from '../ast/index.ts';
import type { ControlFlowGraph, EdgeKind, ProgramPoint } from './control-flow-graph.ts';
import { type Exit, FinallyCopies } from './finally-copies.ts';
import { GraphParts, type Loose, type Sink } from './graph-parts.ts';
import type { Oracle, Raised } from './oracle.ts';
import { mayRaise, suspends } from './raising.ts';

/** Where the statements of a block go besides the next one. */
interface Surroundings {
  readonly returns: Sink;
  /** Undefined outside of loops. */
  readonly breaks: Sink | undefined;
  readonly continues: Sink | undefined;
  readonly raises: Readonly<Record<Raised, Sink>>;
  /** How many `finally` blocks are around. */
  readonly finallyDepth: number;
}

/** Copies of a `finally` multiply where one stands in another: from this depth on all exits share one. */
const MOST_COPIED = 3;

/** The graph of a function, a module or a class body alone. Functions and lambdas within it are points, and have graphs of their own. */
export function buildGraph(scope: FunctionDef | AsyncFunctionDef | Module, oracle: Oracle): ControlFlowGraph {
  return new GraphBuilder(oracle).build(scope.body);
}

class GraphBuilder {
  readonly #parts = new GraphParts();

  constructor(private readonly oracle: Oracle) {}

  build(body: readonly Stmt[]): ControlFlowGraph {
    const parts = this.#parts;
    const entry = parts.point(undefined, []);
    const [end, returns, raises] = [parts.point(undefined, []), parts.point(undefined, []), parts.point(undefined, [])];
    const raised: Sink = (paths) => parts.connect(paths, raises);
    const falls = this.#block(body, [{ from: entry, kind: 'next' }], {
      returns: (paths) => parts.connect(paths, returns),
      breaks: undefined,
      continues: undefined,
      raises: { error: raised, departure: raised },
      finallyDepth: 0,
    });
    parts.connect(falls, end);
    return {
      entry,
      end,
      returns,
      raises,
      points: parts.points,
      at: (node) => parts.at(node),
      endsOf: (node) => parts.endsOf(node),
    };
  }

  /** Leads paths through statements; what is left of them at the end. Statements that no path reaches have no points. */
  #block(body: readonly Stmt[], paths: readonly Loose[], around: Surroundings): readonly Loose[] {
    let open = paths;
    for (const statement of body) {
      if (open.length === 0) break;
      open = this.#statement(statement, open, around);
    }
    return open;
  }

  #statement(statement: Stmt, paths: readonly Loose[], around: Surroundings): readonly Loose[] {
    switch (statement.kind) {
      case 'If':
        return this.#if(statement, paths, around);
      case 'While':
        return this.#while(statement, paths, around);
      case 'For':
      case 'AsyncFor':
        return this.#for(statement, paths, around);
      case 'With':
      case 'AsyncWith':
        return this.#with(statement, paths, around);
      case 'Match':
        return this.#match(statement, paths, around);
      case 'Try':
      case 'TryStar':
        return this.#try(statement, paths, around);
      case 'ClassDef':
        return this.#class(statement, paths, around);
      default:
        return this.#simple(statement, paths, around);
    }
  }

  #simple(statement: Stmt, paths: readonly Loose[], around: Surroundings): readonly Loose[] {
    const point = this.#evaluate(statement, paths, around);
    switch (statement.kind) {
      case 'Return':
        if (statement.value !== undefined && this.oracle.neverReturns(statement.value)) this.#leave(point, around);
        else around.returns(pathsFrom(point, 'next'));
        return [];
      case 'Raise':
        for (const raised of this.oracle.raisedBy(statement.exc))
          around.raises[raised]([{ from: point, kind: 'raise', ...(statement.exc && { exception: statement.exc }) }]);
        return [];
      case 'Break':
        around.breaks?.(pathsFrom(point, 'next'));
        return [];
      case 'Continue':
        around.continues?.(pathsFrom(point, 'next'));
        return [];
      case 'Assert': {
        const truth = literalTruth(statement.test);
        if (truth !== true) around.raises.error(pathsFrom(point, 'raise'));
        return truth === false ? [] : pathsFrom(point, 'next');
      }
      case 'Expr':
        if (!this.oracle.neverReturns(statement.value)) return pathsFrom(point, 'next');
        this.#leave(point, around);
        return [];
      default:
        return pathsFrom(point, 'next');
    }
  }

  /** A call that never returns: what it raises is not known. */
  #leave(point: ProgramPoint, around: Surroundings): void {
    around.raises.error(pathsFrom(point, 'raise'));
    around.raises.departure(pathsFrom(point, 'raise'));
  }

  /** A new point, with the exceptions that its evaluation may raise. */
  #evaluate(node: Node, paths: readonly Loose[], around: Surroundings): ProgramPoint {
    const point = this.#parts.point(node, paths);
    if (mayRaise(node, this.oracle.isMissing)) this.#mayRaise(point, suspends(node), around);
    return point;
  }

  #mayRaise(point: ProgramPoint, isSuspended: boolean, { raises }: Surroundings): void {
    raises.error(pathsFrom(point, 'may-raise'));
    raises.departure(pathsFrom(point, isSuspended ? 'cancel' : 'may-depart'));
  }

  #test(test: Expression, paths: readonly Loose[], around: Surroundings): Record<'true' | 'false', readonly Loose[]> {
    const point = this.#evaluate(test, paths, around);
    const truth = literalTruth(test);
    return {
      true: truth === false ? [] : pathsFrom(point, 'true'),
      false: truth === true ? [] : pathsFrom(point, 'false'),
    };
  }

  /** `elif` is an If in the `else` of an If: a chain of thousands is walked, not nested. */
  #if(statement: If, paths: readonly Loose[], around: Surroundings): readonly Loose[] {
    const ends: Loose[] = [];
    let open = paths;
    for (let at = statement; ; ) {
      const test = this.#test(at.test, open, around);
      ends.push(...this.#block(at.body, test.true, around));
      open = test.false;
      const [next] = at.orelse;
      if (open.length === 0) return ends;
      if (at.orelse.length === 1 && next?.kind === 'If') at = next;
      else return [...ends, ...this.#block(at.orelse, open, around)];
    }
  }

  #while(statement: While, paths: readonly Loose[], around: Surroundings): readonly Loose[] {
    const head = this.#parts.point(undefined, paths);
    const test = this.#test(statement.test, pathsFrom(head, 'next'), around);
    return this.#loop(statement, head, test.true, test.false, around);
  }

  #for(statement: For | AsyncFor, paths: readonly Loose[], around: Surroundings): readonly Loose[] {
    const iterable = this.#evaluate(statement.iter, paths, around);
    const head = this.#parts.point(statement.target, pathsFrom(iterable, 'next'));
    this.#mayRaise(head, statement.kind === 'AsyncFor', around);
    const isEndless = this.oracle.isInfinite(statement.iter);
    return this.#loop(statement, head, pathsFrom(head, 'true'), isEndless ? [] : pathsFrom(head, 'false'), around);
  }

  #loop(
    loop: While | For | AsyncFor,
    head: ProgramPoint,
    entered: readonly Loose[],
    exhausted: readonly Loose[],
    around: Surroundings,
  ): readonly Loose[] {
    const broken: Loose[] = [];
    const repeat: Sink = (paths) => this.#parts.connect(paths, head, loop);
    const inside = { ...around, breaks: (paths: readonly Loose[]) => void broken.push(...paths), continues: repeat };
    repeat(this.#block(loop.body, entered, inside));
    return [...this.#block(loop.orelse, exhausted, around), ...broken];
  }

  #with(statement: With | AsyncWith, paths: readonly Loose[], around: Surroundings): readonly Loose[] {
    const swallowed: Loose[] = [];
    let open = paths;
    let inside = around;
    for (const item of statement.items) {
      const point = this.#parts.point(item, open);
      this.#mayRaise(point, statement.kind === 'AsyncWith', inside);
      open = pathsFrom(point, 'next');
      inside = { ...inside, raises: this.#raisesWithin(item.context_expr, inside, swallowed) };
    }
    return [...this.#block(statement.body, open, inside), ...swallowed];
  }

  #raisesWithin(manager: Expression, around: Surroundings, swallowed: Loose[]): Surroundings['raises'] {
    const sink = (raised: Raised): Sink => {
      const catches = this.oracle.swallows(manager, raised);
      if (catches === 'never') return around.raises[raised];
      return (paths) => {
        swallowed.push(...paths);
        if (catches === 'maybe') around.raises[raised](paths);
      };
    };
    return { error: sink('error'), departure: sink('departure') };
  }

  #match(statement: Match, paths: readonly Loose[], around: Surroundings): readonly Loose[] {
    const ends: Loose[] = [];
    let open = pathsFrom(this.#evaluate(statement.subject, paths, around), 'next');
    for (const each of statement.cases) {
      if (open.length === 0) break;
      const point = this.#parts.point(each, open);
      this.#mayRaise(point, false, around);
      ends.push(...this.#block(each.body, pathsFrom(point, 'true'), around));
      open = takesEverything(each) ? [] : pathsFrom(point, 'false');
    }
    return [...ends, ...open];
  }

  #class(statement: ClassDef, paths: readonly Loose[], around: Surroundings): readonly Loose[] {
    const header = this.#evaluate(statement, paths, around);
    return this.#end(statement, this.#block(statement.body, pathsFrom(header, 'next'), around));
  }

  #end(node: ClassDef | ExceptHandler, paths: readonly Loose[]): readonly Loose[] {
    return paths.length === 0 ? paths : pathsFrom(this.#parts.end(node, paths), 'next');
  }

  #try(statement: Try | TryStar, paths: readonly Loose[], around: Surroundings): readonly Loose[] {
    const copies = this.#copiesOf(statement.finalbody, around);
    const within = copies === undefined ? around : this.#guarded(copies, around);
    const caught: Record<Raised, Loose[]> = { error: [], departure: [] };
    const raises = {
      error: (raised: readonly Loose[]) => void caught.error.push(...raised),
      departure: (raised: readonly Loose[]) => void caught.departure.push(...raised),
    };
    const tried = this.#block(statement.body, paths, statement.handlers.length === 0 ? within : { ...within, raises });
    const ends = [...this.#block(statement.orelse, tried, within), ...this.#handlers(statement, caught, within)];
    if (copies === undefined) return ends;
    return copies.through(ends);
  }

  #handlers(statement: Try | TryStar, caught: Record<Raised, Loose[]>, around: Surroundings): readonly Loose[] {
    const open = { error: caught.error, departure: caught.departure };
    const ends: Loose[] = [];
    for (const handler of statement.handlers) {
      const entered = [...this.#taken(handler, 'error', open), ...this.#taken(handler, 'departure', open)];
      if (entered.length === 0) continue;
      const point = this.#evaluate(handler, entered, around);
      const after = this.#handled(handler, pathsFrom(point, 'next'), around);
      ends.push(...after);
      // The other handlers of an `except*` take what is left of the group.
      if (statement.kind === 'TryStar') open.error = [...open.error, ...after];
    }
    around.raises.error(open.error);
    around.raises.departure(open.departure);
    return ends;
  }

  /** The name of a handler is unbound however control leaves it: Python compiles a `finally` for that. */
  #handled(handler: ExceptHandler, paths: readonly Loose[], around: Surroundings): readonly Loose[] {
    if (handler.name === undefined) return this.#block(handler.body, paths, around);
    const copies = new FinallyCopies(this.#parts, (out) => this.#end(handler, out), false);
    const within = { ...this.#guarded(copies, around), finallyDepth: around.finallyDepth };
    return copies.through(this.#block(handler.body, paths, within));
  }

  #taken(handler: ExceptHandler, raised: Raised, open: Record<Raised, Loose[]>): readonly Loose[] {
    const how = open[raised].map((path) => ({ path, catches: this.oracle.catches(handler, raised, path.exception) }));
    open[raised] = how.flatMap(({ path, catches }) => (catches === 'always' ? [] : path));
    return how.flatMap(({ path, catches }) => (catches === 'never' ? [] : path));
  }

  /** What is around a `try` with a `finally`: every exit leads through a copy of it first. */
  #guarded(copies: FinallyCopies, around: Surroundings): Surroundings {
    const lead =
      (exit: Exit, sink: Sink): Sink =>
      (paths) =>
        copies.lead(exit, paths, sink);
    return {
      returns: lead('return', around.returns),
      breaks: around.breaks && lead('break', around.breaks),
      continues: around.continues && lead('continue', around.continues),
      raises: { error: lead('error', around.raises.error), departure: lead('departure', around.raises.departure) },
      finallyDepth: around.finallyDepth + 1,
    };
  }

  #copiesOf(finalbody: readonly Stmt[], around: Surroundings): FinallyCopies | undefined {
    if (finalbody.length === 0) return undefined;
    const outside = { ...around, finallyDepth: around.finallyDepth + 1 };
    return new FinallyCopies(
      this.#parts,
      (paths) => this.#block(finalbody, paths, outside),
      around.finallyDepth >= MOST_COPIED,
    );
  }
}

const pathsFrom = (from: ProgramPoint, kind: EdgeKind): readonly Loose[] => [{ from, kind }];
