/** Calls of a module where something of it was meant. */
import type { ModuleSummary, ProjectModel } from '../../project/index.ts';
import { fileStart } from '../file-start.ts';
import { FAR_FETCHED } from '../names/far-fetched.ts';
import { unpackPlace } from '../packed-place.ts';
import type { ProjectProblem } from '../rule.ts';
import type { ProjectCall } from './project-calls.ts';
import type { CallMismatch } from './twin-mismatches.ts';

/** `from shop.tools import press` where `press` is a module: what it holds was meant. */
export function calledModule(
  { path, place, swallowed }: ProjectCall,
  from: ModuleSummary,
  project: ProjectModel,
): (ProjectProblem & Pick<CallMismatch, 'callee' | 'says'>) | undefined {
  const found = project.resolve(path, from);
  if (found.kind !== 'module' || found.module === from) return undefined;
  const { module } = found;
  const above = project.moduleByPath(
    `${module.path.replace(/(?:\/__init__)?\.py$/, '').replace(/\/[^/]*$/, '')}/__init__.py`,
  );
  if (above?.imports.some((each) => each.name === '*') === true || above?.hasDynamicNames === true) return undefined;
  // `sys.modules[__name__] = Speaker()`
  if (module.attributeReads.includes('modules')) return undefined;
  const name = path.slice(path.lastIndexOf('.') + 1);
  const says = 'is a module, and modules cannot be called';
  return {
    callee: module.module,
    says,
    at: { path: from.path, ...unpackPlace(place) },
    message: `\`${name}\` ${says}${swallowed === undefined ? '' : `, and the handler around it ${swallowed}`}`,
    remedy: `Import what is meant from \`${project.importNameOf(module)}\``,
    cause: `${module.module} called`,
    ...(project.isFarFetched(path, from, module) && { heldBack: FAR_FETCHED }),
    related: [{ ...fileStart(module), message: 'the module' }],
    key: `${from.module} ${name} module`,
  };
}
