import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  heldBackBy,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import { type Def, isCapWords, lastName, nameSpan, nodesOf, parametersOf, wordsOfName } from '#kit/code';
import type { LocatedFunction, ProjectModel } from '#kit/project';
import {
  FROM_CLIENT,
  type OwnedClassFact,
  ownedClassesIn,
  type RowLoad,
  type RowsFact,
  rowsIn,
  speaksOfUser,
} from '#kit/state';
import {
  administratorsGuard,
  isInjected,
  isProtectedRoute,
  protectionsOf,
  protectionsOfClass,
  refuses,
} from '#kit/web';

const CHANGING: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'DELETE']);
/** From a route to what loads the row, and to what asks for its owner. */
const DEPTH = 4;

interface RouteFact {
  readonly kind: 'route';
  readonly function: string;
  readonly name: string;
  /** Parameters that the client fills. */
  readonly given: readonly string[];
  /** What stands before it asks who comes. */
  readonly asks: readonly string[];
  readonly isProtected: boolean;
  readonly admin?: string;
  readonly isChanging: boolean;
  /** The parameter that holds the user, and that nothing reads. */
  readonly unread?: string;
  /** What is given the user: its name, and the way to it. */
  readonly toldUser: readonly (readonly [string, string | undefined])[];
  readonly place: PackedPlace;
}
type Fact = OwnedClassFact | RowsFact | RouteFact | { readonly kind: 'refusing'; readonly function: string };

export default defineProjectRule<Fact>({
  docs: {
    summary: 'row that a route loads by the id it is sent, and of which nothing asks whose it is',
    why: 'Whoever is logged in counts through the ids, and reads, changes or deletes what belongs to somebody else.',
    remedy:
      'Look for the row by its owner as well (`.filter_by(id=number, user_id=user.id)`), and answer 404 where there is none.',
    harm: 'admits',
    ceiling: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [639, 862],
    origin: [
      {
        document: 'Audits of six systems before a scan',
        finding: 'a portal of data sets: records are listed by the id of anybody’s data set',
      },
    ],
    bad: 'from fastapi import APIRouter, Depends\nfrom sqlalchemy import Column, ForeignKey, Integer\n\nrouter = APIRouter()\n\n\nclass Note(Base):\n    __tablename__ = "notes"\n    id = Column(Integer, primary_key=True)\n    user_id = Column(ForeignKey("users.id"))\n\n\n@router.get("/notes/{number}")\ndef read(number: int, db=Depends(get_db), user=Depends(get_current_user)):\n    return db.query(Note).filter(Note.id == number, Note.user_id == user.id).one()\n\n\n@router.delete("/notes/{number}")\ndef remove(number: int, db=Depends(get_db), user=Depends(get_current_user)):\n    db.delete(db.get(Note, number))\n    db.commit()\n',
    good: 'from fastapi import APIRouter, Depends\nfrom sqlalchemy import Column, ForeignKey, Integer\n\nrouter = APIRouter()\n\n\nclass Note(Base):\n    __tablename__ = "notes"\n    id = Column(Integer, primary_key=True)\n    user_id = Column(ForeignKey("users.id"))\n\n\n@router.get("/notes/{number}")\ndef read(number: int, db=Depends(get_db), user=Depends(get_current_user)):\n    return db.query(Note).filter(Note.id == number, Note.user_id == user.id).one()\n\n\n@router.delete("/notes/{number}")\ndef remove(number: int, db=Depends(get_db), user=Depends(get_current_user)):\n    db.query(Note).filter(Note.id == number, Note.user_id == user.id).delete()\n    db.commit()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...ownedClassesIn(file), ...rowsIn(file), ...routesIn(file)],
  check(project, ctx) {
    const owned = new Map(factsOfKind(ctx.facts, 'owned-class').map(({ fact }) => [fact.class, fact]));
    if (owned.size === 0) return;
    const reading = new Reading(project, owned, ctx.facts);
    const routes = factsOfKind(ctx.facts, 'route').flatMap(({ path, fact }) => reading.routeAt(path, fact) ?? []);
    for (const { path, fact, asked, reached } of routes) {
      if (fact.admin !== undefined) continue;
      const all = reading.loadsOf(path, fact);
      for (const { load, at, row, where } of all) {
        const through = row.columns.length > 0 ? undefined : reading.ownerOf(row);
        const whose = through?.row ?? row;
        if (whose.columns.length === 0) continue;
        const near = reached.filter((each) => where.has(each)).flatMap((each) => reading.asksOf(each));
        const isOwner = isAbout(whose.class, whose.columns);
        const isPerhaps = isAbout('?', whose.columns);
        if (through === undefined) {
          if (asked.some(isOwner) || near.some(isPerhaps)) continue;
        } else if (asked.some(isAbout(row.class, through.by)) || asked.some(isAbout('?', through.by))) continue;
        if (reached.some((each) => where.has(each) && reading.isOpen(each))) continue;
        const isAskedOfParent =
          through !== undefined &&
          all.some((each) => each.row.class === whose.class) &&
          reached.some((each) => reading.asksOf(each).some((ask) => isOwner(ask) || isPerhaps(ask)));
        const others = routes.filter(
          (other) =>
            other.fact !== fact && other.fact.isProtected && other.asked.some((ask) => isOwner(ask.replace('~', ''))),
        );
        const alike = others.filter((other) => fact.asks.every((each) => other.fact.asks.includes(each)));
        ctx.report({
          at: { path, ...unpackPlace(at) },
          message:
            through === undefined
              ? `\`${fact.name}\` takes any \`${shortOf(row)}\` by the id that it is sent, and nothing on the way asks for its \`${row.columns[0]}\`${alike.length === 0 ? '' : `, which ${alike.length} other ${alike.length === 1 ? 'route does' : 'routes do'}`}`
              : `\`${fact.name}\` takes any \`${shortOf(row)}\` by the id that it is sent, and nothing on the way asks whether it is of the \`${shortOf(whose)}\` whose owner ${isAskedOfParent ? 'it asks for' : 'it has'}`,
          ...heldBackBy(guessAgainst()),
          related: [
            { path: load.path, ...unpackPlace(load.fact.place), message: 'it is loaded by its key alone' },
            ...alike
              .slice(0, 2)
              .map((other) => ({ path: other.path, ...unpackPlace(other.fact.place), message: 'this one asks' })),
          ],
          key: `${fact.function} ${row.class}`,
        });

        function guessAgainst(): string | undefined {
          if (!fact.isProtected) return 'that somebody logs in for the route is not seen';
          if (near.includes(`in ${load.fact.from}`)) return 'the id is sought among others';
          const bound = near.find((ask) => ask.startsWith(`${row.class}.`));
          if (bound !== undefined)
            return `the row is looked for by its \`${bound.slice(row.class.length + 1)}\` as well`;
          if (isAskedOfParent) return undefined;
          if (through !== undefined) return 'only another row tells whose it is';
          if (asked.some((ask) => ask.startsWith('~') && isOwner(ask.slice(1))))
            return 'another query on the way asks for its owner';
          if (asked.some((ask) => isPerhaps(ask.replace('~', ''))))
            return 'something on the way asks for the owner of some row';
          const other = reading.otherOwner(near, row);
          if (other !== undefined) return `the owner of a \`${other}\` is asked for`;
          if (reached.some((each) => reading.isRefusing(each))) return 'something that it calls refuses some who come';
          const [told] = fact.toldUser.filter(([, way]) => !reading.isSeen(way, path));
          if (told !== undefined) return `what \`${told[0]}\` does with the user is not seen`;
          if (alike.length > 0 || (fact.unread !== undefined && fact.isChanging && fact.asks.length < 2))
            return undefined;
          return others.length > 0
            ? `\`${fact.asks.join('`, `')}\` may let in few`
            : 'no other route asks for the owner either';
        }
      }
    }
  },
});

const isAbout =
  (row: string, columns: readonly string[]) =>
  (ask: string): boolean =>
    columns.some((column) => ask === `${row}.${column}`);
const shortOf = (row: OwnedClassFact): string => row.class.slice(row.class.lastIndexOf('.') + 1);

interface Loaded {
  readonly load: { readonly path: string; readonly fact: RowLoad };
  readonly at: PackedPlace;
  readonly row: OwnedClassFact;
  /** The functions from the route to the load. */
  readonly where: ReadonlySet<string>;
}

/** What the facts of all files say of functions, by their names. */
class Reading {
  readonly #rows: ReadonlyMap<string, RowsFact>;
  readonly #refusing: ReadonlySet<string>;
  readonly #byTable: ReadonlyMap<string, OwnedClassFact>;

  constructor(
    readonly project: ProjectModel,
    readonly owned: ReadonlyMap<string, OwnedClassFact>,
    facts: readonly { readonly path: string; readonly fact: Fact }[],
  ) {
    this.#rows = new Map(
      factsOfKind(facts, 'rows').map(({ path, fact }) => [
        fact.function,
        { ...fact, asks: this.#named(fact.asks, path) },
      ]),
    );
    this.#byTable = new Map([...owned.values()].map((each) => [each.table, each]));
    this.#refusing = new Set(factsOfKind(facts, 'refusing').map(({ fact }) => fact.function));
  }

  /** Asked columns with the class that declares them. */
  #named(asks: readonly string[], path: string): readonly string[] {
    return asks.map((ask) => {
      const [start, dot] = [ask.startsWith('~') ? 1 : 0, ask.lastIndexOf('.')];
      const row = dot < 0 ? undefined : this.classOf(ask.slice(start, dot), path);
      return row === undefined ? ask : `${ask.slice(0, start)}${row.class}${ask.slice(dot)}`;
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

  asksOf = (name: string): readonly string[] => this.#rows.get(name)?.asks ?? [];
  isOpen = (name: string): boolean => this.#rows.get(name)?.isOpen === true;
  isRefusing = (name: string): boolean => this.#refusing.has(name);

  /** A route with all that it calls and depends on, and what they ask. */
  routeAt(path: string, fact: RouteFact) {
    const at = this.project.functionNamed(fact.function);
    if (at === undefined) return undefined;
    const roots = [at, ...(at.function.asks ?? []).flatMap((way) => this.#functionAt(way, at.module.path) ?? [])];
    const asked = this.#reachedFrom(roots).flatMap((each) => this.asksOf(each));
    return { path, fact, asked, reached: this.#reachedFrom([at]) };
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

  #functionAt(way: string, path: string): LocatedFunction | undefined {
    const importer = this.project.moduleByPath(path);
    const target = importer === undefined || /^[?!@]/.test(way) ? undefined : this.project.follow(way, importer);
    return target?.kind === 'function' || target?.kind === 'coroutine' ? target : undefined;
  }

  isSeen = (way: string | undefined, path: string): boolean =>
    way !== undefined && this.#functionAt(way, path) !== undefined;

  /** The row that tells by its owner whose a row is that leads to it, and all columns on the way. */
  ownerOf(row: OwnedClassFact): { readonly row: OwnedClassFact; readonly by: readonly string[] } | undefined {
    let level = [row];
    const by: string[] = [];
    for (let depth = 0; depth < DEPTH && level.length > 0; depth++) {
      const parents = level.flatMap((each) => each.parents);
      by.push(...parents.map(([column]) => column));
      level = parents.flatMap(([, to]) => this.#byTable.get(to) ?? this.owned.get(to) ?? []);
      const found = level.find((each) => each.columns.length > 0);
      if (found !== undefined) return { row: found, by };
    }
    return undefined;
  }

  otherOwner(asks: readonly string[], row: OwnedClassFact): string | undefined {
    const found = [...this.owned.values()].find(
      (other) => other.class !== row.class && asks.some(isAbout(other.class, other.columns)),
    );
    return found?.class.slice(found.class.lastIndexOf('.') + 1);
  }

  /** Rows of owned classes that are loaded by a key which the client of a route gives, once for each class. */
  loadsOf(path: string, route: RouteFact): readonly Loaded[] {
    const found = new Map<string, Loaded>();
    let level = [
      {
        function: route.function,
        path,
        given: new Set([FROM_CLIENT, ...route.given]),
        at: undefined as PackedPlace | undefined,
        where: new Set([route.function]),
      },
    ];
    const seen = new Set<string>();
    for (let depth = 0; depth < DEPTH && level.length > 0; depth++) {
      const next: typeof level = [];
      for (const each of level) {
        const rows = this.#rows.get(each.function);
        for (const load of rows?.loads ?? []) {
          const row = each.given.has(load.from) ? this.classOf(load.row, each.path) : undefined;
          if (row === undefined || found.has(row.class)) continue;
          if (load.column !== undefined && !row.keys.includes(load.column)) continue;
          found.set(row.class, {
            load: { path: each.path, fact: load },
            at: each.at ?? load.place,
            row,
            where: each.where,
          });
        }
        for (const [way, slot, from, place] of rows?.hands ?? []) {
          if (!each.given.has(from)) continue;
          const importer = this.project.moduleByPath(each.path);
          const target = importer === undefined ? undefined : this.project.follow(way, importer);
          if (target?.kind !== 'function' && target?.kind !== 'coroutine') continue;
          const parameters = this.project.signatureOf(target)?.parameters;
          const parameter = typeof slot === 'string' ? slot : parameters?.[slot]?.name;
          const name = target.function.qualifiedName;
          if (parameter === undefined || seen.has(`${name} ${parameter}`)) continue;
          seen.add(`${name} ${parameter}`);
          next.push({
            function: name,
            path: target.module.path,
            given: new Set([parameter]),
            at: each.at ?? place,
            where: new Set([...each.where, name]),
          });
        }
      }
      level = next;
    }
    return [...found.values()];
  }
}

function routesIn(file: FactsContext): Fact[] {
  const functions = [...nodesOf(file.module, 'FunctionDef'), ...nodesOf(file.module, 'AsyncFunctionDef')];
  return functions.flatMap((fn): Fact[] => {
    const name = file.names.fullNameOf(fn);
    const refusing = refuses(fn, file) ? [{ kind: 'refusing' as const, function: name }] : [];
    const route = file.context.routeOf(fn);
    if (route === undefined) return refusing;
    const owner = file.context.classOfMethod(fn);
    const parameters = parametersOf(fn);
    const given = parameters.filter((each) => !isInjected(each, file) && !speaksOfUserAlone(each.name));
    const admin = administratorsGuard(fn, file);
    const unread = parameters.find(
      (each) => isInjected(each, file) && isUser(each.name) && !isRead(each.name, fn, file),
    );
    return [
      ...refusing,
      {
        kind: 'route',
        function: name,
        name: fn.name,
        given: given.map((each) => each.name),
        asks: [...protectionsOf(fn, file), ...(owner === undefined ? [] : protectionsOfClass(owner))],
        isProtected: isProtectedRoute(fn, file),
        ...(admin !== undefined && { admin }),
        isChanging: route.methods.some((method) => CHANGING.has(method)),
        ...(unread !== undefined && { unread: unread.name }),
        toldUser: toldUserIn(fn, file),
        place: packPlace(file, nameSpan(fn)),
      },
    ];
  });
}

const isUser = (name: string): boolean =>
  wordsOfName(name).some((word) => /^(?:user|account|principal|identity)$/.test(word));
/** `user`, `current_user`; `user_id` is one of many. */
const speaksOfUserAlone = (name: string): boolean => isUser(name) && !/id$/.test(name);

const isRead = (name: string, fn: Def, { context }: FactsContext): boolean =>
  context.nodesOfFunction(fn, 'Name').some(({ id, ctx }) => id === name && ctx === 'Load');

function toldUserIn(fn: Def, file: FactsContext): RouteFact['toldUser'] {
  return file.context.nodesOfFunction(fn, 'Call').flatMap((call) => {
    const name = lastName(call.func) ?? '';
    const isGiven = [...call.args, ...call.keywords.map(({ value }) => value)].some(
      (each) => each.kind !== 'Call' && each.kind !== 'Compare' && speaksOfUser(each),
    );
    if (!isGiven || isCapWords(name) || TELLING.test(name)) return [];
    return [[name, file.effects.projectPath(call)] as const];
  });
}

const TELLING =
  /^(?:info|debug|warning|error|exception|str|int|getattr|add|refresh|delete|execute|scalars?|filter\w*|where|isinstance|get|get_\w+_404)$/;
