/** Finds the loops of a file that retry. */
import { type AsyncFor, type For, type Node, nodesOf, type Try, type TryStar, type While } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { Delay, Retries, Retry } from '../retries.ts';
import { retryByException } from './by-exception.ts';
import { retryByResult } from './by-result.ts';
import { DelayFinder } from './delays.ts';

export function createRetries(model: SemanticModel): Retries {
  return new RetryLoops(model);
}

class RetryLoops implements Retries {
  readonly #finder: DelayFinder;
  #all: readonly Retry[] | undefined;

  constructor(readonly model: SemanticModel) {
    this.#finder = new DelayFinder(model);
  }

  get all(): readonly Retry[] {
    this.#all ??= findRetries(this.model, this.#finder);
    return this.#all;
  }

  pausesWithin(nodes: readonly Node[]): readonly Delay[] {
    return this.#finder.within(nodes);
  }
}

/** One retry per loop: the `try` whose failure goes round, one with a connection before others, else the answer that does. */
function findRetries(model: SemanticModel, finder: DelayFinder): readonly Retry[] {
  const { content } = model.source.text;
  const mayPause = PAUSING.test(content);
  const found = new Map<Node, Retry>();
  const { module } = model.source;
  for (const attempt of [...nodesOf(module, 'Try'), ...nodesOf(module, 'TryStar')]) {
    addRetry(attempt, model, finder, found);
  }
  const loops = mayPause ? [...nodesOf(module, 'For'), ...nodesOf(module, 'While')] : [];
  for (const loop of loops) {
    // Most loops never pause, and their text says so sooner than their calls do.
    if (found.has(loop) || !PAUSING.test(content.slice(loop.start, loop.end))) continue;
    const retry = retryByResult(loop, model, finder);
    if (retry !== undefined) found.set(loop, retry);
  }
  return [...found.values()].sort((a, b) => a.loop.start - b.loop.start);
}

/** Code that holds none of these never pauses. */
const PAUSING = /sleep|wait|pause|delay|back_?off/i;

function addRetry(attempt: Try | TryStar, model: SemanticModel, finder: DelayFinder, found: Map<Node, Retry>): void {
  if (attempt.handlers.length === 0) return;
  const loop = model.context.loopAround(attempt);
  if (loop === undefined || !isStatementLoop(loop)) return;
  const retry = retryByException(loop, attempt, model, finder);
  const known = found.get(loop);
  if (retry !== undefined && (known === undefined || (!isRemote(known) && isRemote(retry)))) found.set(loop, retry);
}

function isRemote({ remoteCalls, remoteExceptions }: Retry): boolean {
  return remoteCalls.length > 0 || remoteExceptions.length > 0;
}

function isStatementLoop(loop: Node): loop is For | AsyncFor | While {
  return loop.kind === 'For' || loop.kind === 'AsyncFor' || loop.kind === 'While';
}
