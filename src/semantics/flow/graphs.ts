import type { Def, ExceptHandler, Expression, Module, Name } from '../../ast/index.ts';
import { buildGraph, type Catches, type ControlFlowGraph, type Oracle, type Raised } from '../../flow/index.ts';
import { DEPARTURES } from '../../knowledge/exception-hierarchy.ts';
import { caughtBy, takes } from '../handlers/catches.ts';
import type { SemanticModel } from '../model.ts';
import { isBoundBefore, isInItsHandler } from './bound-before.ts';
import type { BlockExits } from './exits.ts';
import { isInfinite } from './loops.ts';
import { swallowingOf } from './swallowing.ts';

/** The control-flow graphs of one file, each built when first asked for. */
export class Graphs {
  readonly #graphs = new Map<Module | Def, ControlFlowGraph>();
  readonly #oracle: Oracle;

  constructor(model: SemanticModel, exits: BlockExits) {
    this.#oracle = {
      neverReturns: (expression) => exits.neverReturns(expression),
      swallows: (manager, raised) => SWALLOWED[swallowingOf(manager, model)][raised],
      catches: (handler, raised, exception) => catches(handler, raised, exception, model),
      raisedBy: (exception) => raisedBy(exception, model),
      isMissing: (name) => isMissing(name, model),
      isInfinite: (iterable) => isInfinite(iterable, model.names),
    };
  }

  of(scope: Module | Def): ControlFlowGraph {
    let graph = this.#graphs.get(scope);
    if (graph === undefined) {
      graph = buildGraph(scope, this.#oracle);
      this.#graphs.set(scope, graph);
    }
    return graph;
  }
}

const SWALLOWED: Readonly<Record<ReturnType<typeof swallowingOf>, Readonly<Record<Raised, Catches>>>> = {
  nothing: { error: 'never', departure: 'never' },
  some: { error: 'maybe', departure: 'maybe' },
  errors: { error: 'always', departure: 'never' },
  all: { error: 'always', departure: 'always' },
};

/** A class that is not known may be of either sort, and of any base. */
function catches(
  handler: ExceptHandler,
  raised: Raised,
  exception: Expression | undefined,
  model: SemanticModel,
): Catches {
  const caught = caughtBy(model, handler);
  if (caught.breadth === 'bare' || caught.breadth === 'base') return 'always';
  const name = exception && classRaised(exception, model);
  if (name !== undefined && takes(caught, name)) return 'always';
  if (raised === 'error' && caught.breadth === 'exception') return 'always';
  const isNarrow = caught.breadth !== 'unknown';
  if (isNarrow && name?.startsWith('builtins.')) return 'never';
  const isOther = (each: string): boolean =>
    raised === 'error' ? DEPARTURES.has(each) : each.startsWith('builtins.') && !DEPARTURES.has(each);
  return isNarrow && caught.names.every(isOther) ? 'never' : 'maybe';
}

const classRaised = (exception: Expression, { names }: SemanticModel): string | undefined =>
  names.qualifiedName(exception.kind === 'Call' ? exception.func : exception);

function raisedBy(exception: Expression | undefined, model: SemanticModel): readonly Raised[] {
  if (exception === undefined) return ['error', 'departure'];
  const name = classRaised(exception, model);
  return [name !== undefined && DEPARTURES.has(name) ? 'departure' : 'error'];
}

/**
 * A name that the file does not bind, or that may not be bound yet where it is read: by the blocks around alone, since what reaches a
 * read is known by the graph that this is asked for. A star import or another run may give what the module binds in some branch.
 */
function isMissing(name: Name, { names }: SemanticModel): boolean {
  const binding = names.resolve(name);
  if (binding === undefined) return names.qualifiedName(name)?.startsWith('builtins.') !== true;
  if (names.scopeAt(name) === binding.scope) return !isBoundBefore(name, binding) && !isInItsHandler(name, binding);
  return (
    binding.scope.node.kind === 'Module' &&
    binding.definitions.every(({ statement }) => statement.parent?.kind !== 'Module')
  );
}
