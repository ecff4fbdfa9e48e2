/** What the functions of a project do with rows that belong to someone, followed from routes on. */
import type { PackedPlace } from '#kit';
import type { LocatedFunction, ProjectModel } from '#project';
import { type OwnedClassFact, ownerName } from './owned-classes.ts';
import { CALLER, FROM_CLIENT, type RowLoad, type RowsFact } from './owned-rows.ts';

/** From a route to what loads the row, and to what asks for its owner. */
const DEPTH = 4;

/** Whether a column that is asked for is one of these. */
export const isAbout =
  (row: string, columns: readonly string[]) =>
  (check: string): boolean =>
    columns.some((column) => check === `${row}.${column}`);
export interface LoadedRow {
  readonly load: { readonly path: string; readonly fact: RowLoad };
  readonly at: PackedPlace;
  readonly row: OwnedClassFact;
  /** The client says whose rows it wants. */
  readonly isByOwner: boolean;
  /** The functions from the route to the load. */
  readonly where: ReadonlySet<string>;
}

/** What the facts of all files say of functions, by their names. */
export class RowReading {
  readonly #rows: ReadonlyMap<string, RowsFact>;
  readonly #byTable: ReadonlyMap<string, OwnedClassFact>;

  constructor(
    readonly project: ProjectModel,
    readonly owned: ReadonlyMap<string, OwnedClassFact>,
    facts: readonly { readonly path: string; readonly fact: RowsFact }[],
  ) {
    this.#rows = new Map(
      facts.map(({ path, fact }) => [fact.function, { ...fact, checks: this.#named(fact.checks, path) }]),
    );
    this.#byTable = new Map([...owned.values()].map((each) => [each.table, each]));
  }

  /** Asked columns with the class that declares them. */
  #named(checks: readonly string[], path: string): readonly string[] {
    return checks.map((check) => {
      const [start, dot] = [/^[~=]/.test(check) ? 1 : 0, check.lastIndexOf('.')];
      const row = dot < 0 ? undefined : this.classOf(check.slice(start, dot), path);
      return row === undefined ? check : `${check.slice(0, start)}${row.class}${check.slice(dot)}`;
    });
  }

  /** The owned class that a file knows by this name, itself or by what it derives from. */
  classOf(name: string, path: string): OwnedClassFact | undefined {
    const importer = this.project.moduleByPath(path);
    const found = importer === undefined || name === '?' ? undefined : this.project.resolve(name, importer);
    if (found?.kind !== 'class') return this.owned.get(name);
    const line = this.project
      .lineOf(found)
      .flatMap((each) => (typeof each === 'string' ? [] : (this.owned.get(each.class.qualifiedName) ?? [])));
    const [first] = line;
    if (first === undefined) return undefined;
    return {
      ...first,
      class: found.class.qualifiedName,
      columns: line.flatMap(({ columns }) => columns),
      parents: line.flatMap(({ parents }) => parents),
    };
  }

  /** A library that gives each tenant a schema of its own, in which a column of a user may say no more than who made the row. */
  get isApart(): boolean {
    return ['django-tenants', 'django-tenant-schemas'].some((each) => this.project.requirementsOn(each).length > 0);
  }

  checksOf = (name: string): readonly string[] => this.#rows.get(name)?.checks ?? [];
  isOpen = (name: string): boolean => this.#rows.get(name)?.isOpen === true;
  isRefusing = (name: string): boolean => this.project.functionNamed(name)?.function.refuses === true;

  /** A route with all that it calls and depends on, and what they ask. */
  reachOf(name: string): { readonly checks: readonly string[]; readonly reached: readonly string[] } | undefined {
    const at = this.project.functionNamed(name);
    if (at === undefined) return undefined;
    const roots = [at, ...(at.function.dependsOn ?? []).flatMap((to) => this.#functionAt(to, at.module.path) ?? [])];
    const checks = this.#reachedFrom(roots).flatMap((each) => this.checksOf(each));
    return { checks, reached: this.#reachedFrom([at]) };
  }

  #reachedFrom(roots: readonly LocatedFunction[]): readonly string[] {
    const found = new Set(roots.map((each) => each.function.qualifiedName));
    let level = roots;
    for (let depth = 0; depth < DEPTH && level.length > 0; depth++)
      level = level.flatMap(({ module, function: fn }) =>
        fn.calls.flatMap((call) => {
          const to = this.project.resolve(call, module);
          if (to.kind !== 'function' || found.has(to.function.qualifiedName)) return [];
          found.add(to.function.qualifiedName);
          return [to];
        }),
      );
    return [...found];
  }

  #functionAt(to: string, path: string): LocatedFunction | undefined {
    const importer = this.project.moduleByPath(path);
    const target = importer === undefined || /^[?!@]/.test(to) ? undefined : this.project.follow(to, importer);
    return target?.kind === 'function' || target?.kind === 'coroutine' ? target : undefined;
  }

  isSeen = (to: string | null, path: string): boolean => to !== null && this.#functionAt(to, path) !== undefined;

  /** The row that tells by its owner whose a row is that leads to it, and all columns on the way. */
  ownerOf(row: OwnedClassFact): { readonly row: OwnedClassFact; readonly by: readonly string[] } | undefined {
    let level = [row];
    const by: string[] = [];
    for (let depth = 0; depth < DEPTH && level.length > 0; depth++) {
      const parents = level.flatMap((each) => each.parents);
      by.push(...parents.map(([column]) => column));
      level = parents.flatMap(([, to]) => this.#rowAt(to) ?? []);
      const found = level.find((each) => each.columns.length > 0);
      if (found !== undefined) return { row: found, by };
    }
    return undefined;
  }

  /** Something ties a user and such a row, and is looked for by both in one of these functions: a `ShopMember` of the caller and of the `Shop`. */
  isTied(row: OwnedClassFact, functions: readonly string[]): boolean {
    for (const each of functions) {
      const checks = this.checksOf(each).map((check) => check.replace('~', ''));
      for (const { class: name, columns, parents } of checks.some((check) => check.startsWith('='))
        ? this.owned.values()
        : [])
        if (
          columns.some((column) => checks.includes(`=${name}.${column}`)) &&
          parents.some(([column, to]) => checks.includes(`${name}.${column}`) && this.#rowAt(to)?.class === row.class)
        )
          return true;
    }
    return false;
  }

  readonly #rowAt = (to: string): OwnedClassFact | undefined => this.#byTable.get(to) ?? this.owned.get(to);

  /** The owner of another row is asked for near the load, or anywhere on the way where this one leads to it. */
  checksOtherOwner(near: readonly string[], checks: readonly string[], row: OwnedClassFact): boolean {
    const above = row.parents.map(([, to]) => this.#rowAt(to)?.class);
    return [...this.owned.values()].some(
      (other) =>
        other.class !== row.class &&
        (above.includes(other.class) ? checks : near).some(isAbout(other.class, other.columns)),
    );
  }

  /** Rows of owned classes that are loaded by a key which the client of a route gives, once for each class. */
  loadsOf(path: string, route: string, given: readonly string[]): readonly LoadedRow[] {
    const found = new Map<string, LoadedRow>();
    const seen = new Set<string>();
    let level: readonly Step[] = [
      {
        function: route,
        path,
        given: new Set([FROM_CLIENT, ...given]),
        at: undefined,
        where: new Set([route]),
        caller: new Set([CALLER]),
      },
    ];
    for (let depth = 0; depth < DEPTH && level.length > 0; depth++) {
      for (const each of level.flatMap((step) => this.#loadedIn(step)))
        if (!found.has(each.row.class)) found.set(each.row.class, each);
      level = level.flatMap((step) => this.#handedOn(step, seen));
    }
    return [...found.values()];
  }

  #loadedIn({ function: name, path, given, at, where, caller }: Step): LoadedRow[] {
    return (this.#rows.get(name)?.loads ?? []).flatMap((load) => {
      const row = given.has(load.from) ? this.classOf(load.row, path) : undefined;
      if (row === undefined) return [];
      const isByOwner = load.column !== undefined && !row.keys.includes(load.column);
      if (isByOwner && !row.columns.includes(ownerName(load.column))) return [];
      const isOfCaller = load.beside?.some(([column, by]) => caller.has(by) && row.columns.includes(ownerName(column)));
      if (isByOwner && isOfCaller) return [];
      return [{ load: { path, fact: load }, at: at ?? load.place, row, isByOwner, where }];
    });
  }

  /** The functions that a key is handed to, each with the parameter that holds it there. */
  #handedOn({ function: name, path, given, at, where, caller }: Step, seen: Set<string>): Step[] {
    const importer = this.project.moduleByPath(path);
    const hands = this.#rows.get(name)?.hands ?? [];
    return hands.flatMap(([to, slot, from, place]): Step[] => {
      const target = importer === undefined || !given.has(from) ? undefined : this.project.follow(to, importer);
      if (target?.kind !== 'function' && target?.kind !== 'coroutine') return [];
      const nameOf = (slot: string | number) =>
        typeof slot === 'string' ? slot : this.project.signatureOf(target)?.parameters[slot]?.name;
      const parameter = nameOf(slot);
      const reached = target.function.qualifiedName;
      if (parameter === undefined || seen.has(`${reached} ${parameter}`)) return [];
      seen.add(`${reached} ${parameter}`);
      const ofCaller = hands.flatMap((other) =>
        other[0] === to && `${other[3]}` === `${place}` && caller.has(other[2]) ? (nameOf(other[1]) ?? []) : [],
      );
      const next = { function: reached, path: target.module.path, given: new Set([parameter]), at: at ?? place };
      return [{ ...next, caller: new Set([CALLER, ...ofCaller]), where: new Set([...where, reached]) }];
    });
  }
}

/** A function on the way from a route, and what of its parameters the client gives. */
interface Step {
  readonly function: string;
  readonly path: string;
  readonly given: ReadonlySet<string>;
  /** Where the route calls what leads here. */
  readonly at: PackedPlace | undefined;
  readonly where: ReadonlySet<string>;
  /** What holds who comes. */
  readonly caller: ReadonlySet<string>;
}
