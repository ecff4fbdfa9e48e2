/** What a function may run without a call that can be followed: what it hands on, and methods of objects whose class is not known. */
import type { ModuleSummary, SummaryBody, SummaryFunction } from '../../semantics/index.ts';
import type { Project } from '../build.ts';
import { isDeclared } from '../implementations.ts';
import { isProduction } from '../production.ts';
import type { LocatedClass, LocatedFunction } from '../project-model.ts';

/** By the names of their classes. */
type Methods = ReadonlyMap<string, LocatedFunction & { readonly owner: LocatedClass }>;

export class TakenCode {
  /** By the names of methods, those aside that only say what others do. */
  readonly #methods: ReadonlyMap<string, Methods>;
  /** Names of attributes that hold anything but a method. */
  readonly #held: ReadonlySet<string>;

  constructor(readonly project: Project) {
    const modules = project.modules.filter(isProduction);
    this.#methods = methodsByName(modules);
    this.#held = new Set(
      modules.flatMap(({ attributeStores, classes }) => [
        ...attributeStores,
        ...classes.flatMap(({ attributes }) => Object.keys(attributes)),
      ]),
    );
  }

  /** What the code of a function, or of a module itself, may run so. */
  by(
    { takes = [], starts, qualifiedName = '' }: SummaryBody & Partial<Pick<SummaryFunction, 'qualifiedName'>>,
    module: ModuleSummary,
  ): LocatedFunction[] {
    const around = qualifiedName.slice(0, Math.max(0, qualifiedName.lastIndexOf('.')));
    return takes.flatMap((taken): readonly LocatedFunction[] => {
      if (taken.startsWith('.')) return this.#methodsNamed(taken.slice(1), around);
      const found = this.project.resolve(taken, module);
      // What it starts comes to run in a way of its own.
      return found.kind === 'function' && !starts.some(({ target }) => target === taken) ? [found] : [];
    });
  }

  #methodsNamed(name: string, around: string): readonly LocatedFunction[] {
    const methods = this.#methods.get(name);
    if (methods === undefined) return [];
    const own = methods.get(around);
    if (own !== undefined) return [own];
    return methods.size === 1 && this.#held.has(name) ? [] : this.#alike(name, methods);
  }

  /** The one method of the name, or all that take the place of one; of several others nobody knows which. */
  #alike(name: string, methods: Methods): readonly LocatedFunction[] {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const roots = [...methods.values()].map(({ owner }) =>
      this.project.lineOf(owner).findLast((each) => typeof each !== 'string' && each.class.methods.includes(name)),
    );
    const classes = new Set(roots.map((root) => (typeof root === 'object' ? root.class : undefined)));
    const alike = classes.size === 1 ? [...methods.values()] : [];
    this.#known.set(name, alike);
    return alike;
  }

  readonly #known = new Map<string, readonly LocatedFunction[]>();
}

function methodsByName(modules: readonly ModuleSummary[]): ReadonlyMap<string, Methods> {
  const found = new Map<string, Map<string, LocatedFunction & { readonly owner: LocatedClass }>>();
  for (const module of modules) {
    const classes = new Map(module.classes.map((cls) => [cls.qualifiedName, cls]));
    for (const fn of module.functions) {
      const dot = fn.qualifiedName.lastIndexOf('.');
      const cls = classes.get(fn.qualifiedName.slice(0, dot));
      const owner = cls && { module, class: cls };
      if (owner === undefined || isDeclared(fn, owner)) continue;
      const name = fn.qualifiedName.slice(dot + 1);
      const known = found.get(name) ?? new Map();
      found.set(name, known.set(owner.class.qualifiedName, { module, function: fn, owner }));
    }
  }
  return found;
}
