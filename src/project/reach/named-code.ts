/** Which functions and classes some code names, so that it may come to run them. */
import { memoize } from '../../collections/index.ts';
import type { ModuleSummary, SummaryFunction } from '../../semantics/index.ts';
import type { Project } from '../build.ts';
import { distributionsAround } from '../packaging.ts';
import type { ImportEdge, LocatedClass } from '../project-model.ts';
import type { ModuleStandings } from './module-standings.ts';

export class NamedCode {
  readonly #namers: ReadonlySet<ModuleSummary>;
  /** Names that code imports from somewhere. */
  readonly #taken = new Set<string>();
  /** Names that are in a text, be it of a file that is not Python. */
  readonly #written = new Set<string>();
  /** Names that code which finds modules at run time reads as attributes. */
  readonly #readOfLoaded = new Set<string>();
  /** Names that code reads as attributes of anything. */
  readonly #read = new Set<string>();

  /** Last names of what texts name with what holds it, each with its dot. */
  #mentioned: ReadonlySet<string> | undefined;
  /** By the name that they read of anything, or import. */
  #takers: ReadonlyMap<string, readonly ModuleSummary[]> | undefined;

  /** Those that ask for classes without their names. */
  #finders: readonly ModuleSummary[] | undefined;

  /** Anyone who uses it may call what is public, and nothing shows what that is. */
  readonly #isUntestedLibrary: boolean;

  constructor(
    readonly project: Project,
    readonly modules: ModuleStandings,
    /** Whether what a module names may come to run by that. */
    counts: (module: ModuleSummary) => boolean,
  ) {
    this.#namers = new Set(project.modules.filter(counts));
    this.#isUntestedLibrary = !modules.isApplication && project.modules.every(({ role }) => role !== 'test');
    for (const module of this.#namers) {
      const offered = this.#onlyOffered(module);
      for (const { name } of module.imports) if (name !== undefined && !offered.has(name)) this.#taken.add(name);
      for (const name of module.attributeReads) this.#read.add(name);
      if (module.role === 'test') continue;
      const { words, mentions, loads } = module.texts;
      if (loads.length > 0) for (const name of module.attributeReads) this.#readOfLoaded.add(name);
      for (const word of words) {
        if (offered.has(word)) continue;
        this.#written.add(word);
        if (word.includes(':')) this.#addParts(word);
      }
      for (const mention of mentions) this.#addParts(mention);
    }
    for (const mention of project.mentions) this.#addParts(mention);
    for (const { reference } of project.entryPoints) this.#addParts(reference);
  }

  /** Whether code outside of it names a function or class of a module. */
  has(qualifiedName: string, module: ModuleSummary): boolean {
    const name = qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
    if (this.#taken.has(name) || this.#written.has(name) || (this.#isUntestedLibrary && !name.startsWith('_')))
      return true;
    if (qualifiedName !== `${module.module}.${name}`) return this.#read.has(name);
    return module.names[name]?.isRead === true || this.#isReadThroughModule(name, module);
  }

  /** Whether code only imports it, and never reads what it imported: `from cogs.orders import Orders`, and the line that adds it is a comment. */
  isIdlyImported(qualifiedName: string, module: ModuleSummary): boolean {
    const name = qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
    if (this.#written.has(name) || this.#read.has(name) || module.names[name]?.isRead === true) return false;
    return this.takersOf(name, module).every(({ names }) => names[name]?.isUnread === true);
  }

  /**
   * `from .orders import check` in the `__init__` of a program's package, which lists it at most: who takes it from there imports it by
   * the same name.
   */
  #onlyOffered(module: ModuleSummary): ReadonlySet<string> {
    const { imports, isPackage, hasDynamicNames, names } = module;
    const isOpen = !this.modules.isApplication || !isPackage || hasDynamicNames;
    if (isOpen || this.#isPackaged(module)) return NONE;
    if (this.project.importersOf(module).some(({ imported }) => imported.name === '*')) return NONE;
    return new Set(
      imports.flatMap(({ name, boundAs }) =>
        name !== undefined && name === boundAs && names[name]?.isUnread === true ? name : [],
      ),
    );
  }

  /** Others may take it from what they install, unless the project itself calls it by another name (`src.shop`) than they would. */
  #isPackaged(module: ModuleSummary): boolean {
    const name = this.project.importNameOf(module).replaceAll('.', '/');
    return distributionsAround(this.project.distributions, module.path).some(
      (each) =>
        each.includes(module.path) === true &&
        each.roots.some((root) => module.path === `${root === '' ? '' : `${root}/`}${name}/__init__.py`),
    );
  }

  /** Whether a name is in a text. */
  isWritten(name: string): boolean {
    return this.#written.has(name);
  }

  /** Whether a text names it with what holds it, as schedules and senders of tasks do. */
  isMentioned({ qualifiedName }: SummaryFunction): boolean {
    this.#mentioned ??= new Set(
      [this.project.mentions, ...[...this.#namers].map((module) => module.texts.mentions)].flatMap((mentions) =>
        [...mentions].map(ofHolder),
      ),
    );
    return this.#mentioned.has(ofHolder(qualifiedName));
  }

  /** The other modules that read a name of anything, or import one. */
  takersOf(name: string, module: ModuleSummary): readonly ModuleSummary[] {
    this.#takers ??= this.#findTakers();
    return (this.#takers.get(name) ?? []).filter((each) => each !== module);
  }

  #findTakers(): ReadonlyMap<string, readonly ModuleSummary[]> {
    const takers = new Map<string, ModuleSummary[]>();
    for (const module of this.#namers) {
      const imported = module.imports.flatMap((each) => each.name ?? []);
      for (const name of new Set([...module.attributeReads, ...imported])) {
        const before = takers.get(name);
        if (before === undefined) takers.set(name, [module]);
        else before.push(module);
      }
    }
    return takers;
  }

  /** Whether code asks a class above this one for its `__subclasses__()`, or goes through modules for such as it: it finds the class without its name. */
  findsByBase(found: LocatedClass): boolean {
    this.#finders ??= [...this.#namers].filter(({ attributeReads }) =>
      attributeReads.some((name) => FINDERS.has(name)),
    );
    const finders = this.#finders;
    if (finders.length === 0) return false;
    const bases = this.project.lineOf(found).flatMap((each) => (typeof each === 'string' ? [] : each));
    return bases.some((base) => finders.some((module) => takesClass(module, base)));
  }

  /** Whether something takes a module's router, under whatever name, to mount it on an application. */
  mounts(router: string, module: ModuleSummary): boolean {
    return [router, ...(module.names[router]?.sameAs ?? [])].some((name) => this.#mountsBy(name, module));
  }

  #mountsBy(router: string, module: ModuleSummary): boolean {
    if (!this.modules.isApplication || module.names[router]?.isRead === true) return true;
    if (this.#readOfLoaded.has(router) || this.project.useOf(module) !== 'imported') return true;
    if (this.#isReadThroughModule(router, module)) return true;
    return this.project.importersOf(module).some((edge) => {
      const { name } = edge.imported;
      return this.#namers.has(edge.from) && (name === '*' || (name === router && !this.#isIdle(edge)));
    });
  }

  /** `orders.check`, where `orders` is the module: read where it is imported, or anywhere where it is found by a name made at run time. */
  #isReadThroughModule(name: string, module: ModuleSummary): boolean {
    if (!this.#read.has(name)) return false;
    if (this.project.useOf(module) !== 'imported') return true;
    return [module, ...this.#packagesAbove(module)].some((each) =>
      this.project
        .importersOf(each)
        .some(
          (edge) =>
            this.#namers.has(edge.from) &&
            takesModule(edge) &&
            attributesOf(edge.from.attributeReads).has(name) &&
            !this.#isIdle(edge),
        ),
    );
  }

  /** `from shop import orders`, which who imports it never reads nor offers, and nobody takes from there. */
  #isIdle({ from, imported: { boundAs } }: ImportEdge): boolean {
    const isKept = from.names[boundAs]?.isUnread !== true || from.all?.includes(boundAs) === true;
    if (isKept || from.hasDynamicNames || this.#read.has(boundAs)) return false;
    return !this.project.importersOf(from).some(({ imported: { name } }) => name === boundAs || name === '*');
  }

  /** `import shop` and `shop.orders.check` reads the module, too. */
  #packagesAbove({ path }: ModuleSummary): ModuleSummary[] {
    const folders = path.split('/').slice(0, -1);
    return folders.flatMap(
      (_, index) => this.project.moduleByPath(`${folders.slice(0, index + 1).join('/')}/__init__.py`) ?? [],
    );
  }

  /** `pkg.main:run` names each of its parts. */
  #addParts(dotted: string): void {
    for (const part of dotted.split(/[.:/]/)) this.#written.add(part);
  }
}

/** `import shop.orders`, `from shop import orders`, and not `from shop.orders import check`. */
export const takesModule = ({ imported: { name }, to }: ImportEdge): boolean =>
  name === undefined || name === to.module.slice(to.module.lastIndexOf('.') + 1);

/** `inspect.getmembers(module, inspect.isclass)`, where `issubclass` picks those that count. */
const FINDERS = new Set(['__subclasses__', 'getmembers', 'isclass']);

/** The module defines the class, or imports something of its name. */
function takesClass(module: ModuleSummary, { module: home, class: { qualifiedName } }: LocatedClass): boolean {
  const name = qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
  return module === home || module.imports.some((imported) => imported.name === name);
}

const ofHolder = (dotted: string): string => dotted.slice(Math.max(0, dotted.lastIndexOf('.')));

const NONE: ReadonlySet<string> = new Set();

/** Made once for each list, because many definitions ask. */
const attributesOf = memoize((names: readonly string[]): ReadonlySet<string> => new Set(names));
