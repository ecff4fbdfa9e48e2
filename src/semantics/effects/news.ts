/** Whether the failure of a call is about the world outside the code: a file, a server, a database, other parts of the project. */

import type { AsyncFunctionDef, Call, FunctionDef } from '../../ast/index.ts';
import { THREAD_RUNNERS } from '../../knowledge/thread-runners.ts';
import type { Effect, Effects } from '../effects.ts';
import { FOLLOWED } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import { callsWithin } from './calls-within.ts';
import { definitionCalled } from './definition-called.ts';

type Def = FunctionDef | AsyncFunctionDef;

const OUTSIDE: ReadonlySet<Effect> = new Set<Effect>(['network', 'file', 'database']);

/** Asked of the calls of one file; each function is looked into once per depth, so that no answer hangs on what was asked before. */
export class News {
  readonly #known = Array.from({ length: FOLLOWED.calls + 1 }, () => new Map<Def, boolean>());

  constructor(
    private readonly model: SemanticModel,
    private readonly effects: Effects,
  ) {}

  isNews(call: Call, depth = 0): boolean {
    const effect = this.effects.of(call);
    if (OUTSIDE.has(effect)) return true;
    if (effect !== 'project') return false;
    const definition = definitionCalled(this.model, call);
    if (definition === undefined) return !isParser(call) && !isPlainImport(this.model, call);
    return definition.kind !== 'ClassDef' && depth < FOLLOWED.calls && this.isIn(definition, depth + 1);
  }

  /**
   * As others see a function: there is news in it, or it hands what it is given to an executor (`loop.run_in_executor(None, callback)`).
   * That waits so long that a thread has to do it, and only the caller knows what it is.
   */
  mayReach(fn: Def): boolean {
    return this.isIn(fn) || callsWithin([fn]).some((call) => this.#runsWhatIsGiven(call));
  }

  #runsWhatIsGiven({ func, args }: Call): boolean {
    if (func.kind !== 'Attribute' || !THREAD_RUNNERS.has(func.attr)) return false;
    return args.some((arg) => arg.kind === 'Name' && this.model.names.parameterOf(arg) !== undefined);
  }

  /** Whether one of the calls in the body of a function is, nested functions and lambdas left out. */
  isIn(fn: Def, depth = 0): boolean {
    const known = this.#known[depth]?.get(fn);
    if (known !== undefined) return known;
    const has = callsWithin([fn]).some((call) => this.isNews(call, depth));
    this.#known[depth]?.set(fn, has);
    return has;
  }
}

/** A function or class of another module whose call is not awaited: on real code most of these compute. */
function isPlainImport(model: SemanticModel, call: Call): boolean {
  return call.parent?.kind !== 'Await' && model.names.qualifiedName(call.func) !== undefined;
}

/** A function of another module that only parses, by its name: that is not seen from here. */
function isParser({ func }: Call): boolean {
  const name = func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : '';
  return /^_*(?:parse|decode|deserialize|format|normalize|split|strip)(?:_|$)/.test(name);
}
