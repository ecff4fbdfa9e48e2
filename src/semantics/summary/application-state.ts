/** What a file puts into the state of an application, for handlers that are elsewhere. */
import { type Expression, isNone } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary } from '../summary.ts';
import { APPLICATION_STATE } from '../types/application-state.ts';
import type { ObjectTypes } from '../types.ts';

export function summarizeApplicationState({ types }: SemanticModel): Pick<ModuleSummary, 'applicationState'> {
  const stored = [...types.applicationState()];
  if (stored.length === 0) return {};
  const accessPaths = stored.flatMap(([name, values]): [string, string | null][] => {
    // `None` until the application has started, and again when it ends.
    const kept = new Set(values.filter((value) => !isNone(value)).map((value) => accessPathTo(value, types)));
    const [only = null] = kept;
    return kept.size === 0 ? [] : [[name, kept.size === 1 ? only : null]];
  });
  return { applicationState: Object.fromEntries(accessPaths) };
}

/** What the application keeps already leads round in a circle. */
function accessPathTo(value: Expression, types: ObjectTypes): string | null {
  const accessPath = types.pathOf(value);
  return accessPath === undefined || accessPath.startsWith(APPLICATION_STATE) ? null : accessPath;
}
