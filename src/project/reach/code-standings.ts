/** How functions of the project come to run: followed from what starts them along calls whose target is known. */
import type { Standing } from '../../findings/index.ts';
import { RUNS_WITH_SERVER } from '../../knowledge/event-handlers.ts';
import { isMadeForRequests, isRequestMethod } from '../../knowledge/framework-hooks.ts';
import type { ModuleSummary, SummaryBody, SummaryFunction } from '../../semantics/index.ts';
import type { Project } from '../build.ts';
import { isUnderMain } from '../main-guard.ts';
import { isProduction } from '../production.ts';
import type { LocatedFunction } from '../project-model.ts';
import type { ReachEntry } from '../question.ts';
import type { ReachRoot } from '../reachability.ts';
import { archivedModule } from './archived.ts';
import { type FailingImport, failingImport } from './failing-imports.ts';
import { ModuleStandings } from './module-standings.ts';
import { NamedCode } from './named-code.ts';
import { asideBy } from './roles-aside.ts';
import { TakenCode } from './taken-code.ts';
import { UnusedCode } from './unused-code.ts';
import { functionsByLine, UnusedDefinitions } from './unused-definitions.ts';

/** What calls lead away from. */
interface Root {
  readonly at: LocatedFunction;
  readonly standing: Standing;
}

/** What serves, most telling first. */
const SERVING: readonly ReachEntry[] = ['route', 'task', 'thread', 'worker-loop'];

export class CodeStandings {
  readonly modules: ModuleStandings;
  /** By function: each once, from the nearest of the most important roots. */
  readonly #reached: ReadonlyMap<SummaryFunction, Standing>;
  readonly #named: NamedCode;
  readonly #definitions: UnusedDefinitions;
  readonly #taken: TakenCode;
  readonly #unused: UnusedCode;
  readonly #failing = new Map<ModuleSummary, FailingImport | undefined>();
  readonly #unstarted = new Map<SummaryFunction, string>();
  readonly #idle = new Map<SummaryFunction, string>();
  #senders: ReadonlyMap<string, readonly Sender[]> | undefined;

  constructor(readonly project: Project) {
    this.modules = new ModuleStandings(project);
    this.#named = new NamedCode(project, this.modules, (module) => this.#names(module));
    this.#definitions = new UnusedDefinitions(project, this.#named);
    this.#taken = new TakenCode(project);
    this.#unused = new UnusedCode(project, this.modules);
    this.#reached = this.#follow([
      ...this.#servingRoots(),
      ...this.#hooks(),
      ...this.#runRoots(false),
      ...this.#runRoots(true),
    ]);
  }

  /** The standing of a line of a Python file. */
  at(module: ModuleSummary, line: number): Standing {
    const standing = this.#ownAt(module, line);
    const isForeign =
      standing.reach !== 'aside' && (module.foreign !== undefined || this.project.isLeftToOthers(module.path));
    return isForeign ? { ...standing, isForeign } : standing;
  }

  #ownAt(module: ModuleSummary, line: number): Standing {
    const standing = this.#seenAt(module, line);
    if (standing.reach !== 'loose' && standing.reach !== 'imported') return standing;
    const unused = this.#unused.around(module, line);
    return unused === undefined ? standing : { ...standing, because: unused, lowered: 'unreferenced' };
  }

  #seenAt(module: ModuleSummary, line: number): Standing {
    const aside = asideBy(module, this.project, () => this.modules.isUsed(module));
    if (aside !== undefined) return aside;
    const archived = archivedModule(module, this.project, (each) => this.modules.isNamed(each));
    if (archived !== undefined) return archived;
    const standing = this.modules.of(module);
    const failing = standing.reach === 'loose' ? undefined : this.#failingImport(module, standing);
    if (failing !== undefined && line > failing.line)
      return { reach: 'loose', because: `importing it fails: ${failing.says}` };
    const fn = functionsByLine(module.functions).get(line);
    if (fn === undefined) return this.#atTopLevel(module, standing, line);
    const reached = this.#reached.get(fn);
    if (reached !== undefined) return reached;
    if (standing.reach === 'loose') return standing;
    return this.#whyUnused(fn, module) ?? { reach: 'imported', because: standing.because };
  }

  #failingImport(module: ModuleSummary, { reach }: Standing): FailingImport | undefined {
    if (!this.#failing.has(module))
      this.#failing.set(module, failingImport(module, reach !== 'imported', this.project));
    return this.#failing.get(module);
  }

  #atTopLevel(module: ModuleSummary, standing: Standing, line: number): Standing {
    if (isUnderMain(module, line) && !this.modules.isProgram(module)) {
      const because = `this runs only when \`${module.path}\` is run directly, and nothing does so`;
      return { reach: 'loose', because };
    }
    return standing;
  }

  /** In a program what nothing starts or imports makes nothing run; of a library its tests tell what it offers. */
  #names(module: ModuleSummary): boolean {
    if (!this.modules.isApplication) return true;
    return module.role !== 'test' && (module.isPackage || this.modules.of(module).reach !== 'loose');
  }

  #servingRoots(): Root[] {
    const roots = SERVING.flatMap((entry) =>
      this.project.reachability.rootsOf(entry).map((root) => ({ ...root, entry })),
    );
    this.#noteUnstarted(roots);
    return roots.flatMap(({ entry, evidence, module, function: fn }) => {
      const at = { module, function: fn };
      if (this.#unstarted.has(fn) || (fn.router !== undefined && !this.#named.mounts(fn.router, module))) return [];
      // A middleware that nobody adds, a worker that nobody starts.
      if (fn.route === undefined && this.#definitions.of(fn, module)) return [];
      // A loop that is left again is no worker.
      if (!this.modules.isLive(module) || (entry === 'worker-loop' && fn.neverReturns !== true)) return [];
      const route = fn.route === undefined ? undefined : `\`${fn.route}\` runs it`;
      return [{ at, standing: { reach: 'served' as const, because: route ?? evidence.message } }];
    });
  }

  /** What a framework calls of views, forms and their like, of which it makes an object for each request. */
  #hooks(): Root[] {
    return this.project.modules.flatMap((module) => {
      if (!this.modules.isLive(module) || !isProduction(module)) return [];
      return module.classes.flatMap((cls) => {
        const line = this.project.lineOf({ module, class: cls });
        const bases = line.filter((each) => typeof each === 'string' && isMadeForRequests(each));
        const [base] = bases;
        if (typeof base !== 'string' || !this.#named.has(cls.qualifiedName, module)) return [];
        const because = `\`${base.split('.', 1)[0]}\` calls it on each \`${nameWithin(cls.qualifiedName, module)}\``;
        const called = cls.methods.filter(
          (name) =>
            this.#named.isWritten(name) ||
            bases.some((each) => typeof each === 'string' && isRequestMethod(each, name)),
        );
        return called.flatMap((name) => {
          const at = this.project.functionNamed(`${cls.qualifiedName}.${name}`);
          return at?.module !== module ? [] : { at, standing: { reach: 'served' as const, because } };
        });
      });
    });
  }

  /** Tasks, threads and dependencies that only functions start which nothing calls, and that no text names. */
  #noteUnstarted(roots: readonly (ReachRoot & { readonly entry: ReachEntry })[]): void {
    const isStarted = new Set<SummaryFunction>();
    for (const { function: fn, evidence, entry } of roots) {
      const at = this.project.moduleByPath(evidence.path);
      const found = at && { module: at, function: functionsByLine(at.functions).get(evidence.line) };
      const starters = found?.function !== fn ? [found] : entry === 'task' ? this.#sendersOf(fn) : [];
      for (const starter of starters) {
        const by = starter?.function;
        const unused = starter && by && this.#whyIdle(by, starter.module);
        if (by === undefined || unused === undefined || this.#named.isMentioned(fn)) isStarted.add(fn);
        else this.#unstarted.set(fn, `only \`${lastName(by)}\` starts it, and ${unused}`);
      }
    }
    for (const fn of isStarted) this.#unstarted.delete(fn);
  }

  #whyIdle(fn: SummaryFunction, module: ModuleSummary): string | undefined {
    const { reach, because } = this.modules.of(module);
    return reach === 'loose' ? because : this.#definitions.of(fn, module);
  }

  /** `resize.delay(order)`, in a function or, without one, where a module starts. */
  #sendersOf({ qualifiedName }: SummaryFunction): readonly Sender[] {
    this.#senders ??= sendersByTask(this.project, this.project.reachability.rootsOf('task'));
    return this.#senders.get(qualifiedName) ?? [];
  }

  /** What starting a program runs: its own code, that of all that it imports, and the function that an entry point names. */
  #runRoots(isByHand: boolean): Root[] {
    const { calls } = this.project;
    const wanted = ({ standing }: { readonly standing: Standing }) => (standing.isByHand === true) === isByHand;
    const named = this.modules.starts.filter(wanted).flatMap(({ function: name, standing }) => {
      const at = name === undefined ? undefined : this.project.functionNamed(name);
      return at === undefined ? [] : [{ at, standing }];
    });
    const commands = this.project.modules.flatMap((module) => {
      const standing = this.modules.of(module);
      if (!this.modules.isLive(module) || !wanted({ standing })) return [];
      const run = module.functions.flatMap((fn) => {
        const because = whyRun(fn);
        return because === undefined ? [] : [{ at: { module, function: fn }, standing: ranBy(standing, because) }];
      });
      const called = calls
        .calledByModule(module, this.modules.isProgram(module) ? 'run' : 'imported')
        .map(({ to }) => to);
      return [
        ...run,
        ...[...called, ...this.#takenBy(module.body, module)].map((at) => ({
          at,
          standing: ranBy(standing, standing.because),
        })),
      ];
    });
    return [...named, ...commands];
  }

  #follow(roots: readonly Root[]): ReadonlyMap<SummaryFunction, Standing> {
    const reached = new Map<SummaryFunction, Standing>();
    for (const { at: root, standing } of roots) {
      if (reached.has(root.function)) continue;
      reached.set(root.function, standing);
      const pending: { readonly at: LocatedFunction; readonly through: string | undefined }[] = [
        { at: root, through: undefined },
      ];
      for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
        const { at, through } = next;
        const called = this.project.calls.callsFrom(at).map(({ to }) => to);
        for (const to of [...called, ...this.#takenBy(at.function, at.module)]) {
          if (reached.has(to.function)) continue;
          const because = reachedThrough(standing, root, through);
          reached.set(to.function, { ...standing, because });
          pending.push({ at: to, through: through ?? nameIn(to) });
        }
      }
    }
    return reached;
  }

  /** What it may run that is not called by name, but for what nobody makes or imports. */
  #takenBy(body: SummaryBody, module: ModuleSummary): LocatedFunction[] {
    return this.#taken
      .by(body, module)
      .filter(
        (to) =>
          this.modules.of(to.module).reach !== 'loose' && this.#definitions.of(to.function, to.module) === undefined,
      );
  }

  /** Why nothing is known to come here; undefined where something may. */
  #whyUnused(fn: SummaryFunction, module: ModuleSummary): Standing | undefined {
    const because = this.#whyIdleAtLast(fn, module, []);
    return because === undefined ? undefined : { reach: 'loose', because };
  }

  /** Why nothing calls a function: what names it is not used itself. Functions that only call each other are not seen through. */
  #ofUnusedCallers(
    fn: SummaryFunction,
    module: ModuleSummary,
    visited: readonly SummaryFunction[],
  ): string | undefined {
    const name = lastName(fn);
    if (!this.modules.isApplication || visited.includes(fn) || visited.length > MOST_CALLS) return undefined;
    if (!/^_[^_]/.test(name) && (!this.#definitions.isOnlyNamed(fn, module) || this.#named.isWritten(name)))
      return undefined;
    let found: string | undefined;
    for (const taker of [module, ...this.#named.takersOf(name, module)]) {
      const callers = this.#callersIn(taker, fn);
      // Without a call that is seen, any function may be what takes it; without a function, the module itself.
      const functions = callers.length > 0 || taker === module ? callers : taker.functions;
      if (functions.length === 0 && taker !== module) return undefined;
      for (const each of functions) {
        const because = this.#reached.has(each) ? undefined : this.#whyIdleAtLast(each, taker, [...visited, fn]);
        if (because === undefined) return undefined;
        found ??= because;
      }
    }
    return found === undefined || found.startsWith(UNUSED_CALLS) ? found : `${UNUSED_CALLS}${found}`;
  }

  #callersIn(module: ModuleSummary, fn: SummaryFunction): readonly SummaryFunction[] {
    const { calls } = this.project;
    return module.functions.filter(
      (each) => each !== fn && calls.callsFrom({ module, function: each }).some(({ to }) => to.function === fn),
    );
  }

  #whyIdleAtLast(fn: SummaryFunction, module: ModuleSummary, visited: readonly SummaryFunction[]): string | undefined {
    const because =
      this.#idle.get(fn) ??
      this.#definitions.of(fn, module) ??
      this.#unstarted.get(fn) ??
      this.#ofUnusedCallers(fn, module, visited);
    // That nothing is known may come of how far this was followed.
    if (because !== undefined) this.#idle.set(fn, because);
    return because;
  }
}

const MOST_CALLS = 8;
const UNUSED_CALLS = 'only unused code calls it: ';

function whyRun(fn: SummaryFunction): string | undefined {
  if (fn.entry === 'command') return `\`${lastName(fn)}\` is a command`;
  const isHook = fn.decorators.some((each) => RUNS_WITH_SERVER.test(each));
  return isHook ? `the server runs \`${lastName(fn)}\` on startup or shutdown` : undefined;
}

const ranBy = (standing: Standing, because: string): Standing => ({
  ...standing,
  reach: standing.reach === 'served' ? 'run' : standing.reach,
  because,
});

function reachedThrough({ because }: Standing, root: LocatedFunction, through: string | undefined): string {
  const { route } = root.function;
  const reason = `\`${route ?? nameIn(root)}\` reaches it${through === undefined ? '' : ` through \`${through}\``}`;
  return route === undefined ? `${reason}; ${because}` : reason;
}

const lastName = ({ qualifiedName }: SummaryFunction): string =>
  qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);

const nameIn = ({ module, function: fn }: LocatedFunction): string => nameWithin(fn.qualifiedName, module);

const nameWithin = (qualifiedName: string, { module }: ModuleSummary): string => qualifiedName.slice(module.length + 1);

interface Sender {
  readonly module: ModuleSummary;
  readonly function?: SummaryFunction;
}

/** Of each task, by what is before the last name of the calls that production code makes. */
function sendersByTask(project: Project, tasks: readonly ReachRoot[]): ReadonlyMap<string, readonly Sender[]> {
  const senders = new Map<string, Sender[]>(tasks.map((task) => [task.function.qualifiedName, []]));
  const note = ({ calls }: SummaryBody, sender: Sender): void => {
    for (const call of calls) {
      const known = senders.get(call.slice(0, Math.max(0, call.lastIndexOf('.'))));
      if (known !== undefined && known.at(-1) !== sender) known.push(sender);
    }
  };
  for (const module of project.modules.filter(isProduction)) {
    note(module.body, { module });
    for (const fn of module.functions) note(fn, { module, function: fn });
  }
  return senders;
}
