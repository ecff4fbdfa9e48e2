import type { Def, ExceptHandler, Expression, Module, Name } from '../../ast/index.ts';
import { buildGraph, type Catches, type ControlFlowGraph, type Oracle, type Raised } from '../../flow/index.ts';
import type { SemanticModel } from '../model.ts';

import { type BlockExits, DEPARTURES } from './exits.ts';
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
      catches: (handler, raised) => catches(handler, raised, model),
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

/** A class that is not known may be of either sort. */
function catches({ type }: ExceptHandler, raised: Raised, { names }: SemanticModel): Catches {
  if (type === undefined) return 'always';
  const caught = (type.kind === 'Tuple' ? type.elts : [type]).map((each) => names.qualifiedName(each));
  if (caught.includes('builtins.BaseException')) return 'always';
  if (raised === 'error' && caught.includes('builtins.Exception')) return 'always';
  const isOther = (name: string | undefined): boolean => {
    if (name === undefined) return false;
    return raised === 'error' ? DEPARTURES.has(name) : name.startsWith('builtins.') && !DEPARTURES.has(name);
  };
  return caught.every(isOther) ? 'never' : 'maybe';
}

function raisedBy(exception: Expression | undefined, { names }: SemanticModel): readonly Raised[] {
  if (exception === undefined) return ['error', 'departure'];
  const name = names.qualifiedName(exception.kind === 'Call' ? exception.func : exception);
  return [name !== undefined && DEPARTURES.has(name) ? 'departure' : 'error'];
}

/** A name that the file does not bind, or only in some branch of the module: a star import or another run may give it. */
function isMissing(name: Name, { names }: SemanticModel): boolean {
  const binding = names.resolve(name);
  if (binding === undefined) return names.qualifiedName(name)?.startsWith('builtins.') !== true;
  return (
    binding.scope.node.kind === 'Module' &&
    binding.definitions.every(({ statement }) => statement.parent?.kind !== 'Module')
  );
}
