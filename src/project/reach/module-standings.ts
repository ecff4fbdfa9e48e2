/** Which modules of the project come to run, and how: served, run, imported by what runs, or loose. */

import { groupBy } from '../../collections/index.ts';
import type { Standing } from '../../findings/index.ts';
import { startsService } from '../../knowledge/web-applications.ts';
import type { ModuleSummary } from '../../semantics/index.ts';
import type { Project } from '../build.ts';
import { neverReturns } from '../never-returns.ts';
import { isProduction } from '../production.ts';
import { modulesStartedBy } from '../started-modules.ts';
import { isComposeForDevelopment, isForDevelopment } from './for-development.ts';

/** A module that something starts, with the standing that its own code has. */
export interface StartedCode {
  readonly module: ModuleSummary;
  readonly standing: Standing;
  /** The function that is started; absent where the file is run. */
  readonly function?: string;
}

export class ModuleStandings {
  /** What something starts, most important first. */
  readonly starts: readonly StartedCode[];
  /** Whether the repository is a program that is run, and not only parts that others import. */
  readonly isApplication: boolean;
  /** What comes to run, with all that it imports. */
  readonly #live = new Map<ModuleSummary, Standing>();

  constructor(readonly project: Project) {
    const services = project.modules.filter((module) => isServiceModule(module, project));
    const commands = commandStarts(project);
    const served: StartedCode[] = services.map((module) => ({ module, standing: servedBy(module, project) }));
    const deployed = commands.filter(({ standing }) => standing.isByHand !== true);
    this.isApplication = served.length > 0 || deployed.length > 0;
    this.starts = [
      ...served,
      ...deployed,
      ...declaredStarts(project),
      ...commands.filter(({ standing }) => standing.isByHand === true),
      ...packageStarts(project),
    ];
    this.#spread();
  }

  /** How a module comes to run. */
  of(module: ModuleSummary): Standing {
    const live = this.#live.get(module);
    if (live !== undefined) return live;
    const name = `\`${this.project.importNameOf(module)}\``;
    const distribution = this.isApplication ? undefined : this.#distributionOf(module);
    if (distribution !== undefined && !isPrivate(module)) {
      const offered = distribution.name === undefined ? 'the library' : `\`${distribution.name}\``;
      return { reach: 'imported', because: `${name} is part of what ${offered} offers` };
    }
    const use = this.project.useOf(module);
    if (use === undefined) return { reach: 'loose', because: `nothing starts, imports or names ${name}` };
    return { reach: 'imported', because: USES[use](name) };
  }

  /** Whether a module comes to run by what starts here. */
  isLive(module: ModuleSummary): boolean {
    return this.#live.has(module);
  }

  #distributionOf({ path }: ModuleSummary) {
    return this.project.distributions.find((distribution) => distribution.includes(path) === true);
  }

  /** Along imports, the most important start first. */
  #spread(): void {
    const imports = groupBy(
      this.project.importEdges.filter(({ imported }) => imported.when !== 'type-checking'),
      ({ from }) => from,
    );
    for (const { module: start, standing } of this.starts) {
      if (this.#live.has(start)) continue;
      this.#live.set(start, standing);
      const pending = [start];
      for (let from = pending.shift(); from !== undefined; from = pending.shift()) {
        for (const { to } of imports.get(from) ?? []) {
          if (this.#live.has(to)) continue;
          this.#live.set(to, importedBy(start, standing, this.project));
          pending.push(to);
        }
      }
    }
  }
}

/** What is said of a module that nothing of the project starts. */
const USES = {
  imported: (name: string) => `other code imports ${name}`,
  named: (name: string) => `${name} is named where modules are looked up`,
  loaded: (name: string) => `${name} is loaded by a name made at run time`,
  offered: (name: string) => `the package of ${name} offers it`,
} as const;

function importedBy(start: ModuleSummary, { because, ...standing }: Standing, project: Project): Standing {
  const name = `\`${project.importNameOf(start)}\``;
  return {
    ...standing,
    because: because.startsWith(name) ? `${because} and imports it` : `${name} imports it; ${because}`,
  };
}

/** It makes a web application, starts a server or worker, or goes on until somebody stops it. */
function isServiceModule(module: ModuleSummary, { calls }: Project): boolean {
  // Scripts, and demonstrations below a library, are run by hand or not at all.
  if (module.role !== 'library' && module.role !== 'entry-point') return false;
  const bodies = [module.body, ...module.functions];
  if (
    bodies.some((body) => body.calls.some(startsService) || body.constructs.some((made) => startsService(made.class)))
  )
    return true;
  return module.isEntryPoint && neverReturns(module.body, module, calls);
}

function servedBy(module: ModuleSummary, project: Project): Standing {
  return { reach: 'served', because: `\`${project.importNameOf(module)}\` runs as a service` };
}

/** Commands that the artifacts of the repository give. */
function commandStarts(project: Project): StartedCode[] {
  return project.startingCommands.flatMap((placed) => {
    const { kind, path, isService } = placed;
    const isAside = kind === 'compose' ? isComposeForDevelopment(path) : isForDevelopment(path) && !isWorkflow(path);
    const isDeployed = (isService || kind === 'procfile') && !isAside;
    return modulesStartedBy(placed, project).map((module) => {
      const because = `a command in \`${path}\` starts \`${module.path}\``;
      const runs: Standing = { reach: 'run', because };
      return { module, standing: isDeployed ? runs : { ...runs, isByHand: true as const } };
    });
  });
}

const isWorkflow = (path: string): boolean => path.startsWith('.github/workflows/');

/** Console scripts and plug-ins that packaging declares. */
function declaredStarts(project: Project): StartedCode[] {
  return project.entryPoints.flatMap(({ name, reference }) => {
    const [dotted = '', object] = reference.split(':', 2);
    const [asker] = project.modules;
    const found = asker === undefined ? undefined : project.resolve(dotted.trim(), asker);
    if (found?.kind !== 'module') return [];
    const standing: Standing = { reach: 'run', because: `packaging declares \`${name}\` as an entry point` };
    const started = object === undefined ? undefined : `${found.module.module}.${object.trim().split(/[ [(]/, 1)[0]}`;
    return [{ module: found.module, standing, ...(started !== undefined && { function: started }) }];
  });
}

/** `python -m package` runs `__main__.py`, whoever says so. */
function packageStarts(project: Project): StartedCode[] {
  return project.modules.flatMap((module) => {
    if (!module.path.endsWith('__main__.py') || !isProduction(module)) return [];
    const because = `\`python -m\` runs \`${module.path}\``;
    return [{ module, standing: { reach: 'run' as const, because, isByHand: true as const } }];
  });
}

const isPrivate = ({ module }: ModuleSummary): boolean => module.split('.').some((name) => /^_[^_]/.test(name));
