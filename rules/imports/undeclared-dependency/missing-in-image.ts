/** Imports that fail where an image starts its code: what it installs lacks a distribution that other lists have. */
import type { DockerStage } from '#artifacts';
import { groupBy } from '#collections';
import { contextsMeant, isDeclaredIn, providersOf, shippedStages, startOfStage } from '#kit/artifacts';
import type { ArtifactFile, Bringing, ProjectModel } from '#project';
import { isForDevelopment } from '#project/reach/for-development';
import { startedModules } from '#project/started-modules';
import { TransitiveDistributions } from '#project/transitive-distributions';
import type { ModuleSummary } from '#semantics';
import { isOfEnvironment } from '../_shared/likely-names.ts';
import { type ForeignImport, foreignImports } from './foreign-imports.ts';
import { type ImageInstalls, installsOfStage } from './image-installs.ts';

export interface MissingInImage {
  readonly dockerfile: ArtifactFile<'dockerfile'>;
  readonly distribution: string;
  readonly found: ForeignImport;
  readonly installs: ImageInstalls;
  readonly bringing: Bringing;
}

/** One for each image and distribution, at the import that is met first. */
export function missingInImages(project: ProjectModel): MissingInImage[] {
  const foreign = groupBy(foreignImports(project), ({ module }) => module);
  return project.artifacts
    .of('dockerfile')
    .filter(({ path }) => !isForDevelopment(path))
    .flatMap((dockerfile) => {
      const stages = shippedStages(dockerfile, project).filter((stage) => !isForDevelopment('', stage));
      return stages.flatMap((stage) => missingIn(dockerfile, stage, foreign, project));
    });
}

function missingIn(
  dockerfile: ArtifactFile<'dockerfile'>,
  stage: DockerStage,
  foreign: ReadonlyMap<ModuleSummary, readonly ForeignImport[]>,
  project: ProjectModel,
): MissingInImage[] {
  const modules = importedAtStart(dockerfile, stage, project);
  const installs = modules.length === 0 ? undefined : installsOfStage(dockerfile, stage, project);
  if (installs === undefined || installs.lists.length === 0) return [];
  const transitive = new TransitiveDistributions(installs.requirements, project.artifacts);
  const missing = new Map<string, MissingInImage>();
  for (const found of modules.flatMap((module) => foreign.get(module) ?? [])) {
    const [distribution] = providersOf(found.name);
    const { imported, name } = found;
    if (distribution === undefined || missing.has(distribution) || !runsAtImport(imported)) continue;
    if (isOfEnvironment(name.split('.')[0] ?? name) || isDeclaredIn(name, (each) => installs.names.has(each))) continue;
    const bringing = transitive.of(distribution);
    if (bringing.kind === 'certain') continue;
    missing.set(distribution, { dockerfile, distribution, found, installs, bringing });
  }
  return [...missing.values()];
}

type Import = ModuleSummary['imports'][number];

const runsAtImport = ({ when, guarded, expectedToFail, isConditional }: Import): boolean =>
  when === 'import-time' && !guarded && expectedToFail !== true && isConditional !== true;

/** What the start of the stage's container imports before anything runs, the started modules first. */
function importedAtStart(
  dockerfile: ArtifactFile<'dockerfile'>,
  stage: DockerStage,
  project: ProjectModel,
): ModuleSummary[] {
  const start = startOfStage(dockerfile.model, stage);
  const services = project.builds.of(dockerfile.path).map(({ service }) => service);
  // Where all that is built from it is started otherwise, its own command never runs.
  if (services.length > 0 && services.every((each) => each?.command !== undefined || each?.entrypoint !== undefined))
    return [];
  if (start?.kind !== 'cmd' && start?.kind !== 'entrypoint') return [];
  const contexts = contextsMeant(dockerfile, project) ?? [];
  for (const { folder } of contexts) {
    const started = start.script.commands.flatMap((command) => startedModules(project, command, { folder }));
    if (started.length === 0) continue;
    const reached = new Set(started.map(({ module }) => module));
    for (const module of reached)
      for (const { to, imported } of project.importsOf(module)) if (runsAtImport(imported)) reached.add(to);
    return [...reached];
  }
  return [];
}
