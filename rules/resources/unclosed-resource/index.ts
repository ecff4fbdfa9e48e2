import { groupBy } from '#collections';
import { defineProjectRule, factsOfKind, functionKey, NOT_PRODUCTION, type ProjectProblem, unpackPlace } from '#kit';
import type { ResourceKind } from '#knowledge/resources';
import type { ProjectModel } from '#project';
import { type Opened, openedIn } from './opened-facts.ts';
import {
  type CloserFact,
  closersIn,
  isGivenForTransaction,
  isMadeOfOwner,
  type OpenerFact,
  openedThrough,
  openersIn,
  resolveClosers,
  resolveOpeners,
} from './resource-openers.ts';

type Fact = OpenerFact | CloserFact | Opened;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'resource leak: connection, session or file left open',
    why: 'A resource that is closed only on success stays open after each failure. Eventually the process runs out of pooled connections or file descriptors.',
    remedy: 'Open it in a `with` block, or close it in the `finally` of a `try` that starts right after it is opened',
    harm: 'leaks',
    severity: {
      'connection, session or process': 'P2',
      file: 'P3',
      lock: 'P1',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [772, 404],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'from sqlalchemy.orm import Session\n\ndef orders(engine):\n    session = Session(engine)\n    rows = session.query("order").all()\n    session.close()\n    return rows\n',
    good: 'from sqlalchemy.orm import Session\n\ndef orders(engine):\n    session = Session(engine)\n    try:\n        return session.query("order").all()\n    finally:\n        session.close()\n',
  },
  skips: NOT_PRODUCTION,
  facts: (file) => [...openersIn(file), ...closersIn(file), ...openedIn(file)],
  check(project, ctx) {
    const given = factsOfKind(ctx.facts, 'opener');
    const openers = resolveOpeners(given, project);
    const isCloser = resolveClosers(factsOfKind(ctx.facts, 'closer'), project);
    const found = factsOfKind(ctx.facts, 'opened').flatMap(({ path, fact: opened }) => {
      const fact = asClosed(opened, path, isCloser);
      if (fact?.isEntered === true && !isGivenForTransaction(fact.opens, path, given, project)) return [];
      const kind = fact && openedThrough(fact.opens, path, openers, project);
      if (fact === undefined || kind === undefined) return [];
      const isOwn = opened.lent === undefined && isGivenForTransaction(fact.opens, path, given, project);
      const name = fact.fn.slice(fact.fn.lastIndexOf('.') + 1);
      const isLast = fact.isLast && project.answer({ kind: 'name-taken', path, name }).verdict === 'no';
      const isFreed = isOwn && goesWithFrame(fact, kind);
      if (!isFreed && !(isLast && ENDED.has(kind))) return [{ path, fact, kind }];
      ctx.proven({
        at: { path, ...unpackPlace(fact.place) },
        by: isFreed
          ? 'its last reference ends with the frame, which closes it'
          : 'the program ends here, which closes it',
      });
      return [];
    });
    for (const each of groupBy(found, ({ path, fact }) => functionKey(path, fact.fn)).values()) {
      const [first, ...others] = each.toSorted((one, other) => rankOf(one) - rankOf(other));
      if (first !== undefined) ctx.report(problemOf(first, others, project));
    }
  },
});

interface Unclosed {
  readonly path: string;
  readonly fact: Opened;
  readonly kind: ResourceKind;
}

const FILES: ReadonlySet<ResourceKind> = new Set(['file', 'temporary file', 'temporary folder']);

/** The worst of a function comes first. */
const rankOf = ({ kind }: Unclosed): number => (kind === 'lock' ? 0 : FILES.has(kind) ? 2 : 1);

/** One for a function: the others that it leaves open belong to the first. */
function problemOf({ path, fact, kind }: Unclosed, others: readonly Unclosed[], project: ProjectModel): ProjectProblem {
  const isUnasked = fact.isUnasked === true && !isMadeOfOwner(fact.opens, path, project);
  return {
    at: { path, ...unpackPlace(fact.place) },
    message: describe(fact, kind),
    ...(kind === 'lock' && { harm: 'hangs', kind: 'lock' }),
    ...(FILES.has(kind) && { kind: 'file' }),
    doubt: isUnasked ? 'type-from-name' : fact.lentTo === undefined ? undefined : 'ownership-transfer',
    // Functions of one file that open the same were written with one habit.
    cause: `${path} ${kind}`,
    related: [
      ...(fact.exit === undefined ? [] : [{ path, ...unpackPlace(fact.exit.place), message: exitInWords(fact.exit) }]),
      ...(fact.close
        ? [{ path, ...unpackPlace(fact.close), message: `it is ${(ENDINGS.get(kind) ?? CLOSE).done} here` }]
        : []),
      ...others.map(({ fact: { place, local } }) => ({
        path,
        ...unpackPlace(place),
        message: `\`${local}\` leaks too`,
      })),
    ],
    key: `${fact.fn} ${fact.local}`,
  };
}

/** What a function that closes it makes of it; undefined where nothing passes by the call of that. */
function asClosed(opened: Opened, path: string, isCloser: (exit: string, path: string) => boolean): Opened | undefined {
  if (opened.lent === undefined || !isCloser(opened.lent.path, path)) return opened;
  const { lent, lentTo, isUnasked, ...fact } = opened;
  return lent.exit === undefined ? undefined : { ...fact, exit: lent.exit };
}

/** What the end of a program closes, whoever made it. */
const ENDED: ReadonlySet<ResourceKind> = new Set(['connection', 'cursor', 'file', 'session']);

/** No pool has it, and the failure that nobody closes it after leaves the function, which ends its last name. */
const goesWithFrame = ({ exit, isHeldOpen }: Opened, kind: ResourceKind): boolean =>
  isHeldOpen !== true && kind === 'connection' && (exit?.how === 'fails' || exit?.how === 'returns');

const exitInWords = ({ how, code }: NonNullable<Opened['exit']>): string =>
  how === 'fails' ? `if \`${code}\` fails, nothing closes it` : 'this path leaves it open';

/** What ends a resource of a kind, and what it is until then. */
interface Ending {
  noun: string;
  done: string;
  left: string;
}

const CLOSE: Ending = { noun: 'close', done: 'closed', left: 'open' };
const REMOVAL: Ending = { noun: 'removal', done: 'removed', left: 'on the disk' };
const ENDINGS: ReadonlyMap<ResourceKind, Ending> = new Map([
  ['lock', { noun: 'release', done: 'released', left: 'held' }],
  ['process', { noun: 'end', done: 'ended', left: 'running' }],
  ['temporary file', REMOVAL],
  ['temporary folder', REMOVAL],
]);

function describe({ local, exit, takenInPart, isEntered }: Opened, kind: ResourceKind): string {
  const name = `the ${kind} \`${local}\``;
  const { noun, done, left } = ENDINGS.get(kind) ?? CLOSE;
  const leak = kind === 'lock' ? 'lock leak' : 'resource leak';
  if (isEntered === true) return `resource leak: ${name} is never closed, as \`with\` only ends its transaction`;
  if (exit === undefined) return `resource leak: ${name} is never ${done}`;
  if (exit.how === 'gives-up') return `process leak: ${name} keeps running when \`${exit.code}\` times out`;
  if (exit.how === 'half-made') return `resource leak: ${name} stays open when the constructor fails after opening it`;
  if (exit.how === 'returns') return `${leak}: an early \`return\` leaves ${name} ${left}`;
  const where = takenInPart === true ? `not ${done} after every failure` : `${done} only on success`;
  return `${leak}: ${name} is ${where}, as \`${exit.code}\` can fail before the ${noun}`;
}
