/** Which modules of the project come to run, and how: served, run, imported by what runs, or loose. */

import type { Standing } from '../../findings/index.ts';
import { isOfExtension } from '../../knowledge/event-handlers.ts';
import { makesSite, startsService, waitsForBot } from '../../knowledge/web-applications.ts';
import type { ModuleSummary } from '../../semantics/index.ts';
import type { Project } from '../build.ts';
import { definesWork, isFoundByFile, isFoundByFolder } from '../found-by-name.ts';
import { neverReturns } from '../never-returns.ts';
import { distributionsAround } from '../packaging.ts';
import { isProduction, isRun } from '../production.ts';
import { commandStarts, declaredStarts, isByHand, isOfToday, type StartedCode } from './starts.ts';

export class ModuleStandings {
  /** What something starts, most important first. */
  readonly starts: readonly StartedCode[];
  /** Whether the repository is a program that is run, and not only parts that others import. */
  readonly isApplication: boolean;
  /** What comes to run, with all that it imports. */
  readonly #live = new Map<ModuleSummary, Standing>();
  /** What comes to run in ways that cannot be followed, with all that it imports. */
  readonly #imported: ReadonlySet<ModuleSummary>;
  /** What a command or an entry point names. */
  readonly #named: ReadonlySet<ModuleSummary>;
  /** Whether the project says of anything that it is started. */
  readonly #hasStarts: boolean;
  /** What may come to run in any way at all. */
  #usable: ReadonlySet<ModuleSummary> | undefined;
  #programs: ReadonlySet<ModuleSummary> | undefined;

  constructor(readonly project: Project) {
    const services = project.modules.filter((module) => isServiceModule(module, project));
    const commands = commandStarts(project);
    const deployed = commands.filter((each) => !isByHand(each));
    const isUp = this.#startedServices(services, deployed, commands);
    // What is not started where others are, and nothing names, is what was left behind when they were made.
    const isStarted = (module: ModuleSummary): boolean => isUp(module) || project.useOf(module) !== undefined;
    // A bot that is deployed says nothing about the services beside it.
    const bots = project.modules.filter((module) => !services.includes(module) && isBotModule(module, project));
    const isBotUp = this.#startedServices(bots, deployed, commands);
    const served = [
      ...services.filter(isStarted).map((module) => ({ module, standing: servedBy(module, isUp(module), project) })),
      ...bots.map((module) => ({ module, standing: servedBy(module, isBotUp(module), project) })),
    ];
    this.isApplication = services.length > 0 || bots.length > 0 || deployed.length > 0;
    const declared = declaredStarts(project);
    this.#named = new Set([...commands, ...declared].filter(isOfToday).map(({ module }) => module));
    const entries = [
      ...served.filter((each) => !isByHand(each)),
      ...deployed,
      ...declared,
      ...served.filter(isByHand),
      ...commands.filter(isByHand),
      ...packageStarts(project),
    ];
    this.#hasStarts = entries.length > 0;
    this.starts = this.#hasStarts ? entries : this.#runnableFiles();
    this.#spread();
    this.#imported = this.#followed(project.modules.filter((module) => this.#isRoot(module)));
  }

  /** How a module comes to run. */
  of(module: ModuleSummary): Standing {
    const live = this.#live.get(module);
    if (live !== undefined) return live;
    const name = `\`${this.project.importNameOf(module)}\``;
    if (isHidden(module, this.project))
      return { reach: 'loose', because: `the package in \`${folderBeside(module)}\` is imported instead of it` };
    const distribution = this.#offeredBy(module);
    if (distribution !== undefined) {
      const offered = distribution.name === undefined ? 'the library' : `\`${distribution.name}\``;
      return { reach: 'imported', because: `${name} is part of the public API of ${offered}` };
    }
    const use = this.project.useOf(module);
    if (use === undefined) {
      return { reach: 'loose', because: `nothing runs, imports or mentions ${name}` };
    }
    if (use === 'documented' && !isRun(module)) {
      return { reach: 'loose', because: `only documents mention ${name}` };
    }
    if (!this.#imported.has(module)) {
      return { reach: 'loose', because: `only unused modules ${use === 'named' ? 'mention' : 'import'} ${name}` };
    }
    return { reach: 'imported', because: USES[use](name) };
  }

  /** Whether a command or an entry point names the module. */
  isNamed(module: ModuleSummary): boolean {
    return this.#named.has(module);
  }

  /** Whether something runs the file of a module as a program, and does not only import it. */
  isProgram(module: ModuleSummary): boolean {
    this.#programs ??= new Set(
      this.starts.flatMap(({ module, function: named }) => (named === undefined ? module : [])),
    );
    return this.#programs.has(module);
  }

  /** Whether something starts a module, or production code that is not treated as code of others imports it. */
  isUsed(module: ModuleSummary): boolean {
    const isOwn = ({ path }: ModuleSummary): boolean => !this.project.isLeftToOthers(path);
    const isImported = () => this.project.importersOf(module).some(({ from }) => isProduction(from) && isOwn(from));
    return this.isLive(module) || isImported();
  }

  /** Whether a module comes to run by what starts here. */
  isLive(module: ModuleSummary): boolean {
    return this.#live.has(module);
  }

  /** Whether nothing but tests can come to run a module: no start, no person, no other program and no name that is looked up leads to it. */
  isUnused(module: ModuleSummary): boolean {
    this.#usable ??= this.#followed(this.project.modules.filter((each) => each.role !== 'test' && !this.#isPart(each)));
    return module.role !== 'test' && !this.#usable.has(module);
  }

  /** It runs only where other code of the project uses it: definitions that nobody offers, looks up or starts. */
  #isPart(module: ModuleSummary): boolean {
    if (module.role !== 'library' || module.isEntryPoint || module.isPackage) return false;
    if (isFoundByFolder(module.path) || isFoundByFile(module.path) || !definesWork(module)) return false;
    if (!this.isApplication && !isPrivate(module)) return false;
    const { uses } = this.project;
    return !uses.isNamedByFile(module) && !uses.mayBeLoaded(module) && !uses.isOffered(module);
  }

  /** Where the project shows no start at all, anyone who uses it runs the files that can be run. */
  #runnableFiles(): StartedCode[] {
    return this.project.modules.flatMap((module) => {
      if (!isProduction(module) || !isRun(module) || this.#offeredBy(module) !== undefined) return [];
      const because = `\`${module.path}\` can be run directly, and the project declares no other entry point`;
      return [{ module, standing: { reach: 'run' as const, isByHand: true as const, because } }];
    });
  }

  /** The distribution of a library of which a module is a public part. */
  #offeredBy(module: ModuleSummary) {
    if (this.isApplication || isPrivate(module)) return undefined;
    return distributionsAround(this.project.distributions, module.path).find(
      (distribution) => distribution.includes(module.path) === true,
    );
  }

  /**
   * Which services come up: those that the commands of what is deployed start, with what these import, are all where any of them is a
   * service. Where they tell of none, those that people are told to start, and those that tools start by the name of their file; where
   * nothing shows any, each may be.
   */
  #startedServices(
    services: readonly ModuleSummary[],
    deployed: readonly StartedCode[],
    commands: readonly StartedCode[],
  ): (service: ModuleSummary) => boolean {
    const reached = this.#importedFrom(deployed.map(({ module }) => module));
    if (services.some((service) => reached.has(service))) return (service) => reached.has(service);
    const entries = this.#importedFrom(commands.filter(isOfToday).map(({ module }) => module));
    if (services.some((service) => entries.has(service)))
      return (service) => entries.has(service) || isFoundByFile(service.path);
    return () => true;
  }

  /** Along imports, the most important start first. */
  #spread(): void {
    for (const { module: start, standing } of this.starts) {
      if (this.#live.has(start)) continue;
      this.#live.set(start, standing);
      const isSite = start.body.calls.some(makesSite);
      // Settings, URLs and applications of Django are named in texts.
      for (const to of isSite ? this.#followed([start], []) : this.#importedFrom([start], this.#live))
        if (!this.#live.has(to)) this.#live.set(to, importedBy(start, standing, this.project));
    }
    const isExtension = ({ classes }: ModuleSummary) => classes.some(({ bases }) => bases.some(isOfExtension));
    for (const module of this.project.modules.filter(isExtension)) this.#addExtension(module);
  }

  /** `bot.load_extension("cogs.music")`: what runs a bot names the modules whose handlers it takes. */
  #addExtension(module: ModuleSummary): void {
    const by = this.project.uses.namersOf(module).find((namer) => this.#live.has(namer));
    const standing = by && this.#live.get(by);
    if (by === undefined || standing === undefined || this.#live.has(module)) return;
    for (const to of this.#importedFrom([module], this.#live))
      this.#live.set(to, importedBy(by, standing, this.project));
  }

  /** What some modules import, themselves among them, but for what is known. */
  #importedFrom(
    roots: readonly ModuleSummary[],
    known: Pick<ReadonlySet<ModuleSummary>, 'has'> = new Set(),
  ): ReadonlySet<ModuleSummary> {
    const reached = new Set(roots);
    // A set gives what is added while it is walked.
    for (const from of reached) {
      for (const { imported, to } of this.project.importsOf(from)) {
        if (imported.when !== 'type-checking' && !known.has(to)) reached.add(to);
      }
    }
    return reached;
  }

  /** What roots and all that is started import and name, and what that imports and names in turn. */
  #followed(roots: readonly ModuleSummary[], started: Iterable<ModuleSummary> = this.#live.keys()): Set<ModuleSummary> {
    const namedBy = this.project.uses.namedInTurn();
    const followed = new Set([...roots, ...started]);
    // A set gives what is added while it is walked.
    for (const from of followed) {
      for (const module of namedBy(from)) followed.add(module);
      for (const to of this.#importedFrom([from], followed)) followed.add(to);
    }
    return followed;
  }

  /** Something that is no code of the project may name it, or code that takes names as they come. */
  #isLookedUp(module: ModuleSummary): boolean {
    const { uses } = this.project;
    if (uses.isNamedByFile(module) || uses.mayBeLoaded(module) || uses.isOffered(module)) return true;
    // What can be run and is shown in a document is run by who reads that.
    return isRun(module) && uses.isDocumented(module);
  }

  /** It may come to run by a name, or anyone who uses the library imports it; or, where nothing is known to be started, by the person who runs it. */
  #isRoot(module: ModuleSummary): boolean {
    if (this.#offeredBy(module) !== undefined || this.#isLookedUp(module)) return true;
    return !this.#hasStarts && isProduction(module) && module.role !== 'library';
  }
}

/** What is said of a module that nothing of the project starts. */
const USES = {
  imported: (name: string) => `other code imports ${name}`,
  named: (name: string) => `${name} is mentioned where modules are loaded by name`,
  loaded: (name: string) => `${name} is loaded by a name that is built at run time`,
  offered: (name: string) => `its package exports ${name}`,
  documented: (name: string) => `documents mention ${name}`,
} as const;

function importedBy(start: ModuleSummary, { because, ...standing }: Standing, project: Project): Standing {
  const name = `\`${project.importNameOf(start)}\``;
  return {
    ...standing,
    because: because.startsWith(name) ? `${because} and imports it` : `${name} imports it; ${because}`,
  };
}

/** It makes a web application, starts a server or worker, or goes on until someone stops it. */
function isServiceModule(module: ModuleSummary, { calls }: Project): boolean {
  // Scripts, and demonstrations below a library, are run by hand or not at all.
  if ((module.role !== 'library' && module.role !== 'entry-point') || isPutAside(module)) return false;
  const bodies = [module.body, ...module.functions];
  if (
    bodies.some((body) => body.calls.some(startsService) || body.constructs.some((made) => startsService(made.class)))
  )
    return true;
  return module.isEntryPoint && neverReturns(module.body, module, calls);
}

/** `shop (old).py`, `shop (1).py`: no import can name it, and where a command does not, it is a copy that someone keeps. */
const isPutAside = ({ path }: ModuleSummary): boolean => /\s\([^()/]*\)\.py$/.test(path);

/** A program that waits for what comes to a bot. */
function isBotModule(module: ModuleSummary, { calls }: Project): boolean {
  const { role, isEntryPoint, body } = module;
  return (
    isEntryPoint &&
    (role === 'library' || role === 'entry-point') &&
    !isPutAside(module) &&
    neverReturns(body, module, calls, waitsForBot)
  );
}

function servedBy(module: ModuleSummary, isUp: boolean, project: Project): Standing {
  const because = `\`${project.importNameOf(module)}\` runs as a service`;
  return isUp
    ? { reach: 'served', because }
    : { reach: 'served', isByHand: true, because: `${because}, though other services are the ones that are started` };
}

/** `python -m package` runs `__main__.py`, no matter who says so. */
function packageStarts(project: Project): StartedCode[] {
  return project.modules.flatMap((module) => {
    if (!module.path.endsWith('__main__.py') || !isProduction(module)) return [];
    const because = `\`python -m\` runs \`${module.path}\``;
    return [{ module, standing: { reach: 'run' as const, because, isByHand: true as const } }];
  });
}

/** Of a module and a package of one name Python imports the package, which may load the file itself. */
function isHidden(module: ModuleSummary, project: Project): boolean {
  const beside = project.moduleByPath(`${folderBeside(module)}__init__.py`);
  return beside !== undefined && beside.texts.loads.length === 0;
}

const folderBeside = ({ path }: ModuleSummary): string => `${path.slice(0, -'.py'.length)}/`;

const isPrivate = ({ module }: ModuleSummary): boolean => module.split('.').some((name) => /^_[^_]/.test(name));
