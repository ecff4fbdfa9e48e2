/** How functions of the project come to run: followed from what starts them along calls whose target is known. */
import { memoize } from '../../collections/index.ts';
import type { Standing } from '../../findings/index.ts';
import type { ModuleSummary, SummaryFunction } from '../../semantics/index.ts';
import type { Project } from '../build.ts';
import { TRANSPARENT_DECORATORS } from '../decorators.ts';
import { isUnderMain } from '../main-guard.ts';
import type { LocatedFunction } from '../project-model.ts';
import type { ReachEntry } from '../question.ts';
import { archivedModule } from './archived.ts';
import { ModuleStandings } from './module-standings.ts';
import { NamedCode } from './named-code.ts';
import { asideBy } from './roles-aside.ts';

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

  constructor(readonly project: Project) {
    this.modules = new ModuleStandings(project);
    this.#named = new NamedCode(project, this.modules);
    this.#reached = this.#follow([...this.#servingRoots(), ...this.#runRoots(false), ...this.#runRoots(true)]);
  }

  /** The standing of a line of a Python file. */
  at(module: ModuleSummary, line: number): Standing {
    const aside = asideBy(module, this.project);
    if (aside !== undefined) return aside;
    const archived = archivedModule(module, this.project, (each) => this.modules.isNamed(each));
    if (archived !== undefined) return archived;
    const standing = this.modules.of(module);
    const fn = functionsByLine(module.functions).get(line);
    if (fn === undefined) return this.#atTopLevel(module, standing, line);
    const reached = this.#reached.get(fn);
    if (reached !== undefined) return reached;
    if (standing.reach === 'loose') return standing;
    return this.#unusedAround(module, fn, line) ?? { reach: 'imported', because: standing.because };
  }

  #atTopLevel(module: ModuleSummary, standing: Standing, line: number): Standing {
    if (isUnderMain(module, line) && !this.modules.isProgram(module)) {
      const because = `only who runs \`${module.path}\` itself comes here, and nothing does`;
      return { reach: 'loose', because };
    }
    return this.modules.runsAtStart(module) ? { ...standing, part: 'start' } : standing;
  }

  #servingRoots(): Root[] {
    return SERVING.flatMap((entry) =>
      this.project.reachability.rootsOf(entry).flatMap(({ evidence, module, function: fn }) => {
        const at = { module, function: fn };
        // A loop that is left again is no worker.
        if (fn.router !== undefined && !this.#named.mounts(fn.router, module)) return [];
        if (!this.modules.isLive(module) || (entry === 'worker-loop' && fn.neverReturns !== true)) return [];
        const route = at.function.route === undefined ? undefined : `\`${at.function.route}\` runs it`;
        return [{ at, standing: { reach: 'served' as const, because: route ?? evidence.message } }];
      }),
    );
  }

  /** What starting a program runs: its own code, that of all that it imports, and the function that an entry point names. */
  #runRoots(isByHand: boolean): Root[] {
    const { calls } = this.project;
    const wanted = ({ standing }: { readonly standing: Standing }) => (standing.part === 'by hand') === isByHand;
    const named = this.modules.starts.filter(wanted).flatMap(({ function: name, standing }) => {
      const at = name === undefined ? undefined : this.project.functionNamed(name);
      return at === undefined ? [] : [{ at, standing }];
    });
    const commands = this.project.modules.flatMap((module) => {
      const standing = this.modules.of(module);
      if (!this.modules.isLive(module) || !wanted({ standing })) return [];
      const run = module.functions.filter(({ entry }) => entry === 'command');
      const called = calls
        .calledByModule(module, this.modules.isProgram(module) ? 'run' : 'imported')
        .map(({ to }) => to);
      return [
        ...run.map((fn) => ({
          at: { module, function: fn },
          standing: ranBy(standing, `\`${fn.qualifiedName.split('.').at(-1)}\` is a command`),
        })),
        ...called.map((at) => ({ at, standing: ranBy(standing, standing.because) })),
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
        for (const { to } of this.project.calls.callsFrom(at)) {
          if (reached.has(to.function)) continue;
          const because = reachedThrough(standing, root, through);
          reached.set(to.function, { ...standing, because });
          pending.push({ at: to, through: through ?? nameIn(to) });
        }
      }
    }
    return reached;
  }

  /** The function around a line, or its class, that no code names or another one takes the place of. */
  #unusedAround(module: ModuleSummary, fn: SummaryFunction, line: number): Standing | undefined {
    if (fn.router !== undefined && !this.#named.mounts(fn.router, module))
      return { reach: 'loose', because: `nothing mounts \`${fn.router}\`, which has the route` };
    if (isReplaced(fn, module))
      return { reach: 'loose', because: `a later definition of \`${lastName(fn.qualifiedName)}\` takes its place` };
    const cls = classesByLine(module.classes).get(line);
    const isOurs = cls === undefined || this.#isOnlyOurs(module, cls);
    const isOpen = cls !== undefined && isOurs && !this.#named.findsByBase({ module, class: cls });
    if (isOpen && !this.#isUsed(cls.qualifiedName, module, cls.decorators))
      return { reach: 'loose', because: `nothing makes an object of \`${lastName(cls.qualifiedName)}\`` };
    const isMethod = cls !== undefined && fn.qualifiedName.startsWith(`${cls.qualifiedName}.`);
    if (isMethod && !isOurs) return undefined;
    if (fn.entry !== undefined || this.#isUsed(fn.qualifiedName, module, fn.decorators)) return undefined;
    return { reach: 'loose', because: `nothing calls \`${lastName(fn.qualifiedName)}\`` };
  }

  /** Classes of others call what overrides their methods, and who is given a class, or finds it by its base, may make objects of it. */
  #isOnlyOurs(module: ModuleSummary, cls: ModuleSummary['classes'][number]): boolean {
    if (cls.decorators.some((each) => !TRANSPARENT_DECORATORS.has(each))) return false;
    return this.project
      .lineOf({ module, class: cls })
      .every((each) => each !== '?' && (typeof each !== 'string' || PLAIN_BASES.has(each)));
  }

  #isUsed(qualifiedName: string, module: ModuleSummary, decorators: readonly string[]): boolean {
    const name = lastName(qualifiedName);
    if (/^__\w+__$/.test(name) || decorators.some((each) => !TRANSPARENT_DECORATORS.has(each))) return true;
    // What stands in a function is called there or not at all.
    const isNested =
      qualifiedName !== `${module.module}.${name}` &&
      !module.classes.some((cls) => qualifiedName === `${cls.qualifiedName}.${name}`);
    return isNested || this.#named.has(qualifiedName, module);
  }
}

/** What is defined once more in the same body, without a decorator that may keep both. */
function isReplaced(
  { qualifiedName, decorators, isConditional, lines: [, end] }: SummaryFunction,
  { functions }: ModuleSummary,
): boolean {
  if (decorators.length > 0 || isConditional === true) return false;
  const last = functions.findLast((other) => other.qualifiedName === qualifiedName);
  return last !== undefined && last.lines[0] > end && last.decorators.length === 0 && last.isConditional !== true;
}

const PLAIN_BASES: ReadonlySet<string> = new Set([
  'builtins.object',
  'abc.ABC',
  'typing.Generic',
  'typing.NamedTuple',
  'enum.Enum',
]);

const ranBy = (standing: Standing, because: string): Standing => ({
  ...standing,
  reach: standing.reach === 'served' ? 'run' : standing.reach,
  because,
});

function reachedThrough({ because }: Standing, root: LocatedFunction, through: string | undefined): string {
  const { route } = root.function;
  const way = `\`${route ?? nameIn(root)}\` reaches it${through === undefined ? '' : ` through \`${through}\``}`;
  return route === undefined ? `${way}; ${because}` : way;
}

const lastName = (qualifiedName: string): string => qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
const nameIn = ({ module, function: fn }: LocatedFunction): string => fn.qualifiedName.slice(module.module.length + 1);

/** Made once for each list, because many findings ask. */
const functionsByLine = memoize((functions: ModuleSummary['functions']) => smallestByLine(functions));
const classesByLine = memoize((classes: ModuleSummary['classes']) => smallestByLine(classes));

/** By line, the smallest definition around it. */
function smallestByLine<T extends Pick<SummaryFunction, 'lines'>>(definitions: readonly T[]): ReadonlyMap<number, T> {
  const smallest = new Map<number, T>();
  const extent = ({ lines: [first, last] }: T): number => last - first;
  // Of equal ones the last.
  for (const each of definitions.toSorted((a, b) => extent(b) - extent(a))) {
    for (let line = each.lines[0]; line <= each.lines[1]; line++) smallest.set(line, each);
  }
  return smallest;
}
