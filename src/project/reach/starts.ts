/** What commands and packaging say is started. */
import type { Standing } from '../../findings/index.ts';
import type { ModuleSummary } from '../../semantics/index.ts';
import type { Project } from '../build.ts';
import { handlerCalledBy, modulesStartedBy } from '../started-modules.ts';
import { archivedBy } from './archived.ts';
import { isComposeForDevelopment, isForDevelopment } from './for-development.ts';

/** A module that something starts, with the standing that its own code has. */
export interface StartedCode {
  readonly module: ModuleSummary;
  readonly standing: Standing;
  /** The function that is started; absent where the file is run. */
  readonly function?: string;
  /** The file whose command it is. */
  readonly declaredIn?: string;
}

/** Someone runs it by hand, or a tool for developers does. */
export const isByHand = ({ standing }: Pick<StartedCode, 'standing'>): boolean => standing.isByHand === true;

/** Commands that the artifacts of the repository give. */
export function commandStarts(project: Project): StartedCode[] {
  return project.startingCommands.flatMap((placed) => {
    const { kind, path, isService } = placed;
    const isAside = kind === 'compose' ? isComposeForDevelopment(path) : isForDevelopment(path) && !isWorkflow(path);
    const isDeployed = (isService || kind === 'platform') && !isAside;
    const handler = isDeployed ? handlerCalledBy(placed, project) : undefined;
    if (handler !== undefined) {
      const because = `the image of \`${path}\` calls \`${handler.function}\` for each event`;
      return { ...handler, standing: { reach: 'served', because }, declaredIn: path };
    }
    return modulesStartedBy(placed, project).map((module) => {
      const because = `a command in \`${path}\` starts \`${module.path}\``;
      const runs: Standing = { reach: 'run', because };
      return { module, standing: isDeployed ? runs : { ...runs, isByHand: true as const }, declaredIn: path };
    });
  });
}

/** A README or a script that is kept with old code shows how that was once run. */
export const isOfToday = (start: StartedCode): boolean =>
  !isByHand(start) || start.declaredIn === undefined || archivedBy(start.declaredIn) === undefined;

const isWorkflow = (path: string): boolean => path.startsWith('.github/workflows/');

/** Console scripts and plug-ins that packaging declares. */
export function declaredStarts(project: Project): StartedCode[] {
  return project.entryPoints.flatMap(({ name, reference }) => {
    const [dotted = '', object] = reference.split(':', 2);
    const [caller] = project.modules;
    const found = caller === undefined ? undefined : project.resolve(dotted.trim(), caller);
    if (found?.kind !== 'module') return [];
    const standing: Standing = { reach: 'run', because: `packaging declares \`${name}\` as an entry point` };
    const started = object === undefined ? undefined : `${found.module.module}.${object.trim().split(/[ [(]/, 1)[0]}`;
    return [{ module: found.module, standing, ...(started !== undefined && { function: started }) }];
  });
}
