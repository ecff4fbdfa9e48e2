/** Whether a function comes to call one of some named functions. */
import type { RelatedLocation } from '../findings/index.ts';
import type { ProjectModel, Resolution } from './project-model.ts';

type FunctionResolution = Extract<Resolution, { kind: 'function' }>;

const MAX_DEPTH = 1;

/** The function that calls one of the names: itself, or the nearest that it calls (synchronously, no deeper). */
export function callerAmong(
  found: FunctionResolution,
  names: readonly string[],
  project: ProjectModel,
): RelatedLocation | undefined {
  const seen = new Set([found.function]);
  let level = [found];
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
    for (const { module, function: fn } of level) {
      const called = names.find((name) => fn.calls.includes(name));
      if (called !== undefined && !fn.isAsync && !fn.isGenerator) {
        const own = fn.qualifiedName.slice(module.module.length + 1);
        return { path: module.path, ...fn.place, message: `\`${own}\` calls \`${called}\`` };
      }
    }
    level = level.flatMap(({ module, function: fn }) =>
      fn.calls.flatMap((call) => {
        const callee = project.resolve(call, module);
        if (callee.kind !== 'function' || callee.function.isAsync || seen.has(callee.function)) return [];
        seen.add(callee.function);
        return [callee];
      }),
    );
  }
  return undefined;
}
