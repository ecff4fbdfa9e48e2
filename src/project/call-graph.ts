/** Which functions of the project a function runs, as far as names show. */
import type { ModuleSummary, SummaryBody, SummaryFunction, SummaryPlace } from '../semantics/index.ts';
import { implementationsOf, isDeclared } from './implementations.ts';
import type { Lineages } from './lineages.ts';
import { isUnderMain } from './main-guard.ts';
import type { LocatedClass, LocatedFunction } from './project-model.ts';
import type { Resolver } from './resolver.ts';

/** How far calls are followed where nothing else is asked: further than that, paths are guesses. */
export const CALL_DEPTH = 3;

export interface CallEdge {
  readonly to: LocatedFunction;
  /** `made`: it belongs to the making of an object. `deferred`: handed to something that runs it, in a lambda or as it is. */
  readonly how: 'called' | 'made' | 'deferred';
  /** The caller can come to its end without it. */
  readonly isSometimes?: true;
  /** Of several methods that are in the place of one, and nobody knows which the object has. */
  readonly isOneOfSeveral?: true;
  /** The caller runs the generator or the context that the call makes. */
  readonly isConsumed?: true;
}

export class CallGraph {
  readonly #edges = new Map<SummaryFunction, readonly CallEdge[]>();
  readonly #implementations = new Map<SummaryFunction, readonly LocatedFunction[]>();

  constructor(
    readonly modules: readonly ModuleSummary[],
    readonly resolver: Resolver,
    readonly lineages: Lineages,
  ) {}

  /** Of a method that is only declared, what the classes of production have in its place; none of any other. */
  implementationsOf({ module, function: fn }: LocatedFunction): readonly LocatedFunction[] {
    let known = this.#implementations.get(fn);
    if (known === undefined) {
      const owner = this.resolver.classNamed(fn.qualifiedName.slice(0, fn.qualifiedName.lastIndexOf('.')));
      const isMeant = owner?.module === module && isDeclared(fn, owner);
      known = isMeant ? implementationsOf(fn, owner, this.lineages).filter(({ isDoubtful }) => !isDoubtful) : [];
      this.#implementations.set(fn, known);
    }
    return known;
  }

  /** Calls in the order of their names, then what making objects runs. */
  callsFrom(caller: LocatedFunction): readonly CallEdge[] {
    let edges = this.#edges.get(caller.function);
    if (edges === undefined) {
      edges = [...this.#called(caller), ...this.#made(caller)];
      this.#edges.set(caller.function, edges);
    }
    return edges;
  }

  /** What the code of a module itself calls and makes when it runs: as a program, or because something imports it. */
  calledByModule(module: ModuleSummary, how: 'run' | 'imported'): readonly CallEdge[] {
    const body = { module, function: how === 'run' ? module.body : importedPart(module) };
    return [...this.#called(body), ...this.#made(body)];
  }

  /** The methods that making an object of the class runs. */
  makersOf(made: LocatedClass): LocatedFunction[] {
    return MAKERS.map((name) => this.resolver.methodOf(made, name)).filter((found) => found.kind === 'function');
  }

  /**
   * What some functions come to run, themselves first: each function once, by its name, with the root that is nearest to
   * it. Equally near roots count in the order given.
   */
  *reachFrom<R extends LocatedFunction>(
    roots: readonly R[],
    depth: number,
    follows: (edge: CallEdge, caller: LocatedFunction) => boolean,
  ): Generator<{ readonly at: LocatedFunction; readonly root: R }> {
    const seen = new Set<string>();
    let level: { readonly at: LocatedFunction; readonly root: R }[] = roots.map((root) => ({ at: root, root }));
    for (let distance = 0; level.length > 0 && distance <= depth; distance++) {
      const reached = level.filter(({ at: { function: fn } }) => {
        const isNew = !seen.has(fn.qualifiedName);
        seen.add(fn.qualifiedName);
        return isNew;
      });
      yield* reached;
      level = reached.flatMap(({ at, root }) =>
        this.callsFrom(at)
          .filter((edge) => !seen.has(edge.to.function.qualifiedName) && follows(edge, at))
          .map(({ to }) => ({ at: to, root })),
      );
    }
  }

  #called({ module, function: fn }: LocatedBody): CallEdge[] {
    const deferred = new Set([...(fn.deferred ?? []), ...fn.starts.map(({ target }) => target)]);
    const sometimes = new Set(fn.sometimes);
    const consumed = new Set(fn.consumes);
    return fn.calls.flatMap((call): CallEdge[] => {
      const to = this.resolver.resolve(call, module);
      if (to.kind !== 'function') return [];
      const how = deferred.has(call) ? 'deferred' : 'called';
      const others = this.implementationsOf(to);
      const isOpen = others.length > 1;
      const isSometimes = isOpen || sometimes.has(call);
      return [to, ...others].map((each) => ({
        to: each,
        how,
        ...(isOpen && each !== to && { isOneOfSeveral: true }),
        ...(isSometimes && { isSometimes }),
        ...(consumed.has(call) && { isConsumed: true }),
      }));
    });
  }

  #made({ module, function: fn }: LocatedBody): CallEdge[] {
    return fn.constructs.flatMap(({ class: name }) => {
      const made = this.resolver.resolve(name, module);
      return made.kind === 'class' ? this.makersOf(made).map((to) => ({ to, how: 'made' as const })) : [];
    });
  }
}

/** A function, or what a module does itself. */
interface LocatedBody {
  readonly module: ModuleSummary;
  readonly function: SummaryBody & Pick<SummaryFunction, 'deferred' | 'sometimes' | 'consumes'>;
}

/** What stays of a module's own code where it is imported. */
function importedPart(module: ModuleSummary): SummaryBody {
  const { body, main } = module;
  if (main === undefined) return body;
  const isElsewhere = ({ place }: { readonly place: SummaryPlace }) => !isUnderMain(module, place.line);
  return {
    calls: body.calls.filter((call) => !main.calls.includes(call)),
    starts: body.starts.filter(isElsewhere),
    constructs: body.constructs.filter(isElsewhere),
  };
}

const MAKERS: readonly string[] = ['__new__', '__init__', '__post_init__'];

/** Its code runs on the thread of the caller, and when it is called. */
export function runsInPlace({ to, how, isConsumed }: CallEdge): boolean {
  return how !== 'deferred' && !to.function.isAsync && (!to.function.isGenerator || isConsumed === true);
}
