import { runsServer } from '../knowledge/web-applications.ts';
import type { ModuleSummary, SummaryBody, SummaryFunction } from '../semantics/index.ts';
import type { CallGraph } from './call-graph.ts';

/** `main` runs a server, and that its loop. */
const DEPTH = 2;

/** Whether code, or what it calls and waits for, goes on until someone stops the process: an endless loop, a server. `runs` tells the calls that do. */
export function neverReturns(
  body: SummaryBody & Pick<SummaryFunction, 'neverReturns'>,
  module: ModuleSummary,
  calls: CallGraph,
  runs: (name: string) => boolean = runsServer,
): boolean {
  if (body.neverReturns === true || body.calls.some(runs)) return true;
  const started = new Set(body.starts.map(({ target }) => target));
  const called = body.calls.flatMap((name) => {
    const to = started.has(name) ? undefined : calls.resolver.resolve(name, module);
    return to?.kind === 'function' ? [to] : [];
  });
  const reached = calls.reachFrom(called, DEPTH - 1, ({ how }) => how !== 'deferred');
  for (const { at } of reached) {
    if (at.function.neverReturns === true || at.function.calls.some(runs)) return true;
  }
  return false;
}
