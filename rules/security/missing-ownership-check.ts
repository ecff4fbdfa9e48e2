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
import {
  type Def,
  holdsInOwnCode,
  isCapWords,
  lastName,
  type Node,
  nameSpan,
  nodesOf,
  parametersOf,
  stringConstant,
  wordsOfName,
} from '#kit/code';
import {
  isAbout,
  type OwnedClassFact,
  ownedClassesIn,
  RowReading,
  type RowsFact,
  rowsIn,
  speaksOfUser,
} from '#kit/state';
import { administratorsGuard, isInjected, isProtectedRoute, protectionsOf, protectionsOfClass } from '#kit/web';

const CHANGING: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'DELETE']);
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
  /** The client says whose rows it is about. */
  readonly isOfGiven: boolean;
  /** The parameter that holds the user, and that nothing reads. */
  readonly unread?: string;
  /** What is given the user: its name, and the way to it. */
  readonly toldUser: readonly (readonly [string, string | undefined])[];
  readonly place: PackedPlace;
}
type Fact = OwnedClassFact | RowsFact | RouteFact;

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
    const reading = new RowReading(project, owned, factsOfKind(ctx.facts, 'rows'));
    const routes = factsOfKind(ctx.facts, 'route').flatMap(({ path, fact }) => {
      const way = reading.reachOf(fact.function);
      return way === undefined ? [] : [{ path, fact, ...way }];
    });
    for (const { path, fact, asked, reached } of routes) {
      const doors = fact.isProtected ? undefined : project.answer({ kind: 'can-refuse', function: fact.function });
      // What is open to everybody is another matter.
      if (fact.admin !== undefined || doors?.verdict === 'no') continue;
      const all = reading.loadsOf(path, fact.function, fact.given);
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
            other.fact !== fact &&
            other.fact.isProtected &&
            !other.fact.isOfGiven &&
            other.asked.some((ask) => isOwner(ask.replace('~', ''))),
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

        /** It refuses for the same, and asks for the owner besides. */
        function refusesAsWell(other: (typeof routes)[number]): boolean {
          const refusing = reached.filter((each) => reading.isRefusing(each));
          return (
            other.asked.some(isOwner) &&
            refusing.every((each) =>
              each === fact.function ? reading.isRefusing(other.fact.function) : other.reached.includes(each),
            )
          );
        }

        function guessAgainst(): string | undefined {
          if (doors?.verdict === 'unknown') return 'that somebody logs in for the route is not seen';
          if (near.includes(`in ${load.fact.from}`)) return 'the id is sought among others';
          const bound = near.find((ask) => ask.startsWith(`${row.class}.`));
          if (bound !== undefined)
            return `the row is looked for by its \`${bound.slice(row.class.length + 1)}\` as well`;
          if (isAskedOfParent) return undefined;
          if (through !== undefined) return 'only another row tells whose it is';
          if (
            !alike.some((other) => other.asked.some(isOwner)) &&
            asked.some((ask) => ask.startsWith('~') && isOwner(ask.slice(1)))
          )
            return 'another query on the way asks for its owner';
          if (asked.some((ask) => isPerhaps(ask.replace('~', ''))))
            return 'something on the way asks for the owner of some row';
          const other = reading.otherOwner(near, row);
          if (other !== undefined) return `the owner of a \`${other}\` is asked for`;
          if (!alike.some(refusesAsWell) && reached.some((each) => reading.isRefusing(each)))
            return 'something that it calls refuses some who come';
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

const shortOf = (row: OwnedClassFact): string => row.class.slice(row.class.lastIndexOf('.') + 1);

function routesIn(file: FactsContext): Fact[] {
  const functions = [...nodesOf(file.module, 'FunctionDef'), ...nodesOf(file.module, 'AsyncFunctionDef')];
  return functions.flatMap((fn): Fact[] => {
    const name = file.names.fullNameOf(fn);
    const route = file.context.routeOf(fn);
    if (route === undefined) return [];
    const owner = file.context.classOfMethod(fn);
    const parameters = parametersOf(fn);
    const given = parameters.filter((each) => !isInjected(each, file) && !speaksOfUserAlone(each.name));
    const admin = administratorsGuard(fn, file);
    const unread = parameters.find(
      (each) => isInjected(each, file) && isUser(each.name) && !isRead(each.name, fn, file),
    );
    return [
      {
        kind: 'route',
        function: name,
        name: fn.name,
        given: given.map((each) => each.name),
        asks: [...protectionsOf(fn, file), ...(owner === undefined ? [] : protectionsOfClass(owner))],
        isProtected: isProtectedRoute(fn, file),
        isOfGiven: given.some((each) => isUser(each.name)) || holdsInOwnCode(fn.body, isNameOfUser),
        ...(admin !== undefined && { admin }),
        isChanging: route.methods.some((method) => CHANGING.has(method)),
        ...(unread !== undefined && { unread: unread.name }),
        toldUser: toldUserIn(fn, file),
        place: packPlace(file, nameSpan(fn)),
      },
    ];
  });
}

/** `request.args.get("user_id")` */
const isNameOfUser = (node: Node): boolean =>
  node.kind === 'Constant' && /^(?:user_?id|uid)$/i.test(stringConstant(node) ?? '');
const isUser = (name: string): boolean =>
  wordsOfName(name).some((word) => /^(?:user|uid|account|principal|identity)$/.test(word));
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
