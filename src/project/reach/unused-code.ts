/**
 * Code that nothing runs, where the project shows it: `loose` says that nothing is seen to reach a place, this that nothing can, but for
 * tests. What people may start by hand, what others may import and what is found by a name made at run time is never called unused.
 */
import type { ModuleSummary, SummaryFunction } from '../../semantics/index.ts';
import type { Project } from '../build.ts';
import { isProduction } from '../production.ts';
import type { ModuleStandings } from './module-standings.ts';
import { NamedCode, takesModule } from './named-code.ts';
import { functionsByLine, UnusedDefinitions } from './unused-definitions.ts';

export class UnusedCode {
  readonly #definitions: UnusedDefinitions;

  constructor(
    readonly project: Project,
    readonly modules: ModuleStandings,
  ) {
    const mayRun = (module: ModuleSummary): boolean => module.role !== 'test' && !modules.isUnused(module);
    this.#definitions = new UnusedDefinitions(project, new NamedCode(project, modules, mayRun));
  }

  /** Why nothing runs what is around a line, as one clause; undefined where something may. */
  around(module: ModuleSummary, line: number): string | undefined {
    if (!isProduction(module)) return undefined;
    if (this.modules.isUnused(module)) return this.modules.of(module).because;
    // Of a part that others may import the public functions are theirs to call.
    if (!this.modules.isApplication) return undefined;
    const inner = functionsByLine(module.functions).get(line);
    if (inner === undefined) return undefined;
    for (const fn of aroundFunction(inner, module)) {
      const unused = this.#definitions.of(fn, module);
      if (unused !== undefined && !this.#isReadByComputedName(fn, module)) return unused;
    }
    return undefined;
  }

  /** `getattr(handlers, name)`: what has the module, or an object of its classes, takes attributes as they come. */
  #isReadByComputedName({ qualifiedName }: SummaryFunction, module: ModuleSummary): boolean {
    if (module.hasDynamicNames) return true;
    const isMethod = qualifiedName.slice(module.module.length + 1).includes('.');
    const importers = this.project.importersOf(module).filter((edge) => isMethod || takesModule(edge));
    const readers = [...(isMethod ? [module] : []), ...importers.map(({ from }) => from)];
    return readers.some(({ attributeReads }) => attributeReads.includes('*'));
  }
}

/** A function, and those that it is in. */
const aroundFunction = ({ lines: [first, last] }: SummaryFunction, { functions }: ModuleSummary): SummaryFunction[] =>
  functions.filter(({ lines: [start, end] }) => start <= first && last <= end);
