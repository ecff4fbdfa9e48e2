/** How production code comes to run each module, as far as imports, texts and loaders show. */
import { groupBy, groupByEach } from '../collections/index.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import { absoluteName } from './absolute-name.ts';
import { isWithin } from './import-graph.ts';
import { partsOf } from './parts-of-packages.ts';
import type { ModuleUse, ProjectModel } from './project-model.ts';

/** What writes a name: a module, a document, which names modules that nothing uses too, or another file. */
type Writer = ModuleSummary | 'document' | 'file';

/** Who writes a name. Of many parts that are named alike each is written by all: whether a file writes it is known without them. */
interface Writers {
  readonly modules: Set<ModuleSummary>;
  readonly others: Set<'document' | 'file'>;
}

/** By each module the names that it writes, and by each name the modules that may be meant. */
interface Namings {
  readonly written: ReadonlyMap<ModuleSummary, readonly Writers[]>;
  readonly named: ReadonlyMap<Writers, readonly ModuleSummary[]>;
}

export class ModuleUses {
  /** Dotted names of two segments and more that texts, entry points and imports write, with all that they begin with. */
  readonly #written = new Map<string, Writers>();
  /** Paths of files that are named, as dotted names: who runs one imports none of the packages around it. */
  readonly #files = new Map<string, Writers>();
  /** Single names that are imported: modules beside a script, or on a path that is made at run time. */
  readonly #bare = new Map<string, Writers>();
  readonly #loads = new Set<string>();
  /** Celery imports every module `tasks`: https://docs.celeryq.dev/en/stable/reference/celery.html#celery.Celery.autodiscover_tasks */
  #discoversTasks = false;
  readonly #namers = new Map<ModuleSummary, readonly ModuleSummary[]>();
  #known: Namings | undefined;
  /** What names that are loaded begin with, up to a dot. */
  readonly #loadedBelow = new Set<string>();

  constructor(readonly project: ProjectModel) {
    const programs = groupBy(project.modules.filter(isNamedAsNoPython), ({ path }) => nameOf(path));
    for (const module of project.modules) {
      if (module.role === 'test') continue;
      const { mentions, loads, words } = module.texts;
      this.#discoversTasks ||= module.attributeReads.includes('autodiscover_tasks');
      for (const mention of mentions) this.#addWritten(mention, module);
      // `import_module(LOCKS[kind], __package__)` of a table `{"mssql": ".lock.mssql"}`.
      if (loads.length > 0)
        for (const word of words) if (RELATIVE.test(word)) this.#addWritten(absoluteName(word, module) ?? '', module);
      for (const imported of module.imports) this.#addImport(imported, module);
      for (const loaded of loads) this.#addLoad(loaded, module);
      if (programs.size > 0)
        for (const word of words)
          for (const program of programs.get(nameOf(word)) ?? []) addTo(this.#files, program.module, module);
    }
    for (const mention of project.mentions) this.#addMention(mention, 'file');
    for (const mention of project.documented) this.#addMention(mention, 'document');
    for (const loaded of this.#loads) {
      if (loaded.endsWith('.*')) continue;
      for (let end = loaded.indexOf('.'); end >= 0; end = loaded.indexOf('.', end + 1))
        this.#loadedBelow.add(loaded.slice(0, end));
    }
    for (const { reference } of project.entryPoints) this.#addWritten(reference.split(':', 1)[0] ?? '', 'file');
  }

  useOf(module: ModuleSummary): ModuleUse | undefined {
    if (this.#isImported(module)) return 'imported';
    if (this.isNamedByFile(module) || this.#isNamedByModule(module)) return 'named';
    if (this.mayBeLoaded(module)) return 'loaded';
    if (this.isOffered(module)) return 'offered';
    return this.isDocumented(module) ? 'documented' : undefined;
  }

  /** The modules whose texts or imports name a module. */
  namersOf(module: ModuleSummary): readonly ModuleSummary[] {
    let namers = this.#namers.get(module);
    if (namers === undefined) {
      const all = new Set([...this.#writersOf(module)].flatMap(({ modules }) => [...modules]));
      namers = [...all].filter((writer) => isOutside(writer, module));
      this.#namers.set(module, namers);
    }
    return namers;
  }

  /**
   * A function that is called with one module after another and gives those that this one names and none before it did. Where many
   * modules share a name, each of them may be meant by all who write it: going through all pairs would take the square.
   */
  namedInTurn(): (from: ModuleSummary) => readonly ModuleSummary[] {
    const { written, named } = this.#namings();
    const left = new Map<Writers, readonly ModuleSummary[]>();
    return (from) =>
      (written.get(from) ?? []).flatMap((writers) => {
        const modules = left.get(writers) ?? named.get(writers) ?? [];
        left.set(
          writers,
          modules.filter((module) => !isOutside(from, module)),
        );
        return modules.filter((module) => isOutside(from, module));
      });
  }

  #namings(): Namings {
    if (this.#known !== undefined) return this.#known;
    const named = groupByEach(this.project.modules, (module) => this.#writersOf(module));
    this.#known = { named, written: groupByEach(named.keys(), ({ modules }) => modules) };
    return this.#known;
  }

  #isNamedByModule(module: ModuleSummary): boolean {
    for (const { modules } of this.#writersOf(module))
      for (const writer of modules) if (isOutside(writer, module)) return true;
    return false;
  }

  /** Whether files that are neither Python nor documents name it: they are looked up whatever else runs. */
  isNamedByFile(module: ModuleSummary): boolean {
    return this.#isWrittenBy('file', module);
  }

  isDocumented(module: ModuleSummary): boolean {
    return this.#isWrittenBy('document', module);
  }

  #isWrittenBy(kind: 'document' | 'file', module: ModuleSummary): boolean {
    for (const { others } of this.#writersOf(module)) if (others.has(kind)) return true;
    return false;
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

  /** By any ending of its dotted name: where import roots are is not always known. */
  *#writersOf(module: ModuleSummary): Iterable<Writers> {
    const segments = module.module.split('.');
    const last = segments.at(-1) ?? '';
    if (!module.isPackage) for (const name of [last, beside(module, last)]) yield* some(this.#bare.get(name));
    for (const index of segments.keys()) {
      const ending = segments.slice(index).join('.');
      if (index < segments.length - 1) yield* some(this.#written.get(ending));
      yield* some(this.#files.get(ending));
    }
    if (!module.isPackage) return;
    // The folder around the package is on the path somewhere: `stock.orders` is written for `shop.apps.stock.orders`.
    const start = module.module.length - last.length;
    for (const part of partsOf(module, this.project.modules)) yield* some(this.#written.get(part.module.slice(start)));
  }

  /** Code that imports by computed names may mean it. */
  mayBeLoaded(module: ModuleSummary): boolean {
    const segments = module.module.split('.');
    if (this.#discoversTasks && segments.at(-1) === 'tasks') return true;
    if (this.#loads.has(`${segments.slice(0, -1).join('.')}.*`) || this.#loads.has(`/${segments.at(-1)}`)) return true;
    return [module.module, this.project.importNameOf(module)].some(
      (name) => this.#beginsAsLoaded(name) || (module.isPackage && this.#loadedBelow.has(name)),
    );
  }

  /**
   * `pkg.plugins.` loads all below `pkg.plugins`, and with it the packages above; `pkg.plugin_` what begins so; by the name of the place
   * or of importers.
   */
  #beginsAsLoaded(name: string): boolean {
    for (let end = 0; end <= name.length; end++) if (this.#loads.has(name.slice(0, end))) return true;
    return false;
  }

  /** Its package makes names as they are asked for, or lists the module. */
  isOffered(module: ModuleSummary): boolean {
    const dot = module.module.lastIndexOf('.');
    const parent = this.project.moduleByPath(`${module.module.slice(0, dot).replaceAll('.', '/')}/__init__.py`);
    const name = module.module.slice(dot + 1);
    return parent !== undefined && (parent.hasDynamicNames || parent.all?.includes(name) === true);
  }
}

/** It was taken for Python because something gives it to Python to run, or by its first line. */
const isNamedAsNoPython = ({ path }: ModuleSummary): boolean => !/\.(?:pyw?|ipynb)$/i.test(path);

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const RELATIVE = /^\.+[A-Za-z_][\w.]*$/;

const beside = ({ path }: ModuleSummary, name: string): string => `${path.slice(0, path.lastIndexOf('/') + 1)}${name}`;

const isOutside = (writer: ModuleSummary, owner: ModuleSummary): boolean =>
  !(writer === owner || (owner.isPackage && isWithin(writer, owner)));

const some = (writers: Writers | undefined): readonly Writers[] => (writers === undefined ? [] : [writers]);

function addTo(writers: Map<string, Writers>, name: string, by: Writer): void {
  const known = writers.get(name) ?? { modules: new Set(), others: new Set() };
  writers.set(name, known);
  if (typeof by === 'string') known.others.add(by);
  else known.modules.add(by);
}
