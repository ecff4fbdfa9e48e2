/** What the functions of a file open and do not see to, as facts: whether it is so, the project may have to say. */
import { type Call, type Def, dottedName, lastName, type Name, nodesOf, shortText } from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { CONNECTION_METHODS } from '#knowledge/resources';
import { isEndOfMain } from '#semantics/context/end-of-main';
import { acquireWithRelease } from '#semantics/resources/locks-taken';
import { type OpenExit, openExit } from '#semantics/resources/open-paths';
import {
  isEndedByWith,
  isTakenFromPool,
  lifeOfOpened,
  localOpened,
  type ResourceLife,
  resourceOpenedBy,
} from '#semantics/resources/opened';
import { lastUseOf } from './forgotten-openings.ts';
import { halfMadeBy } from './half-made.ts';
import { waitWithTimeout } from './process-left.ts';
import { enteredIn, type Opens } from './resource-openers.ts';
import { temporaryLeftIn } from './temporary-paths.ts';

/** Something that a function opens for itself and does not see to. */
export interface Opened {
  readonly kind: 'opened';
  readonly opens: Opens;
  readonly local: string;
  readonly fn: string;
  readonly place: PackedPlace;
  /** Undefined where nothing closes it at all. */
  readonly exit?: {
    readonly how: OpenExit['how'] | 'gives-up' | 'half-made';
    readonly place: PackedPlace;
    readonly code: string;
  };
  readonly close?: PackedPlace;
  readonly takenInPart?: true;
  readonly lentTo?: string;
  /** The way to a function that is called with it, and what passes by that call. */
  readonly lent?: { readonly path: string; readonly exit?: Opened['exit'] };
  /** A `with` on it ends a transaction, and leaves it open. */
  readonly isEntered?: true;
  /** Made once, by what ends the program. */
  readonly isLast?: true;
  /** Nothing that is asked of it shows that it is open. */
  readonly isNameOnly?: true;
}

/** Everything of the kind in a file. */
export function openedIn(file: FactsContext): Opened[] {
  return [
    ...heldIn(file),
    ...temporariesIn(file),
    ...halfMadeIn(file),
    ...forgottenIn(file),
    ...locksIn(file),
    ...enteredAlone(file),
  ];
}

function heldIn(file: FactsContext): Opened[] {
  return nodesOf(file.module, 'Call').flatMap((call) => {
    const local = localOpened(call, file);
    const fn = local === undefined ? undefined : file.context.functionAround(call);
    if (local === undefined || fn === undefined || fn.kind === 'Lambda') return [];
    const kind = isTakenFromPool(call) ? 'connection' : resourceOpenedBy(call, file);
    const given = NEXT.has(file.names.qualifiedName(call.func) ?? '') ? call.args[0] : undefined;
    const path = kind === undefined ? file.effects.projectPath(given?.kind === 'Call' ? given : call) : undefined;
    const opens = kind ?? (path === undefined ? undefined : { path, ...(given && { isYielded: true as const }) });
    if (opens === undefined || file.flow.isUnreachable(call)) return [];
    if (file.names.resolve(local)?.scope.node !== fn) return [];
    return openedAs(call, local, opens, fn, file);
  });
}

/** `db = next(get_session())`: the generator is gone at once, and its `finally` with it, before the session is used. */
const NEXT: ReadonlySet<string> = new Set(['builtins.next', 'builtins.anext']);

function openedAs(call: Call, local: Name, opens: Opened['opens'], fn: Def, file: FactsContext): Opened[] {
  const life = lifeOfOpened(local, fn, file);
  if (life.isHandedOn || (opens === 'browser' && isEndedByWith(call, file))) return [];
  const fact: Opened = {
    kind: 'opened',
    opens,
    local: local.id,
    fn: file.names.fullNameOf(fn),
    place: packPlace(file, local),
    ...(isEndOfMain(fn, file) && file.context.loopAround(call) === undefined && { isLast: true }),
  };
  const [close] = life.closes;
  const isPooled = isTakenFromPool(call);
  if (isPooled && close === undefined) return [];
  if (close === undefined) return neverClosed(local, life, fact, fn, file);
  // What is only told to end where starting it failed is meant to go on.
  const isAwaited = opens !== 'process' || life.closes.some(({ func }) => WAITS.test(lastName(func) ?? ''));
  if (!isAwaited) return [];
  const exit = openExit(local, life.closes, fn, file);
  const wait = opens === 'process' && exit === undefined ? waitWithTimeout(local, fn, file) : undefined;
  if (wait !== undefined) {
    const code = shortText(wait.func, file.text);
    return [{ ...fact, exit: { how: 'gives-up', place: packPlace(file, wait), code } }];
  }
  if (exit === undefined) return [];
  return [
    {
      ...fact,
      exit: packExit(exit, file),
      close: packPlace(file, close),
      ...(exit.takenInPart !== undefined && { takenInPart: true as const }),
    },
  ];
}

function neverClosed(local: Name, life: ResourceLife, fact: Opened, fn: Def, file: FactsContext): Opened[] {
  const { opens } = fact;
  // A forgotten executor ends its threads, and a cursor goes with its connection.
  if (opens === 'executor' || opens === 'cursor' || opens === 'process') return [];
  const isNameOnly = typeof opens !== 'string' && !life.methods.some((name) => CONNECTION_METHODS.has(name));
  const { lentTo } = life;
  const last = life.lent.at(-1);
  const path = last === undefined ? undefined : file.effects.projectPath(last);
  const past = last === undefined ? undefined : openExit(local, [last], fn, file);
  const lent = path === undefined ? undefined : { path, ...(past && { exit: packExit(past, file) }) };
  return [{ ...fact, ...(lent && { lent }), ...(isNameOnly && { isNameOnly }), ...(lentTo && { lentTo }) }];
}

const WAITS = /^(?:wait|communicate)$/;

const packExit = (exit: OpenExit, file: FactsContext): NonNullable<Opened['exit']> => ({
  how: exit.how,
  place: packPlace(file, exit.at),
  code: nameOfExit(exit),
});

const temporariesIn = (file: FactsContext): Opened[] =>
  temporaryLeftIn(file).map(({ kind, local, fn, exit, removal }) => ({
    kind: 'opened',
    opens: kind,
    local: local.id,
    fn: file.names.fullNameOf(fn),
    place: packPlace(file, local),
    ...(exit !== undefined && { exit: packExit(exit, file) }),
    ...(removal !== undefined && { close: packPlace(file, removal) }),
  }));

const halfMadeIn = (file: FactsContext): Opened[] =>
  nodesOf(file.module, 'ClassDef').flatMap((owner): Opened[] => {
    const made = halfMadeBy(owner, file);
    if (made === undefined) return [];
    const { opening, kind, attribute, making, exit } = made;
    const code = shortText(exit, file.text);
    const fn = file.names.fullNameOf(making);
    const place = packPlace(file, opening);
    const passed = { how: 'half-made' as const, place: packPlace(file, exit), code };
    return [{ kind: 'opened', opens: kind, local: attribute, fn, place, exit: passed }];
  });

/** `with sqlite3.connect(path) as conn:` reads as if it closed. */
function enteredAlone(file: FactsContext): Opened[] {
  return enteredIn(file).flatMap(({ call, local, opens }): Opened[] => {
    const fn = file.context.defAround(call);
    if (fn === undefined || file.flow.isUnreachable(call)) return [];
    const name = local ?? shortText(call, file.text);
    const place = packPlace(file, call);
    return [{ kind: 'opened', opens, local: name, fn: file.names.fullNameOf(fn), place, isEntered: true }];
  });
}

/** `open(path).read()`: the thing itself has no name, so nothing can close it. */
function forgottenIn(file: FactsContext): Opened[] {
  return nodesOf(file.module, 'Call').flatMap((call): Opened[] => {
    const use = lastUseOf(call, file);
    const kind = use === undefined ? undefined : resourceOpenedBy(call, file);
    // A forgotten executor ends its threads, and a cursor goes with its connection.
    if (kind === undefined || kind === 'executor' || kind === 'cursor' || kind === 'process') return [];
    return [
      {
        kind: 'opened',
        opens: kind,
        local: shortText(call, file.text),
        fn: `${file.names.moduleName}.${file.names.qualnameOf(call)}`,
        place: packPlace(file, call),
      },
    ];
  });
}

function locksIn(file: FactsContext): Opened[] {
  return nodesOf(file.module, 'Call').flatMap((call): Opened[] => {
    const fn = file.context.defAround(call);
    const taken = fn && acquireWithRelease(call, fn);
    const exit = taken && openExit(call, taken.releases, fn, file);
    if (fn === undefined || taken === undefined || exit === undefined) return [];
    const place = packPlace(file, call);
    return [
      {
        kind: 'opened',
        opens: 'lock',
        local: taken.lock,
        fn: file.names.fullNameOf(fn),
        place,
        exit: packExit(exit, file),
      },
    ];
  });
}

/** What is called there, for messages. */
function nameOfExit({ at }: OpenExit): string {
  if (at.kind === 'Yield') return 'yield';
  const name = at.kind === 'Call' ? dottedName(at.func) : undefined;
  return name ?? (at.kind === 'Call' && at.func.kind === 'Attribute' ? `….${at.func.attr}` : 'a call');
}
