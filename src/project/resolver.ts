import type { ModuleSummary, SummaryClass, SummaryFunction, SummaryImport } from '../semantics/index.ts';
import { AddedModules } from './added-modules.ts';
import { Definitions } from './definitions.ts';
import type { ModuleIndex } from './module-index.ts';
import type { OtherVersions } from './other-versions.ts';
import type { LocatedClass, LocatedFunction, Resolution } from './project-model.ts';

const UNKNOWN: Resolution = { kind: 'unknown' };
const NONE: readonly ModuleSummary[] = [];
const MAX_REEXPORTS = 12;
/** Of one question: names, bases and stars that branch and meet again would otherwise be followed without end. */
const MAX_STEPS = 5_000;

/** An answer, and what `metAlternatives` was when it was found. */
interface Resolved {
  readonly resolution: Resolution;
  readonly metAlternatives: boolean;
}

/** Follows dotted names and imports through re-exports and star imports to what they mean in the project. */
export class Resolver {
  readonly definitions = new Definitions();
  readonly #added: AddedModules;
  readonly #imported = new Map<SummaryImport, Resolution>();
  readonly #resolved = new Map<ModuleSummary, Map<string, Resolved>>();
  #steps = 0;
  /** On the way to the last answer stood a name that another run may bind to something else. */
  metAlternatives = false;

  constructor(
    readonly index: ModuleIndex,
    readonly otherVersions: Pick<OtherVersions, 'areMeant'>,
    modules: readonly ModuleSummary[],
  ) {
    this.#added = new AddedModules(modules, index, this.definitions);
  }

  /** A dotted name as a file uses it: through its imports (`pkg.db.fetch`) or its own module's name. */
  resolve(dotted: string, importer: ModuleSummary, depth = 0): Resolution {
    if (this.#isTooFar(depth) || !this.index.mayName(dotted)) return UNKNOWN;
    if (depth > 0) return this.#resolve(dotted, importer, depth);
    // The graph of calls, ways through objects and several rules ask for the same names of a file.
    let ofImporter = this.#resolved.get(importer);
    if (ofImporter === undefined) {
      ofImporter = new Map();
      this.#resolved.set(importer, ofImporter);
    }
    let known = ofImporter.get(dotted);
    if (known === undefined) {
      const resolution = this.#resolve(dotted, importer, depth);
      known = { resolution, metAlternatives: this.metAlternatives };
      ofImporter.set(dotted, known);
    }
    this.metAlternatives = known.metAlternatives;
    return known.resolution;
  }

  #resolve(dotted: string, importer: ModuleSummary, depth: number): Resolution {
    // Down to the empty name, where one is before the first dot: the `__init__` of the repository's root has it.
    for (let end = dotted.length; end >= 0; end = end === 0 ? -1 : dotted.lastIndexOf('.', end - 1)) {
      const module = this.moduleNamed(dotted.slice(0, end), importer);
      if (module === undefined) continue;
      const rest = end < dotted.length ? dotted.slice(end + 1).split('.') : [];
      const found = this.#within(module, rest, depth);
      const hiding =
        rest.length === 0 || found.kind === 'missing' ? this.#hidingName(module, importer, depth) : undefined;
      if (hiding === undefined || rest.length === 0) return hiding ?? found;
      return hiding.kind === 'name' ? this.#ofInstance(hiding, rest, depth + 1) : found;
    }
    return UNKNOWN;
  }

  /**
   * `from .query import query`, `from .query import Query; query = Query()` or `from . import query; query = query.run` in a package: when its module `query` has been imported,
   * the name is bound to something else, and so it stays, because a module is bound to its package once only.
   */
  #hidingName(module: ModuleSummary, importer: ModuleSummary, depth: number): Resolution | undefined {
    const end = module.module.lastIndexOf('.');
    const around = end < 0 ? undefined : this.index.byCanonicalName(module.module.slice(0, end));
    const name = module.module.slice(end + 1);
    const { kind, target = '' } = around?.names[name] ?? {};
    if (around === undefined || around === importer) return undefined;
    if (kind === undefined) return this.#starredOver(module, around, name, importer, depth + 1);
    const isBoundAfter =
      kind === 'import'
        ? this.moduleNamed(target.slice(0, target.lastIndexOf('.')), around) === module
        : around.imports.some(({ module: from, name: taken }) =>
            [from, `${from}.${taken ?? ''}`].some((each) => this.moduleNamed(each, around) === module),
          );
    return isBoundAfter ? this.#taken(around, name, importer, depth + 1) : undefined;
  }

  /** An import belongs to one module, so the answer is kept with it. */
  resolveImport(imported: SummaryImport, importer: ModuleSummary): Resolution {
    let resolution = this.#imported.get(imported);
    if (resolution === undefined) {
      const found = this.#resolveImport(imported, importer);
      resolution = found.kind === 'missing' && this.#isFoundFromAbove(imported, importer) ? UNKNOWN : found;
      this.#imported.set(imported, resolution);
    }
    return resolution;
  }

  #resolveImport(imported: SummaryImport, importer: ModuleSummary): Resolution {
    this.#steps = 0;
    const { name, relativeLevel } = imported;
    // The module of a package can be imported by the name of its file, too.
    const dotted = imported.module.replace(/\.__init__$/, '');
    const first = relativeLevel > 0 ? this.index.byCanonicalName(dotted) : this.moduleNamed(dotted, importer);
    if (first === undefined) return this.#throughFolder(imported, importer);
    if (name === undefined || name === '*') return { kind: 'module', module: first };
    const missing = this.#taken(first, name, importer, 0);
    if (missing.kind !== 'missing' || relativeLevel > 0) return missing;
    // Of many parts that are alike each has such a module: most imports find what they name in the first.
    const found = this.#modulesNamed(dotted, importer);
    for (const module of found.slice(1)) {
      const taken = this.#taken(module, name, importer, 0);
      if (taken.kind !== 'missing') return taken;
    }
    const elsewhere = this.#resolveElsewhere(`${dotted}.${name}`, importer);
    if (elsewhere !== undefined) return elsewhere;
    const isCertain = found.some((module) => this.index.sharesRoot(dotted, module, importer));
    return isCertain ? missing : UNKNOWN;
  }

  /**
   * From one of the folders above the importer the name is there: that folder may be where the program is started (`WORKDIR`, a
   * folder that an image copies), though it is a package and the repository has another one of the name.
   */
  #isFoundFromAbove({ module: dotted, name, relativeLevel }: SummaryImport, importer: ModuleSummary): boolean {
    if (relativeLevel > 0) return false;
    const above = importer.module.split('.').slice(0, -1);
    return above.some((_, index) => {
      const whole = [...above.slice(0, index + 1), dotted].join('.');
      const module = this.index.byCanonicalName(whole);
      if (name === undefined || name === '*') return module !== undefined;
      if (this.index.byCanonicalName(`${whole}.${name}`) !== undefined) return true;
      return module !== undefined && this.#taken(module, name, importer, 0).kind !== 'missing';
    });
  }

  /** Below another root, a folder of the package's name may hold the module, with or without an `__init__`. */
  #resolveElsewhere(dotted: string, importer: ModuleSummary): Resolution | undefined {
    const module = this.moduleNamed(dotted, importer);
    if (module !== undefined) return { kind: 'module', module };
    return this.index.mayExistOtherwise(dotted, importer) ? UNKNOWN : undefined;
  }

  /** Questions from outside begin at depth 0. */
  #isTooFar(depth: number): boolean {
    this.#steps = depth === 0 ? 0 : this.#steps + 1;
    if (depth === 0) this.metAlternatives = false;
    return depth > MAX_REEXPORTS || this.#steps > MAX_STEPS;
  }

  /** Whether the module that an access path begins with, or where it is the importer the one that it leads to, may be another one. */
  isFarFetched(accessPath: string, importer: ModuleSummary, home: ModuleSummary | undefined): boolean {
    const names = /^[\w.]*/.exec(accessPath)?.[0].split('.') ?? [];
    for (let length = names.length; length > 0; length--) {
      const dotted = names.slice(0, length).join('.');
      const module = this.index.mayName(dotted) ? this.moduleNamed(dotted, importer) : undefined;
      if (module === importer) break;
      if (module !== undefined) return this.index.isFarFetched(dotted, module, importer);
    }
    return home !== undefined && this.index.isUnrelatedRoot(this.index.importNameOf(home), home, importer);
  }

  functionNamed(qualifiedName: string): LocatedFunction | undefined {
    const owner = this.#ownerOf(qualifiedName);
    const found = owner === undefined ? undefined : this.#functionIn(owner, qualifiedName);
    return owner === undefined || found === undefined ? undefined : { module: owner, function: found };
  }

  classNamed(qualifiedName: string): LocatedClass | undefined {
    const owner = this.#ownerOf(qualifiedName);
    const found = owner === undefined ? undefined : this.#classIn(owner, qualifiedName);
    return owner === undefined || found === undefined ? undefined : { module: owner, class: found };
  }

  /** A method of a class or of its project bases, nearest first. */
  methodOf(found: LocatedClass, name: string, depth = 0): Resolution {
    const own = this.#functionIn(found.module, `${found.class.qualifiedName}.${name}`);
    if (own !== undefined) return { kind: 'function', module: found.module, function: own };
    if (this.#isTooFar(depth)) return UNKNOWN;
    for (const base of found.class.bases) {
      const resolved = base === '?' ? UNKNOWN : this.resolve(base, found.module, depth + 1);
      if (resolved.kind !== 'class') continue;
      const inherited = this.methodOf({ module: resolved.module, class: resolved.class }, name, depth + 1);
      if (inherited.kind !== 'unknown') return inherited;
    }
    return UNKNOWN;
  }

  #within(module: ModuleSummary, rest: readonly string[], depth: number): Resolution {
    const [name, ...members] = rest;
    if (name === undefined) return { kind: 'module', module };
    const resolution = this.#taken(module, name, module, depth);
    const [member] = members;
    if (member === undefined) return resolution;
    if (resolution.kind === 'module') return this.#within(resolution.module, members, depth + 1);
    const defined = this.#functionIn(module, `${module.module}.${rest.join('.')}`);
    if (defined !== undefined) return { kind: 'function', module, function: defined };
    if (resolution.kind === 'class') return this.#member(resolution, members, depth);
    return resolution.kind === 'name' ? this.#ofInstance(resolution, members, depth) : UNKNOWN;
  }

  /** A method or attribute of an object that a module keeps under a name. */
  #ofInstance(
    { module, name }: { module: ModuleSummary; name: string },
    members: readonly string[],
    depth: number,
  ): Resolution {
    const known = module.names[name];
    if (known?.kind !== 'instance' || known.target === undefined) return UNKNOWN;
    const made = this.resolve(known.target, module, depth + 1);
    return made.kind === 'class' ? this.#member(made, members, depth + 1) : UNKNOWN;
  }

  #member(found: LocatedClass, members: readonly string[], depth: number): Resolution {
    const [member, ...more] = members;
    if (member === undefined) return { kind: 'class', ...found };
    if (more.length === 0) return this.methodOf(found, member, depth);
    const resolved = this.#attributeClass(found, member, depth + 1);
    return resolved.kind === 'class' ? this.#member(resolved, more, depth + 1) : UNKNOWN;
  }

  /** The class of what an attribute holds, as the class or the nearest of its project bases binds it. */
  #attributeClass(found: LocatedClass, name: string, depth: number): Resolution {
    const type = found.class.attributes[name];
    if (type !== undefined) return type === null ? UNKNOWN : this.resolve(type, found.module, depth);
    if (this.#isTooFar(depth)) return UNKNOWN;
    for (const base of found.class.bases) {
      const resolved = base === '?' ? UNKNOWN : this.resolve(base, found.module, depth + 1);
      const held = resolved.kind === 'class' ? this.#attributeClass(resolved, name, depth + 1) : UNKNOWN;
      if (held.kind !== 'unknown') return held;
    }
    return UNKNOWN;
  }

  /** `name` as it is taken from a module: a definition, a submodule, a re-export, something by star import. */
  #taken(module: ModuleSummary, name: string, importer: ModuleSummary, depth: number): Resolution {
    const qualifiedName = `${module.module}.${name}`;
    const submodule = this.index.byCanonicalName(qualifiedName);
    const known = module.names[name];
    if (known === undefined) {
      if (submodule !== undefined)
        return this.#starredOver(submodule, module, name, importer, depth) ?? { kind: 'module', module: submodule };
      return this.#throughStars(module, name, importer, depth) ?? this.#missingName(module, name, importer);
    }
    if (known.hasAlternatives === true) this.metAlternatives = true;
    const fn = this.#functionIn(module, qualifiedName);
    if (known.kind === 'function' && fn !== undefined) return { kind: 'function', module, function: fn };
    const cls = this.#classIn(module, qualifiedName);
    if (known.kind === 'class' && cls !== undefined) return { kind: 'class', module, class: cls };
    if (known.kind === 'import' && known.target !== undefined) {
      if (submodule !== undefined && known.target === qualifiedName) return { kind: 'module', module: submodule };
      // `from . import x` in the package itself: the name is there only if the import succeeds.
      if (known.target === qualifiedName && importer === module) return this.#missingName(module, name, importer);
      const target = known.target === qualifiedName ? UNKNOWN : this.resolve(known.target, module, depth + 1);
      return target.kind === 'missing' ? { kind: 'name', module, name } : target;
    }
    return { kind: 'name', module, name };
  }

  /** `from .query import *` in a package, where the module `query` has something of its own name: that is bound over the module. */
  #starredOver(
    submodule: ModuleSummary,
    around: ModuleSummary,
    name: string,
    importer: ModuleSummary,
    depth: number,
  ): Resolution | undefined {
    const found = this.#throughStars(around, name, importer, depth);
    if (found === undefined || found.kind === 'unknown' || found.kind === 'module') return undefined;
    // What another module has by that name is there until this one is imported.
    return found.module === submodule ? found : UNKNOWN;
  }

  /** By star imports: the last one that exports the name wins, as when the module runs. */
  #throughStars(module: ModuleSummary, name: string, importer: ModuleSummary, depth: number): Resolution | undefined {
    if (this.#isTooFar(depth)) return UNKNOWN;
    let mayBeThere = false;
    for (const star of module.imports.toReversed()) {
      if (star.name !== '*') continue;
      const source = this.moduleNamed(star.module, module);
      const isSeen = source !== undefined && source !== module;
      const taken = isSeen ? this.#taken(source, name, importer, depth + 1) : UNKNOWN;
      if (taken.kind === 'missing') continue;
      if (isSeen && exportsByStar(source, name)) return taken;
      mayBeThere = true;
    }
    return mayBeThere ? UNKNOWN : undefined;
  }

  #missingName(module: ModuleSummary, name: string, importer: ModuleSummary): Resolution {
    const mayExist =
      (module.hasDynamicNames && module.unreadWords?.includes(name) !== false) ||
      // A stub alone describes something that is not Python, and may lag behind it.
      module.path.endsWith('.pyi') ||
      MODULE_ATTRIBUTES.has(name) ||
      this.index.mayExistOtherwise(`${module.module}.${name}`, importer) ||
      this.#added.mayHold(`${module.module}.${name}`, importer);
    return mayExist ? UNKNOWN : { kind: 'missing', module, name, isModule: false };
  }

  /** `from folder import module`, where the folder is no package that tells its names. */
  #throughFolder({ module: dotted, name, relativeLevel }: SummaryImport, importer: ModuleSummary): Resolution {
    const whole = name === undefined || name === '*' ? dotted : `${dotted}.${name}`;
    const module = relativeLevel > 0 ? this.index.byCanonicalName(whole) : this.moduleNamed(whole, importer);
    return module === undefined ? this.#missingModule(dotted, importer, relativeLevel > 0) : { kind: 'module', module };
  }

  /** A module that is not there: certain only when its package is the project's and sees nothing dynamic. */
  #missingModule(dotted: string, importer: ModuleSummary, isRelative: boolean): Resolution {
    const segments = dotted.split('.');
    for (let length = segments.length - 1; length > 0; length--) {
      if (this.index.mayExistOtherwise(segments.slice(0, length + 1).join('.'), importer)) return UNKNOWN;
      const name = segments.slice(0, length).join('.');
      const parent = isRelative ? this.index.byCanonicalName(name) : this.moduleNamed(name, importer);
      if (parent === undefined) continue;
      const parents = isRelative ? [parent] : this.#modulesNamed(name, importer);
      const isCertain =
        parents.every((found) => found.isPackage && !found.hasDynamicNames) &&
        (isRelative || parents.some((found) => this.index.sharesRoot(name, found, importer))) &&
        !parents.some((found) => this.#added.mayHold([found.module, ...segments.slice(length)].join('.'), importer));
      return isCertain ? { kind: 'missing', module: parent, name: segments[length] ?? '', isModule: true } : UNKNOWN;
    }
    return UNKNOWN;
  }

  /** The module that an import of this name finds first. */
  moduleNamed(dotted: string, importer: ModuleSummary): ModuleSummary | undefined {
    if (!this.index.mayBeModule(dotted)) return undefined;
    const named = this.index.named(dotted, importer);
    return named.find((module) => !this.otherVersions.areMeant(module, importer)) ?? this.index.byCanonicalName(dotted);
  }

  /** By the importer's import roots; relative imports and a file's own names are already canonical. */
  #modulesNamed(dotted: string, importer: ModuleSummary): readonly ModuleSummary[] {
    if (!this.index.mayBeModule(dotted)) return NONE;
    const named = this.index.named(dotted, importer).filter((module) => !this.otherVersions.areMeant(module, importer));
    const canonical = named.length > 0 ? undefined : this.index.byCanonicalName(dotted);
    return canonical === undefined ? named : [canonical];
  }

  #ownerOf(qualifiedName: string): ModuleSummary | undefined {
    const segments = qualifiedName.split('.');
    for (let length = segments.length - 1; length > 0; length--) {
      const module = this.index.byCanonicalName(segments.slice(0, length).join('.'));
      if (module !== undefined) return module;
    }
    return undefined;
  }

  /** Of several definitions the last: the name means that one when the module has run. */
  #functionIn(module: ModuleSummary, qualifiedName: string): SummaryFunction | undefined {
    return this.definitions.functions(qualifiedName, module).at(-1);
  }

  #classIn(module: ModuleSummary, qualifiedName: string): SummaryClass | undefined {
    return this.definitions.classes(qualifiedName, module).at(-1);
  }
}

function exportsByStar({ all, hasDynamicNames }: ModuleSummary, name: string): boolean {
  return hasDynamicNames || (all === undefined ? !name.startsWith('_') : all.includes(name));
}

/** What every module has without defining it. */
const MODULE_ATTRIBUTES: ReadonlySet<string> = new Set([
  '__name__',
  '__file__',
  '__doc__',
  '__path__',
  '__package__',
  '__loader__',
  '__spec__',
  '__dict__',
  '__all__',
  '__version__',
  // As every object.
  ...['__class__', '__init__'],
]);
