/** What modules define, by qualified name. In branches, and by mistake, a name may be defined more than once. */
import { groupBy } from '../collections/index.ts';
import type { ModuleSummary, SummaryClass, SummaryFunction } from '../semantics/index.ts';

export class Definitions {
  readonly #functions = new Map<ModuleSummary, ByName<SummaryFunction>>();
  readonly #classes = new Map<ModuleSummary, ByName<SummaryClass>>();

  /** In source order. */
  functions(qualifiedName: string, module: ModuleSummary): readonly SummaryFunction[] {
    let functions = this.#functions.get(module);
    if (functions === undefined) {
      functions = byName(module.functions);
      this.#functions.set(module, functions);
    }
    return functions.get(qualifiedName) ?? [];
  }

  classes(qualifiedName: string, module: ModuleSummary): readonly SummaryClass[] {
    let classes = this.#classes.get(module);
    if (classes === undefined) {
      classes = byName(module.classes);
      this.#classes.set(module, classes);
    }
    return classes.get(qualifiedName) ?? [];
  }
}

type ByName<D> = ReadonlyMap<string, readonly D[]>;

function byName<D extends { readonly qualifiedName: string }>(definitions: readonly D[]): ByName<D> {
  return groupBy(definitions, ({ qualifiedName }) => qualifiedName);
}
