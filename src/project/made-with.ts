/** What the calls of the project give to the constructor of a class. */
import type { ModuleSummary, SummaryClass } from '../semantics/index.ts';
import type { Lineages } from './lineages.ts';
import { isProduction } from './production.ts';
import type { Target } from './project-model.ts';
import type { Resolver } from './resolver.ts';

const UNKNOWN: Target = { kind: 'unknown' };

interface Made {
  readonly given: Readonly<Record<string, string>>;
  readonly module: ModuleSummary;
}

export class MadeWith {
  #calls: ReadonlyMap<SummaryClass, readonly Made[]> | undefined;

  constructor(
    readonly resolver: Resolver,
    readonly lineages: Lineages,
    readonly modules: readonly ModuleSummary[],
  ) {}

  /** What a parameter (`@made 0 store`) is given: an object of one class, by each call. */
  kept(parameter: string, owner: SummaryClass, follow: (accessPath: string, from: ModuleSummary) => Target): Target {
    const [, place = '', name = ''] = parameter.split(' ');
    this.#calls ??= this.#callsByClass();
    const [first, ...others] = (this.#calls.get(owner) ?? []).map(({ given, module }) => {
      const accessPath = given[name] ?? given[place];
      return accessPath === undefined ? UNKNOWN : follow(accessPath, module);
    });
    const isSame = first?.kind === 'object' && others.every((each) => 'class' in each && each.class === first.class);
    return isSame ? first : UNKNOWN;
  }

  /** By the class whose `__init__` takes the arguments. */
  #callsByClass(): ReadonlyMap<SummaryClass, readonly Made[]> {
    const calls = new Map<SummaryClass, Made[]>();
    for (const module of this.modules.filter(isProduction))
      for (const [path, all] of Object.entries(module.made ?? {})) {
        const made = this.resolver.resolve(path, module);
        const line = made.kind === 'class' ? this.lineages.of(made) : [];
        const taking = line.find((each) => typeof each === 'string' || each.class.methods.includes('__init__'));
        if (taking === undefined || typeof taking === 'string') continue;
        calls.set(taking.class, [...(calls.get(taking.class) ?? []), ...all.map((given) => ({ given, module }))]);
      }
    return calls;
  }
}
