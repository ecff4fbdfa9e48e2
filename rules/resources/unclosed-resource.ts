import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  functionKey,
  groupBy,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import { type Call, type Def, type Name, nodesOf, shortText } from '#kit/code';
import {
  ASKED_OF_CONNECTIONS,
  enteredIn,
  HELD_OPEN,
  isGivenForTransaction,
  isMadeOfOwner,
  isTakenFromPool,
  lastUseOf,
  lifeOfOpened,
  localOpened,
  lockLife,
  lockTakenBy,
  nameOfWayOut,
  type OpenerFact,
  type Opens,
  type OpenWayOut,
  openedThrough,
  openersIn,
  openWayOut,
  type ResourceKind,
  resolveOpeners,
  resourceOpenedBy,
} from '#kit/state';

/** Something that a function opens for itself and does not see to. */
interface Opened {
  readonly kind: 'opened';
  readonly opens: Opens;
  readonly local: string;
  readonly fn: string;
  readonly place: PackedPlace;
  /** Undefined where nothing closes it at all. */
  readonly way?: { readonly how: OpenWayOut['how']; readonly place: PackedPlace; readonly code: string };
  readonly close?: PackedPlace;
  readonly takenInPart?: true;
  readonly lentTo?: string;
  /** Something holds it open when it is forgotten. */
  readonly isHeldOpen?: true;
  /** A `with` on it ends a transaction, and leaves it open. */
  readonly isEntered?: true;
  /** Nothing that is asked of it shows that it is open. */
  readonly isUnasked?: true;
}

type Fact = OpenerFact | Opened;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'connection, session or file that a failure leaves open',
    why: 'What is closed only where nothing fails stays open after each failure, until the pool, the file descriptors or the server run out of them.',
    remedy: 'Open it in a `with`, or close it in the `finally` of a `try` that starts right behind the opening.',
    harm: 'leaks',
    ceiling: 'P3',
    precision: 'low',
    profile: 'strict',
    since: '0.1.0',
    cwe: [772, 404],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'from sqlalchemy.orm import Session\n\ndef orders(engine):\n    session = Session(engine)\n    rows = session.query("order").all()\n    session.close()\n    return rows\n',
    good: 'from sqlalchemy.orm import Session\n\ndef orders(engine):\n    session = Session(engine)\n    try:\n        return session.query("order").all()\n    finally:\n        session.close()\n',
  },
  skips: NOT_PRODUCTION,
  facts: (file) => [
    ...openersIn(file),
    ...openedIn(file),
    ...forgottenIn(file),
    ...locksIn(file),
    ...enteredAlone(file),
  ],
  check(project, ctx) {
    const given = factsOfKind(ctx.facts, 'opener');
    const openers = resolveOpeners(given, project);
    const found = factsOfKind(ctx.facts, 'opened').flatMap(({ path, fact }) => {
      if (fact.isEntered === true && !isGivenForTransaction(fact.opens, path, given, project)) return [];
      if (fact.isUnasked === true && !isMadeOfOwner(fact.opens, path, project)) return [];
      const kind = openedThrough(fact.opens, path, openers, project);
      return kind === undefined ? [] : [{ path, fact, kind }];
    });
    for (const [first, ...others] of groupBy(found, ({ path, fact }) => functionKey(path, fact.fn)).values()) {
      if (first === undefined) continue;
      const { path, fact, kind } = first;
      const isFreed = fact.isHeldOpen !== true && (fact.way === undefined || FREED.has(kind));
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: describe(fact, kind),
        ...(kind === 'lock' && { harm: 'hangs' as const }),
        ...(isFreed && { heldBack: 'the interpreter closes it soon' }),
        ...(fact.lentTo !== undefined && { heldBack: `\`${fact.lentTo}\`, which is called with it, may close it` }),
        // Functions of one file that open the same were written with one habit.
        cause: `${path} ${kind}`,
        ...(fact.takenInPart === true && { heldBack: 'a handler takes some of the failures and leads to the close' }),
        related: [
          ...(fact.way === undefined ? [] : [{ path, ...unpackPlace(fact.way.place), message: wayInWords(fact.way) }]),
          ...(fact.close ? [{ path, ...unpackPlace(fact.close), message: `it is ${endOf(kind)} here` }] : []),
          ...others.map(({ fact: { place: at, local } }) => ({
            path,
            ...unpackPlace(at),
            message: `so is \`${local}\``,
          })),
        ],
        key: `${fact.fn} ${fact.local}`,
      });
    }
  },
});

/** The last name of an object goes with its frame, and CPython then closes what is its own alone. */
const FREED: ReadonlySet<ResourceKind> = new Set(['connection', 'file', 'cursor']);

const wayInWords = ({ how, code }: NonNullable<Opened['way']>): string =>
  how === 'fails' ? `where \`${code}\` fails, nothing closes it` : 'this leaves it open';

const endOf = (kind: ResourceKind): string => (kind === 'lock' ? 'released' : 'closed');

function describe({ local, way, takenInPart, isEntered }: Opened, kind: ResourceKind): string {
  const name = `the ${kind} \`${local}\``;
  if (isEntered === true) return `${name} is never closed: \`with\` ends its transaction alone`;
  if (way === undefined) return `${name} is never closed`;
  if (way.how === 'returns')
    return `${name} is left ${kind === 'lock' ? 'held' : 'open'} by a \`return\` before the ${kind === 'lock' ? 'release' : 'close'}`;
  const closed = endOf(kind);
  const where = takenInPart === true ? `not ${closed} after every failure` : `${closed} only where nothing fails`;
  return `${name} is ${where}: \`${way.code}\` stands before the ${kind === 'lock' ? 'release' : 'close'}`;
}

function openedIn(file: FactsContext): Opened[] {
  return nodesOf(file.module, 'Call').flatMap((call) => {
    const local = localOpened(call);
    const fn = local === undefined ? undefined : file.context.functionAround(call);
    if (local === undefined || fn === undefined || fn.kind === 'Lambda') return [];
    const kind = isTakenFromPool(call) ? 'connection' : resourceOpenedBy(call, file);
    const path = kind === undefined ? file.effects.projectPath(call) : undefined;
    const opens = kind ?? (path === undefined ? undefined : { path });
    if (opens === undefined || file.flow.isUnreachable(call)) return [];
    if (file.names.resolve(local)?.scope.node !== fn) return [];
    return openedAs(call, local, opens, fn, file);
  });
}

function openedAs(call: Call, local: Name, opens: Opened['opens'], fn: Def, file: FactsContext): Opened[] {
  const life = lifeOfOpened(local, fn, file);
  if (life.isHandedOn) return [];
  const fact: Opened = {
    kind: 'opened',
    opens,
    local: local.id,
    fn: file.names.fullNameOf(fn),
    place: packPlace(file, local),
  };
  const isHeldOpen = HELD_OPEN.has(file.types.calleeName(call.func) ?? '');
  const [close] = life.closes;
  const isPooled = isTakenFromPool(call);
  if (isPooled && (close === undefined || fn.kind === 'AsyncFunctionDef')) return [];
  if (close === undefined) {
    const isUnasked = typeof opens !== 'string' && !life.methods.some((name) => ASKED_OF_CONNECTIONS.has(name));
    // A forgotten executor ends its threads, and a cursor goes with its connection.
    if (opens === 'executor' || opens === 'cursor') return [];
    const { lentTo } = life;
    return [{ ...fact, ...(isUnasked && { isUnasked }), ...(isHeldOpen && { isHeldOpen }), ...(lentTo && { lentTo }) }];
  }
  const way = openWayOut(local, life, fn, file);
  if (way === undefined) return [];
  return [
    {
      ...fact,
      way: { how: way.how, place: packPlace(file, way.at), code: nameOfWayOut(way) },
      close: packPlace(file, close),
      // A pool waits for what it gave, and an event loop for its transports.
      ...((isHeldOpen || isPooled || call.parent?.kind === 'Await') && { isHeldOpen: true as const }),
      ...(way.takenInPart !== undefined && { takenInPart: true as const }),
    },
  ];
}

/** `with sqlite3.connect(path) as conn:` reads as if it closed. */
function enteredAlone(file: FactsContext): Opened[] {
  return enteredIn(file).flatMap(({ call, local, opens }): Opened[] => {
    const fn = file.context.defAround(call);
    if (fn === undefined || file.flow.isUnreachable(call)) return [];
    const name = local ?? shortText(call, file.text);
    return [
      {
        kind: 'opened',
        opens,
        local: name,
        fn: file.names.fullNameOf(fn),
        place: packPlace(file, call),
        isEntered: true,
      },
    ];
  });
}

/** `open(path).read()`: the thing itself has no name, so nothing can close it. */
function forgottenIn(file: FactsContext): Opened[] {
  return nodesOf(file.module, 'Call').flatMap((call): Opened[] => {
    const use = lastUseOf(call, file);
    const kind = use === undefined ? undefined : resourceOpenedBy(call, file);
    // A forgotten executor ends its threads, and a cursor goes with its connection.
    if (kind === undefined || kind === 'executor' || kind === 'cursor') return [];
    const isHeldOpen = HELD_OPEN.has(file.types.calleeName(call.func) ?? '');
    return [
      {
        kind: 'opened',
        opens: kind,
        local: shortText(call, file.text),
        fn: `${file.names.moduleName}.${file.names.qualnameOf(call)}`,
        place: packPlace(file, call),
        ...(isHeldOpen && { isHeldOpen }),
      },
    ];
  });
}

function locksIn(file: FactsContext): Opened[] {
  return nodesOf(file.module, 'Call').flatMap((call): Opened[] => {
    const fn =
      call.func.kind === 'Attribute' && call.func.attr === 'acquire' ? file.context.defAround(call) : undefined;
    const life = fn === undefined ? undefined : lockLife(call, fn);
    const way = fn === undefined || life === undefined ? undefined : openWayOut(call, life, fn, file);
    const lock = lockTakenBy(call);
    if (fn === undefined || way === undefined || lock === undefined) return [];
    const place = packPlace(file, call);
    const fact = { kind: 'opened' as const, opens: 'lock' as const, local: lock, fn: file.names.fullNameOf(fn), place };
    return [{ ...fact, way: { how: way.how, place: packPlace(file, way.at), code: nameOfWayOut(way) } }];
  });
}
