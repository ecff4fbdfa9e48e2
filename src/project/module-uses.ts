/** How production code comes to run each module, as far as imports, texts and loaders show. */
import type { ModuleSummary } from '../semantics/index.ts';
import { isWithin } from './import-graph.ts';
import type { ModuleUse, ProjectModel } from './project-model.ts';
import { moduleTexts } from './project-part.ts';

export class ModuleUses {
  /** Dotted names of two segments and more that texts, entry points and imports write, with all that they begin with. */
  readonly #written = new Map<string, ReadonlySet<ModuleSummary | undefined>>();
  /** Single names that are imported: modules beside a script, or on a path that is made at run time. */
  readonly #bare = new Set<string>();
  readonly #loads = new Set<string>();

  constructor(readonly project: ProjectModel) {
    for (const module of project.modules) {
      if (module.role === 'test') continue;
      const { mentions, loads } = moduleTexts(module);
      for (const mention of mentions) this.#addWritten(mention, module);
      for (const imported of module.imports) this.#addImport(imported, module);
      for (const loaded of loads) this.#addLoad(loaded, module);
    }
    for (const mention of project.mentions) this.#addWritten(mention, undefined);
    for (const { reference } of project.entryPoints) this.#addWritten(reference.split(':', 1)[0] ?? '', undefined);
  }

  useOf(module: ModuleSummary): ModuleUse | undefined {
    if (this.#isImported(module)) return 'imported';
    if (this.#isNamed(module)) return 'named';
    if (this.#mayBeLoaded(module)) return 'loaded';
    return this.#isOffered(module) ? 'offered' : undefined;
  }

  #addLoad(loaded: string, module: ModuleSummary): void {
    const constant = /^\{(.+)\}\.$/.exec(loaded)?.[1];
    if (constant === undefined) {
      this.#loads.add(loaded);
      return;
    }
    const found = this.project.resolve(constant, module);
    const text = found.kind === 'name' ? found.module.names[found.name]?.text : undefined;
    this.#loads.add(text === undefined ? `${module.module.split('.').slice(0, -1).join('.')}.*` : `${text}.`);
  }

  #addImport({ module: dotted, name }: ModuleSummary['imports'][number], importer: ModuleSummary): void {
    // In libraries a bare name is a distribution's, but for modules that are run beside each other.
    if (!dotted.includes('.')) this.#bare.add(importer.role === 'library' ? beside(importer, dotted) : dotted);
    this.#addWritten(name === undefined || name === '*' ? dotted : `${dotted}.${name}`, importer);
  }

  #addWritten(dotted: string, by: ModuleSummary | undefined): void {
    for (let end = dotted.length; end > 0; end = dotted.lastIndexOf('.', end - 1)) {
      const name = dotted.slice(0, end);
      const known = this.#written.get(name);
      if (known === undefined) this.#written.set(name, new Set([by]));
      // Two modules are enough to know that one of them is another.
      else if (known.size < 2) this.#written.set(name, new Set([...known, by]));
    }
  }

  #isImported(module: ModuleSummary): boolean {
    return this.project
      .importersOf(module)
      .some(({ from }) => from.role !== 'test' && !(module.isPackage && isWithin(from, module)));
  }

  /** By any ending of its dotted name: where import roots are is not always known. */
  #isNamed(module: ModuleSummary): boolean {
    const segments = module.module.split('.');
    const last = segments.at(-1) ?? '';
    if (!module.isPackage && (this.#bare.has(last) || this.#bare.has(beside(module, last)))) return true;
    if (module.isPackage && this.#isWrittenWithPart(module, last)) return true;
    return segments.slice(1).some((_, index) => {
      const writers = this.#written.get(segments.slice(index).join('.')) ?? [];
      return [...writers].some((writer) => writer === undefined || !isWithinOrSame(writer, module));
    });
  }

  /** The folder around the package is on the path somewhere: `stock.orders` is written for `shop.apps.stock.orders`. */
  #isWrittenWithPart(module: ModuleSummary, last: string): boolean {
    const start = module.module.length - last.length;
    return this.project.modules.some((part) => {
      if (!part.module.startsWith(`${module.module}.`)) return false;
      const writers = this.#written.get(part.module.slice(start)) ?? [];
      return [...writers].some((writer) => writer === undefined || !isWithinOrSame(writer, module));
    });
  }

  #mayBeLoaded(module: ModuleSummary): boolean {
    const segments = module.module.split('.');
    if (this.#loads.has(`${segments.slice(0, -1).join('.')}.*`) || this.#loads.has(`/${segments.at(-1)}`)) return true;
    return [...this.#loads].some((loaded) => !loaded.endsWith('.*') && isLoadedBy(module, loaded, this.project));
  }

  /** Its package makes names as they are asked for, or lists the module. */
  #isOffered(module: ModuleSummary): boolean {
    const dot = module.module.lastIndexOf('.');
    const parent = this.project.moduleByPath(`${module.module.slice(0, dot).replaceAll('.', '/')}/__init__.py`);
    const name = module.module.slice(dot + 1);
    return parent !== undefined && (parent.hasDynamicNames || parent.all?.includes(name) === true);
  }
}

/** `pkg.plugins.` loads all below `pkg.plugins`, `pkg.plugin_` what begins so; by the name of the place or of importers. */
function isLoadedBy(module: ModuleSummary, loaded: string, project: ProjectModel): boolean {
  return module.module.startsWith(loaded) || project.importNameOf(module).startsWith(loaded);
}

const beside = ({ path }: ModuleSummary, name: string): string => `${path.slice(0, path.lastIndexOf('/') + 1)}${name}`;
const isWithinOrSame = (module: ModuleSummary, owner: ModuleSummary): boolean =>
  module === owner || (owner.isPackage && isWithin(module, owner));
