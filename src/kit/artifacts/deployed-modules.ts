/** Which modules the repository's artifacts run for others. */
import { memoize } from '../../collections/index.ts';
import type { PlacedCommand, ProjectModel } from '../../project/index.ts';
import { isComposeForDevelopment, isForDevelopment } from '../../project/reach/for-development.ts';
import { closureOf } from '../../project/service-code.ts';
import { modulesStartedBy } from '../../project/started-modules.ts';
import type { ModuleSummary } from '../../semantics/index.ts';

/** What images, services, manifests, Procfiles and scripts start, with all that it imports. */
export const deployedModules = memoize((project: ProjectModel): ReadonlySet<ModuleSummary> => {
  const started = project.commands.filter(isDeployment).flatMap((placed) => modulesStartedBy(placed, project));
  return closureOf(
    project,
    started.map((module) => ({ module })),
  );
});

/** The command is one by which something is run for others, not by those who work on it. */
export function isDeployment({ kind, path }: PlacedCommand): boolean {
  if (!STARTING.has(kind)) return false;
  return kind === 'compose' ? !isComposeForDevelopment(path) : !isForDevelopment(path);
}

const STARTING: ReadonlySet<PlacedCommand['kind']> = new Set([
  'dockerfile',
  'compose',
  'kubernetes',
  'platform',
  'shell-script',
]);
