/** How production code comes to run each module, as far as imports, texts and loaders show. */
import type { ModuleSummary } from '../semantics/index.ts';
import { isWithin } from './import-graph.ts';
import type { ModuleUse, ProjectModel } from './project-model.ts';
import { moduleTexts } from './project-part.ts';

/** What writes a name: a module, a document, which tells of modules that nothing uses too, or another file. */
type Writer = ModuleSummary | 'document' | 'file';

export class ModuleUses {
  /** Dotted names of two segments and more that texts, entry points and imports write, with all that they begin with. */
  readonly #written = new Map<string, Set<Writer>>();
  /** Paths of files that are named, as dotted names: who runs one imports none of the packages around it. */
  readonly #files = new Map<string, Set<Writer>>();
  /** Single names that are imported: modules beside a script, or on a path that is made at run time. */
  readonly #bare = new Map<string, Set<Writer>>();
  readonly #loads = new Set<string>();
  readonly #writers = new Map<ModuleSummary, ReadonlySet<Writer>>();

  constructor(readonly project: ProjectModel) {
    for (const module of project.modules) {
      if (module.role === 'test') continue;
      const { mentions, loads } = moduleTexts(module);
      for (const mention of mentions) this.#addWritten(mention, module);
      for (const imported of module.imports) this.#addImport(imported, module);
      for (const loaded of loads) this.#addLoad(loaded, module);
    }
    for (const mention of project.mentions) this.#addMention(mention, 'file');
    for (const mention of project.documented) this.#addMention(mention, 'document');
    for (const { reference } of project.entryPoints) this.#addWritten(reference.split(':', 1)[0] ?? '', 'file');
  }

  useOf(module: ModuleSummary): ModuleUse | undefined {
    if (this.#isImported(module)) return 'imported';
    if (this.isNamedByFile(module) || this.namersOf(module).length > 0) return 'named';
    if (this.mayBeLoaded(module)) return 'loaded';
    if (this.isOffered(module)) return 'offered';
    return this.isDocumented(module) ? 'documented' : undefined;
  }

  /** The modules whose texts or imports name a module. */
  namersOf(module: ModuleSummary): readonly ModuleSummary[] {
    return [...this.#writersOf(module)].flatMap((writer) => (typeof writer === 'string' ? [] : writer));
  }

  /** Whether files that are neither Python nor documents name it: they are looked up whatever else runs. */
  isNamedByFile(module: ModuleSummary): boolean {
    return this.#writersOf(module).has('file');
  }

  isDocumented(module: ModuleSummary): boolean {
    return this.#writersOf(module).has('document');
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
    if (!dotted.includes('.'))
      addTo(this.#bare, importer.role === 'library' ? beside(importer, dotted) : dotted, importer);
    this.#addWritten(name === undefined || name === '*' ? dotted : `${dotted}.${name}`, importer);
  }

  #addMention(mention: string, by: Writer): void {
    if (mention.includes('/')) addTo(this.#files, mention.replaceAll('/', '.').replace(/\.__init__$/, ''), by);
    else this.#addWritten(mention, by);
  }

  #addWritten(dotted: string, by: Writer): void {
    for (let end = dotted.length; end > 0; end = dotted.lastIndexOf('.', end - 1)) {
      addTo(this.#written, dotted.slice(0, end), by);
    }
  }

  #isImported(module: ModuleSummary): boolean {
    return this.project
      .importersOf(module)
      .some(({ from }) => from.role !== 'test' && !(module.isPackage && isWithin(from, module)));
  }

  #writersOf(module: ModuleSummary): ReadonlySet<Writer> {
    let writers = this.#writers.get(module);
    if (writers === undefined) {
      writers = new Set([...this.#findWriters(module)].filter((writer) => isOutside(writer, module)));
      this.#writers.set(module, writers);
    }
    return writers;
  }

  /** By any ending of its dotted name: where import roots are is not always known. */
  *#findWriters(module: ModuleSummary): Iterable<Writer> {
    const segments = module.module.split('.');
    const last = segments.at(-1) ?? '';
    if (!module.isPackage) for (const name of [last, beside(module, last)]) yield* this.#bare.get(name) ?? [];
    for (const index of segments.keys()) {
      const ending = segments.slice(index).join('.');
      if (index < segments.length - 1) yield* this.#written.get(ending) ?? [];
      yield* this.#files.get(ending) ?? [];
    }
    if (!module.isPackage) return;
    // The folder around the package is on the path somewhere: `stock.orders` is written for `shop.apps.stock.orders`.
    const start = module.module.length - last.length;
    const prefix = `${module.module}.`;
    for (const part of this.project.modules) {
      if (part.module.startsWith(prefix)) yield* this.#written.get(part.module.slice(start)) ?? [];
    }
  }

  /** Code that imports by computed names may mean it. */
  mayBeLoaded(module: ModuleSummary): boolean {
    const segments = module.module.split('.');
    if (this.#loads.has(`${segments.slice(0, -1).join('.')}.*`) || this.#loads.has(`/${segments.at(-1)}`)) return true;
    return [...this.#loads].some((loaded) => !loaded.endsWith('.*') && isLoadedBy(module, loaded, this.project));
  }

  /** Its package makes names as they are asked for, or lists the module. */
  isOffered(module: ModuleSummary): boolean {
    const dot = module.module.lastIndexOf('.');
    const parent = this.project.moduleByPath(`${module.module.slice(0, dot).replaceAll('.', '/')}/__init__.py`);
    const name = module.module.slice(dot + 1);
    return parent !== undefined && (parent.hasDynamicNames || parent.all?.includes(name) === true);
  }
}

/**
 * `pkg.plugins.` loads all below `pkg.plugins`, and with it the packages above; `pkg.plugin_` what begins so; by the name of the place or
 * of importers.
 */
function isLoadedBy(module: ModuleSummary, loaded: string, project: ProjectModel): boolean {
  return [module.module, project.importNameOf(module)].some(
    (name) => name.startsWith(loaded) || (module.isPackage && loaded.startsWith(`${name}.`)),
  );
}

const beside = ({ path }: ModuleSummary, name: string): string => `${path.slice(0, path.lastIndexOf('/') + 1)}${name}`;

const isOutside = (writer: Writer, owner: ModuleSummary): boolean =>
  typeof writer === 'string' || !(writer === owner || (owner.isPackage && isWithin(writer, owner)));

function addTo(writers: Map<string, Set<Writer>>, name: string, by: Writer): void {
  const known = writers.get(name);
  if (known === undefined) writers.set(name, new Set([by]));
  else known.add(by);
}
