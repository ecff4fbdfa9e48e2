/** Follows the access paths that `ObjectTypes.pathOf` writes: through modules, classes, objects, their attributes and results. */
import { DECORATED_RESULTS } from '../knowledge/decorated-results.ts';
import { STANDARD_LIBRARY_MODULES } from '../knowledge/standard-library.ts';
import type { ModuleSummary, SummaryClass, SummaryFunction } from '../semantics/index.ts';
import { classAbove, EMPTY_BASES } from './above.ts';
import { accessPathOf, isNoName, stepsOf } from './access-path-steps.ts';
import { type Kept, keptByApplications } from './application-state.ts';
import { CACHES, PROPERTIES, TRANSPARENT_DECORATORS } from './decorators.ts';
import { isInterface } from './interfaces.ts';
import type { Lineages } from './lineages.ts';
import { MadeWith } from './made-with.ts';
import type { ModuleIndex } from './module-index.ts';
import type { LocatedClass, Target } from './project-model.ts';
import type { Resolver } from './resolver.ts';

const UNKNOWN: Target = { kind: 'unknown' };
const MAX_DEPTH = 8;

/** A library's base may put something else on the class in place of what its objects hold: columns and relations of a mapper. */
const hasForeignBase = (line: readonly (LocatedClass | string)[]): boolean =>
  line.some(
    (each) =>
      typeof each === 'string' && !EMPTY_BASES.has(each) && !STANDARD_LIBRARY_MODULES.has(each.split('.')[0] ?? ''),
  );

export class Targets {
  readonly #known = new Map<ModuleSummary, Map<string, Target>>();
  readonly #foreign = new Map<ModuleSummary, Map<string, ForeignObject | undefined>>();
  readonly #starts = new Map<ModuleSummary, Map<string, Target | undefined>>();
  #kept: ReadonlyMap<string, Kept> | undefined;
  readonly #made: MadeWith;

  constructor(
    readonly index: ModuleIndex,
    readonly resolver: Resolver,
    readonly lineages: Lineages,
    readonly modules: readonly ModuleSummary[],
  ) {
    this.#made = new MadeWith(resolver, lineages, modules);
  }

  follow(path: string, importer: ModuleSummary, depth = 0): Target {
    const ofImporter = this.#known.get(importer) ?? new Map<string, Target>();
    this.#known.set(importer, ofImporter);
    const known = ofImporter.get(path);
    if (known !== undefined) return known;
    // What leads back to itself stays unknown.
    ofImporter.set(path, UNKNOWN);
    const kept = this.#keptByApplication(path);
    const target =
      depth > MAX_DEPTH
        ? UNKNOWN
        : kept === undefined
          ? this.#walk(path, importer, depth)
          : this.follow(kept.path, kept.module, depth + 1);
    ofImporter.set(path, target);
    return target;
  }

  /** Where an access path leaves the project: the class of the object that it comes to, by name, and the steps from there. */
  foreignObject(path: string, importer: ModuleSummary): ForeignObject | undefined {
    const ofImporter = this.#foreign.get(importer) ?? new Map<string, ForeignObject | undefined>();
    this.#foreign.set(importer, ofImporter);
    if (!ofImporter.has(path)) ofImporter.set(path, this.#foreignObject(path, importer));
    return ofImporter.get(path);
  }

  #foreignObject(path: string, importer: ModuleSummary): ForeignObject | undefined {
    const kept = this.#keptByApplication(path);
    if (kept !== undefined) return this.foreignObject(kept.path, kept.module);
    const steps = stepsOf(path);
    if (!this.index.mayName(steps[0] ?? '')) return foreignFrom(steps);
    for (let length = 1; length < steps.length; length++) {
      const found = this.#foreignAt(steps, length, importer);
      if (found !== undefined) return { class: found.class, rest: steps.slice(found.length) };
    }
    return undefined;
  }

  /** An access path that begins in the state of the application, from where the one module that puts something there has it. */
  #keptByApplication(path: string): { readonly path: string; readonly module: ModuleSummary } | undefined {
    const name = /^@state\.(\w+)/.exec(path)?.[1];
    if (name === undefined) return undefined;
    this.#kept ??= keptByApplications(this.modules);
    const kept = this.#kept.get(name);
    return kept === undefined || kept === 'several'
      ? undefined
      : { path: kept.path + path.slice('@state.'.length + name.length), module: kept.module };
  }

  /** The class that a name, a result or an attribute has by what the project says of it, where that class is not the project's. */
  #foreignAt(steps: readonly string[], length: number, importer: ModuleSummary): ForeignStep | undefined {
    const found =
      this.#classOfName(steps.slice(0, length), importer) ??
      this.#classOfDecorated(steps.slice(0, length), importer) ??
      this.#classHandedOn(steps.slice(0, length + 1), importer) ??
      this.#classOfStep(steps.slice(0, length + 1), importer);
    const isForeign = found !== undefined && this.follow(`${found.class}()`, found.module).kind === 'unknown';
    return isForeign ? found : undefined;
  }

  /** `Session()`, where a module of the project takes the class from a library and hands it on. */
  #classHandedOn(steps: readonly string[], importer: ModuleSummary): ForeignStep | undefined {
    const names = steps.slice(0, -1);
    if (steps.at(-1) !== '()' || names.length < 2 || names.some(isNoName)) return undefined;
    const dotted = names.slice(0, -1).join('.');
    const module = this.index.mayName(dotted) ? this.resolver.moduleNamed(dotted, importer) : undefined;
    if (module === undefined || this.index.isAmbiguous(dotted, importer)) return undefined;
    const { kind, target, hasAlternatives } = module.names[names.at(-1) ?? ''] ?? {};
    if (kind !== 'import' || target === undefined || hasAlternatives === true) return undefined;
    const further = this.#classHandedOn([...target.split('.'), '()'], module);
    return { class: further?.class ?? target, module: further?.module ?? module, length: steps.length };
  }

  /** `store = create_client(…)` in a module. */
  #classOfName(names: readonly string[], importer: ModuleSummary): ForeignStep | undefined {
    const dotted = names.join('.');
    const named = names.some(isNoName) ? UNKNOWN : this.resolver.resolve(dotted, importer);
    if (named.kind !== 'name' || this.resolver.metAlternatives || this.index.isAmbiguous(dotted, importer))
      return undefined;
    const { kind, target, accessPath } = named.module.names[named.name] ?? {};
    const made = accessPath === undefined ? undefined : this.#classOfStep(stepsOf(accessPath), named.module);
    if (made !== undefined) return { ...made, length: names.length };
    const isKnown =
      kind === 'instance' && target !== undefined && this.follow(`${target}()`, named.module).kind === 'unknown';
    return isKnown ? { class: target, module: named.module, length: names.length } : undefined;
  }

  /** `@shared_task def send(…)`: the decorator makes another object of the function. */
  #classOfDecorated(names: readonly string[], importer: ModuleSummary): ForeignStep | undefined {
    const at = names.some(isNoName) ? UNKNOWN : this.follow(accessPathOf(names), importer);
    if (at.kind !== 'function' || at.owner !== undefined) return undefined;
    for (const decorator of at.function.decorators) {
      // `app.task` of an application that another module makes.
      const maker = DECORATED_RESULTS.has(decorator) ? undefined : this.foreignObject(decorator, at.module);
      const made = DECORATED_RESULTS.get(maker === undefined ? decorator : [maker.class, ...maker.rest].join('.'));
      if (made !== undefined) return { class: made, module: at.module, length: names.length };
    }
    return undefined;
  }

  /** What a call of the project gives, or an attribute of an object of the project holds. */
  #classOfStep(steps: readonly string[], importer: ModuleSummary): ForeignStep | undefined {
    const step = steps.at(-1) ?? '';
    const at = this.follow(accessPathOf(steps.slice(0, -1)), importer);
    if (at.kind === 'function' && step === '^') {
      const given = givenTo(at.function);
      return given === undefined ? undefined : { class: given, module: at.module, length: steps.length };
    }
    if ((at.kind === 'function' && step === '()') || (at.kind === 'coroutine' && step === '~')) {
      const { result, isAsync, decorators } = at.function;
      const isPlain = decorators.every((each) => GIVING_ON.has(each)) && isAsync === (at.kind === 'coroutine');
      return result !== undefined && isPlain ? { class: result, module: at.module, length: steps.length } : undefined;
    }
    if (at.kind !== 'object' || isNoName(step)) return undefined;
    for (const each of this.lineages.of(at)) {
      const held = typeof each === 'string' ? undefined : each.class.attributes[step];
      if (typeof each !== 'string' && typeof held === 'string')
        return { class: held, module: each.module, length: steps.length };
    }
    return undefined;
  }

  /** A method or attribute as an object of the class (or the class itself) has it. */
  memberOf(owner: LocatedClass, name: string, isBound: boolean, depth = 0): Target {
    const line = this.lineages.of(owner);
    if (isInterface(line)) return UNKNOWN;
    for (const ancestor of line) {
      if (typeof ancestor === 'string') {
        if (EMPTY_BASES.has(ancestor)) continue;
        return UNKNOWN;
      }
      const { module, class: cls } = ancestor;
      const methods = this.resolver.definitions.functions(`${cls.qualifiedName}.${name}`, module);
      const hasAttribute = Object.hasOwn(cls.attributes, name);
      if (methods.length === 0 && !hasAttribute) continue;
      if (this.#isDefinedTwice(ancestor)) return UNKNOWN;
      const method = lastOf(methods);
      if (method === undefined)
        return methods.length > 0 || (!isBound && hasForeignBase(line))
          ? UNKNOWN
          : this.#given(this.#heldBy(ancestor.class, name, module, depth));
      if (method.decorators.some((decorator) => PROPERTIES.has(decorator)))
        return this.#resultOf(method, module, depth);
      if (hasAttribute || method.isConditional === true) return UNKNOWN;
      return { kind: 'function', module, function: method, owner, isBound };
    }
    return UNKNOWN;
  }

  #walk(path: string, importer: ModuleSummary, depth: number): Target {
    const steps = stepsOf(path);
    const first = steps.findIndex(isNoName);
    const names = first === -1 ? steps : steps.slice(0, first);
    let at = this.#named(names, importer, depth);
    let isAbove = false;
    for (const step of first === -1 ? [] : steps.slice(first)) {
      if (at.kind === 'unknown') return at;
      at = isAbove ? this.#memberAbove(at, step, depth) : step === '!' ? at : this.#taken(at, step, depth);
      isAbove = step === '!';
    }
    if (isAbove) return UNKNOWN;
    return at;
  }

  /** What dotted names lead to: the module that most of them name, then the first definition or object in it, then members. */
  #named(names: readonly string[], importer: ModuleSummary, depth: number): Target {
    const ofModule = this.#moduleLength(names, importer);
    for (let length = ofModule + 1; length > 1 && length <= names.length; length++) {
      const found = this.#namedFrom(names, length, importer, depth);
      // `from .orders import orders` in a package: its name is that of the object, not of the module.
      if (found?.kind === 'unknown') return this.#namedFrom(names, ofModule, importer, depth) ?? found;
      if (found !== undefined) return found;
    }
    return UNKNOWN;
  }

  #namedFrom(names: readonly string[], length: number, importer: ModuleSummary, depth: number): Target | undefined {
    const start = this.#knownStart(names.slice(0, length).join('.'), importer, depth);
    return start && names.slice(length).reduce((at, name) => this.#taken(at, name, depth), start);
  }

  /** How many of the names are a module's; 0 where none is. */
  #moduleLength(names: readonly string[], importer: ModuleSummary): number {
    // Most access paths lead to other people's packages, and their first name tells.
    if (!this.index.mayName(names[0] ?? '')) return 0;
    for (let length = names.length; length > 0; length--) {
      if (this.resolver.moduleNamed(names.slice(0, length).join('.'), importer) !== undefined) return length;
    }
    return 0;
  }

  #knownStart(dotted: string, importer: ModuleSummary, depth: number): Target | undefined {
    const ofImporter = this.#starts.get(importer) ?? new Map<string, Target | undefined>();
    this.#starts.set(importer, ofImporter);
    if (ofImporter.has(dotted)) return ofImporter.get(dotted);
    ofImporter.set(dotted, UNKNOWN);
    const start = this.#start(dotted, importer, depth);
    ofImporter.set(dotted, start);
    return start;
  }

  /** Undefined for a module or for what is no name of the project: more of the name may be. */
  #start(dotted: string, importer: ModuleSummary, depth: number): Target | undefined {
    const resolved = this.resolver.resolve(dotted, importer);
    if (resolved.kind === 'unknown' || resolved.kind === 'module') return undefined;
    if (this.resolver.metAlternatives || this.index.isAmbiguous(dotted, importer)) return UNKNOWN;
    switch (resolved.kind) {
      case 'function':
        // `enabled = flags.enabled`: a name of a method of an object, or of a class.
        return isMethod(resolved.function, resolved.module)
          ? UNKNOWN
          : this.#function(resolved.module, resolved.function, importer);
      case 'class':
        return this.#isDefinedTwice(resolved) && !this.#isLastFor(resolved, importer) ? UNKNOWN : resolved;
      case 'name': {
        const name = resolved.module.names[resolved.name];
        if (name?.accessPath !== undefined) return this.follow(name.accessPath, resolved.module, depth + 1);
        if (name?.kind !== 'instance' || name.target === undefined) return UNKNOWN;
        return this.follow(`${name.target}()`, resolved.module, depth + 1);
      }
      case 'missing':
        return UNKNOWN;
    }
  }

  /** Of several by one name other modules get the last; what the module itself means depends on where it stands. */
  #function(module: ModuleSummary, fn: SummaryFunction, importer: ModuleSummary): Target {
    const all = this.resolver.definitions.functions(fn.qualifiedName, module);
    const last = all.length > 1 && module === importer ? undefined : lastOf(all);
    if (last !== fn || fn.isConditional === true) return UNKNOWN;
    return { kind: 'function', module, function: fn, owner: undefined, isBound: false };
  }

  #taken(at: Target, step: string, depth: number): Target {
    switch (at.kind) {
      case 'class':
        if (step !== '()') return this.memberOf(at, step, false, depth);
        return this.#returnsOthers(at) ? UNKNOWN : { ...at, kind: 'object' };
      case 'object':
        return isNoName(step) ? UNKNOWN : this.memberOf(at, step, true, depth);
      case 'function': {
        const { module, function: fn } = at;
        if (step === '^') return this.#held(givenTo(fn), module, depth);
        if (step !== '()') return UNKNOWN;
        if (fn.isAsync) return fn.isGenerator ? UNKNOWN : { kind: 'coroutine', module, function: fn };
        return this.#resultOf(fn, module, depth);
      }
      case 'coroutine':
        return step === '~' ? this.#resultOf(at.function, at.module, depth) : UNKNOWN;
      case 'unknown':
        return at;
    }
  }

  /** `super().save`: the class that has it is known, whichever others override it. */
  #memberAbove(at: Target, name: string, depth: number): Target {
    const next = at.kind === 'object' ? classAbove(name, at, this.lineages) : undefined;
    const found = next === undefined ? UNKNOWN : this.memberOf(next, name, true, depth);
    return found.kind === 'function' ? { ...found, isExact: true } : found;
  }

  #returnsOthers(at: LocatedClass): boolean {
    return this.lineages.of(at).some((each) => typeof each !== 'string' && each.class.returnsOthers === true);
  }

  #resultOf(fn: SummaryFunction, module: ModuleSummary, depth: number): Target {
    const isPlain = fn.decorators.every((each) => GIVING_ON.has(each));
    return fn.result === undefined || !isPlain ? UNKNOWN : this.follow(`${fn.result}()`, module, depth + 1);
  }

  #held(type: string | null | undefined, module: ModuleSummary, depth: number): Target {
    return type === null || type === undefined ? UNKNOWN : this.follow(`${type}()`, module, depth + 1);
  }

  #heldBy(owner: SummaryClass, name: string, module: ModuleSummary, depth: number): Target {
    const accessPath = owner.accessPaths?.[name];
    if (accessPath?.startsWith('@made '))
      return this.#made.kept(accessPath, owner, (given, from) => this.follow(given, from, depth + 1));
    return accessPath === undefined
      ? this.#held(owner.attributes[name], module, depth)
      : this.follow(accessPath, module, depth + 1);
  }

  /** What reading an attribute gives where it holds this: of a descriptor what its `__get__` says, which nobody follows. */
  #given(held: Target): Target {
    const isDescriptor =
      held.kind === 'object' &&
      this.lineages.of(held).some((ancestor) => {
        if (typeof ancestor === 'string') return PROPERTIES.has(ancestor);
        const { methods, attributes } = ancestor.class;
        return methods.includes('__get__') || Object.hasOwn(attributes, '__get__');
      });
    return isDescriptor ? UNKNOWN : held;
  }

  /** Another module finds the last of several classes of a name, where each of them is certainly there. */
  #isLastFor({ module, class: cls }: LocatedClass, importer: ModuleSummary): boolean {
    const all = this.resolver.definitions.classes(cls.qualifiedName, module);
    return module !== importer && all.at(-1) === cls && all.every((each) => each.isConditional !== true);
  }

  #isDefinedTwice({ module, class: cls }: LocatedClass): boolean {
    return cls.isConditional === true || this.resolver.definitions.classes(cls.qualifiedName, module).length > 1;
  }
}

/** What a name means that several definitions bind: the last one, where none is in a branch. A property is made of all of them. */
function lastOf(all: readonly SummaryFunction[]): SummaryFunction | undefined {
  const [first] = all;
  if (all.length < 2 || first?.decorators.some((decorator) => PROPERTIES.has(decorator)) === true) return first;
  const last = all.at(-1);
  const isPlain = last?.decorators.every((decorator) => TRANSPARENT_DECORATORS.has(decorator)) === true;
  return isPlain && all.every(({ isConditional }) => isConditional !== true) ? last : undefined;
}

interface ForeignObject {
  readonly class: string;
  readonly rest: readonly string[];
}

interface ForeignStep {
  readonly class: string;
  readonly module: ModuleSummary;
  /** How many steps lead to it. */
  readonly length: number;
}

/** What anyone who enters it, or depends on it, gets of a function: what it yields, else its result. */
const givenTo = ({ isGenerator, yields, result }: SummaryFunction): string | undefined =>
  isGenerator ? yields : result;

/** `requests.Session().get`: an access path that begins with an object of someone else's class. */
function foreignFrom(steps: readonly string[]): ForeignObject | undefined {
  const made = steps.indexOf('()');
  return made <= 0 || made === steps.length - 1
    ? undefined
    : { class: steps.slice(0, made).join('.'), rest: steps.slice(made + 1) };
}

/** Stands in a class, not in a module or a function. */
function isMethod({ qualifiedName }: SummaryFunction, { module }: ModuleSummary): boolean {
  return (
    qualifiedName
      .slice(module.length + 1)
      .split('<locals>.')
      .at(-1) ?? ''
  ).includes('.');
}

/** Keep what a function gives. */
const GIVING_ON: ReadonlySet<string> = new Set([...TRANSPARENT_DECORATORS, ...PROPERTIES, ...CACHES]);
