/** Pauses between attempts: sleeps, waits with a timeout, functions of the project that sleep or say so by their name. */

import type { AsyncFunctionDef, Call, Expression, FunctionDef, Node } from '../../ast/index.ts';
import { callsWithin } from '../effects/calls-within.ts';
import { definitionCalled } from '../effects/definition-called.ts';
import { FOLLOWED } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import type { Delay, DelayComputation } from '../retries.ts';
import { computationOf } from './computation.ts';

const PAUSING_NAME = /(?:^|_)(?:sleep|slept|wait|back_?off|delay|pause|throttle|rate_?limit(?:er)?|cool_?down)(?:_|$)/i;
/** Waits that say how long by a keyword: `event.wait(timeout=5)`, `queue.get(timeout=1)`, `select(…, timeout=1)`. */
const TIMED_METHODS: ReadonlySet<string> = new Set(['select', 'poll', 'get', 'join', 'acquire', 'wait_for']);

export class DelayFinder {
  /** By depth, so that no answer hangs on what was asked before. */
  readonly #sleeping = Array.from(
    { length: FOLLOWED.calls + 1 },
    () => new Map<FunctionDef | AsyncFunctionDef, boolean>(),
  );

  constructor(private readonly model: SemanticModel) {}

  within(nodes: readonly Node[]): readonly Delay[] {
    return callsWithin(nodes)
      .filter((call) => this.isPause(call))
      .map((call) => new CallDelay(call, this.model));
  }

  isPause(call: Call, depth = 0): boolean {
    const { func } = call;
    const name = func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : '';
    if (PAUSING_NAME.test(name)) return true;
    // Anyone who is asked takes longer than any pause.
    if (name === 'input' && this.model.names.qualifiedName(func) === 'builtins.input') return true;
    if (TIMED_METHODS.has(name) && call.keywords.some(({ arg }) => arg === 'timeout'))
      return !isOfService(call, this.model);
    const effect = this.model.effects.of(call);
    if (effect === 'sleep') return true;
    if (effect !== 'project' || depth >= FOLLOWED.calls) return false;
    const called = definitionCalled(this.model, call);
    return called !== undefined && called.kind !== 'ClassDef' && this.#sleeps(called, depth + 1);
  }

  #sleeps(fn: FunctionDef | AsyncFunctionDef, depth: number): boolean {
    const known = this.#sleeping[depth]?.get(fn);
    if (known !== undefined) return known;
    const sleeps = callsWithin([fn]).some((call) => this.isPause(call, depth));
    this.#sleeping[depth]?.set(fn, sleeps);
    return sleeps;
  }
}

/** `requests.get(url, timeout=5)` is the attempt and no pause. */
function isOfService(call: Call, model: SemanticModel): boolean {
  const effect = model.effects.of(call);
  return effect === 'network' || effect === 'database';
}

class CallDelay implements Delay {
  #computation: DelayComputation | undefined;

  constructor(
    readonly call: Call,
    private readonly model: SemanticModel,
  ) {}

  get amount(): Expression | undefined {
    const [first] = this.call.args;
    const named = this.call.keywords.find(({ arg }) => arg !== undefined && /^(timeout|delay|seconds|secs)$/.test(arg));
    return first !== undefined && first.kind !== 'Starred' ? first : named?.value;
  }

  get computation(): DelayComputation {
    this.#computation ??= computationOf(this.call, this.amount, this.model);
    return this.#computation;
  }
}
