import type { AsyncFunctionDef, Call, Comprehension, For, FunctionDef, Node, Withitem } from '../../ast/index.ts';
import { PYTHON_BUILTINS } from '../../knowledge/builtins.ts';
import { CLEAN_UP_METHODS } from '../../knowledge/effects.ts';
import type { Effect, Effects } from '../effects.ts';
import type { SemanticModel } from '../model.ts';
import { blockingCall } from './blocking.ts';
import { calleeOf } from './callee.ts';
import { callsWithin } from './calls-within.ts';
import { clientPath } from './client-path.ts';
import { isConsumed } from './consumed.ts';
import { firstPartyOf } from './first-party.ts';
import { implicitWait } from './implicit-waits.ts';
import { effectOfMethod, effectOfName } from './known-effects.ts';
import { logLevelOf } from './log-call.ts';
import { longWork } from './long-work.ts';
import { News } from './news.ts';
import { RemoteCalls } from './remote.ts';

/** What the calls of one file do, each call judged once. */
export function createEffects(model: SemanticModel): Effects {
  return new FileEffects(model);
}

class FileEffects implements Effects {
  readonly #model: SemanticModel;
  readonly #known = new Map<Call, Effect>();
  readonly #blocking = new Map<Call, string | undefined>();
  #remote: RemoteCalls | undefined;
  readonly #news: News;

  constructor(model: SemanticModel) {
    this.#model = model;
    this.#news = new News(model, this);
  }

  of(call: Call): Effect {
    let effect = this.#known.get(call);
    if (effect === undefined) {
      effect = this.#judge(call);
      this.#known.set(call, effect);
    }
    return effect;
  }

  within(nodes: readonly Node[]): ReadonlySet<Effect> {
    return new Set(callsWithin(nodes).map((call) => this.of(call)));
  }

  newsworthy(nodes: readonly Node[]): readonly Call[] {
    return callsWithin(nodes).filter((call) => this.#news.isNews(call));
  }

  hasNews(fn: FunctionDef | AsyncFunctionDef): boolean {
    return this.#news.mayReach(fn);
  }

  remote(nodes: readonly Node[]): readonly Call[] {
    this.#remote ??= new RemoteCalls(this.#model, this);
    const remote = this.#remote;
    return callsWithin(nodes).filter((call) => remote.isRemote(call));
  }

  blocking(call: Call): string | undefined {
    const known = this.#blocking.get(call);
    if (known !== undefined || this.#blocking.has(call)) return known;
    const blocking = blockingCall(this.#model, call);
    this.#blocking.set(call, blocking);
    return blocking;
  }

  implicitWait(node: For | Comprehension | Withitem): string | undefined {
    return implicitWait(this.#model, node);
  }

  isConsumed(call: Call): boolean {
    return isConsumed(call, this.#model);
  }

  longWork(call: Call): string | undefined {
    return longWork(this.#model, call);
  }

  clientPath(call: Call): string | undefined {
    return this.blocking(call) === undefined ? clientPath(this.#model, call) : undefined;
  }

  projectPath({ func }: Pick<Call, 'func'>): string | undefined {
    // Builtins are called most of all.
    if (func.kind === 'Name' && PYTHON_BUILTINS.has(func.id) && this.#model.names.resolve(func) === undefined)
      return undefined;
    const path = this.#model.types.pathOf(func);
    return path === undefined || firstPartyOf(this.#model.names).isForeign(path) ? undefined : path;
  }

  #judge(call: Call): Effect {
    const callee = calleeOf(this.#model, call);
    const { name, method } = callee;
    if (logLevelOf(this.#model, call, callee) !== undefined) return 'log';
    // `self.logger()` of the project gives a logger and does nothing else.
    if (method !== undefined && /logger$/i.test(method) && this.#model.types.isLogger(call)) return 'pure';
    const firstParty = firstPartyOf(this.#model.names);
    const isOwn = callee.isOwn || (name !== undefined && firstParty.isOwn(name));
    const known = name === undefined || isOwn ? undefined : effectOfName(name);
    if ((known === undefined || known === 'thread') && runsCleanUp(call)) return 'clean-up';
    if (known !== undefined) return known;
    if (method !== undefined && CLEAN_UP_METHODS.has(method)) return 'clean-up';
    if (isOwn || (name !== undefined && firstParty.mayBeOwn(name))) return 'project';
    return method === undefined ? 'unknown' : (effectOfMethod(method, call) ?? 'unknown');
  }
}

/** `run_in_thread(client.close)`, `loop.run_in_executor(None, client.close)`: what is handed over is run. */
const runsCleanUp = ({ args }: Call): boolean =>
  args.some((arg) => arg.kind === 'Attribute' && CLEAN_UP_METHODS.has(arg.attr)) &&
  args.every((arg) => arg.kind === 'Attribute' || arg.kind === 'Constant');
