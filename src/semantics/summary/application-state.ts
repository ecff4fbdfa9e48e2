/** What a file puts into the state of an application, for handlers that stand elsewhere. */
import { type Expression, isNone } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary } from '../summary.ts';
import { APPLICATION_STATE } from '../types/application-state.ts';
import type { ObjectTypes } from '../types.ts';

export function summarizeApplicationState({ types }: SemanticModel): Pick<ModuleSummary, 'applicationState'> {
  const stored = [...types.applicationState()];
  if (stored.length === 0) return {};
  const ways = stored.flatMap(([name, values]): [string, string | null][] => {
    // `None` until the application has started, and again when it ends.
    const kept = new Set(values.filter((value) => !isNone(value)).map((value) => wayTo(value, types)));
    const [only = null] = kept;
    return kept.size === 0 ? [] : [[name, kept.size === 1 ? only : null]];
  });
  return { applicationState: Object.fromEntries(ways) };
}

/** What the application keeps already leads round in a circle. */
function wayTo(value: Expression, types: ObjectTypes): string | null {
  const way = types.pathOf(value);
  return way === undefined || way.startsWith(APPLICATION_STATE) ? null : way;
}
