/** Modules that code of the project puts into `sys.modules` before an import looks for them. */
import type { ModuleSummary } from '../semantics/index.ts';
import type { Definitions } from './definitions.ts';
import type { ModuleIndex } from './module-index.ts';

/** A module's own code, or a function of it by its full name. */
interface Run {
  readonly module: ModuleSummary;
  readonly within: string | undefined;
}

export class AddedModules {
  readonly #areAny: boolean;
  /** By package: names that are put there by the time that it is imported. */
  readonly #byPackage = new Map<ModuleSummary, ReadonlySet<string>>();
  /** What a module has run, by itself: most packages reach most of the same modules. */
  readonly #started = new Map<ModuleSummary, readonly Run[]>();

  constructor(
    modules: readonly ModuleSummary[],
    readonly index: ModuleIndex,
    readonly definitions: Definitions,
  ) {
    this.#areAny = modules.some(({ addsModules }) => addsModules !== undefined);
  }

  /**
   * Whether `name`, as it is in the repository, may be there because the importer, or what runs while a package above the
   * module is imported, puts it there.
   */
  mayHold(name: string, importer: ModuleSummary): boolean {
    if (!this.#areAny) return false;
    const own = (importer.addsModules ?? []).filter((added) => added.within === undefined || added.name !== '*');
    if (isAmong(name, new Set(own.map((added) => added.name)))) return true;
    return packagesAbove(name, this.index).some((each) => isAmong(name, this.#addedWith(each)));
  }

  #addedWith(module: ModuleSummary): ReadonlySet<string> {
    let names = this.#byPackage.get(module);
    if (names === undefined) {
      names = new Set(
        this.#runsWith(module).flatMap(({ module: { addsModules = [] }, within }) =>
          addsModules.filter((added) => added.within === within).map(({ name }) => name),
        ),
      );
      this.#byPackage.set(module, names);
    }
    return names;
  }

  /** Module code and functions that run when a module is imported, as far as plain names lead. */
  #runsWith(module: ModuleSummary): readonly Run[] {
    const runs = new Map<string, Run>([[module.path, { module, within: undefined }]]);
    for (const run of runs.values()) {
      for (const next of run.within === undefined ? this.#startedBy(run.module) : this.#calledBy(run))
        runs.set(`${next.module.path} ${next.within ?? ''}`.trimEnd(), next);
    }
    return [...runs.values()];
  }

  #startedBy(module: ModuleSummary): readonly Run[] {
    const started = this.#started.get(module) ?? [
      ...this.#importedBy(module),
      ...this.#calledBy({ module, within: undefined }),
    ];
    this.#started.set(module, started);
    return started;
  }

  #importedBy(module: ModuleSummary): Run[] {
    return module.imports.flatMap(({ when, module: dotted, name, relativeLevel }) => {
      if (when !== 'import-time') return [];
      const whole = name === undefined || name === '*' ? [dotted] : [dotted, `${dotted}.${name}`];
      return whole
        .flatMap((each) =>
          relativeLevel > 0 ? (this.index.byCanonicalName(each) ?? []) : this.index.named(each, module).slice(0, 1),
        )
        .map((imported) => ({ module: imported, within: undefined }));
    });
  }

  #calledBy({ module, within }: Run): Run[] {
    const bodies = within === undefined ? [module.body] : this.definitions.functions(within, module);
    return bodies.flatMap(({ calls }) => calls.flatMap((call) => this.#functionCalled(call, module) ?? []));
  }

  #functionCalled(call: string, caller: ModuleSummary): Run | undefined {
    const end = call.lastIndexOf('.');
    if (end < 0) return undefined;
    const owner = this.index.byCanonicalName(call.slice(0, end)) ?? this.index.named(call.slice(0, end), caller)[0];
    if (owner === undefined) return undefined;
    const within = `${owner.module}${call.slice(end)}`;
    return this.definitions.functions(within, owner).length > 0 ? { module: owner, within } : undefined;
  }
}

function packagesAbove(name: string, index: ModuleIndex): ModuleSummary[] {
  const segments = name.split('.');
  return segments.flatMap((_, length) => index.byCanonicalName(segments.slice(0, length).join('.')) ?? []);
}

/** Anyone who writes a name counts it from an import root. */
function isAmong(name: string, added: ReadonlySet<string>): boolean {
  if (added.has('*')) return true;
  return [...added].some((each) => name === each || name.endsWith(`.${each}`));
}
