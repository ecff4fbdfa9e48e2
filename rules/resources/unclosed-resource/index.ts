import { groupBy } from '#collections';
import { defineProjectRule, factsOfKind, functionKey, NOT_PRODUCTION, type ProjectProblem, unpackPlace } from '#kit';
import type { ResourceKind } from '#knowledge/resources';
import type { ProjectModel } from '#project';
import { describe, endingOf } from './leak-words.ts';
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
      const name = fact.fn.slice(fact.fn.lastIndexOf('.') + 1);
      const isLast = fact.isLast && ENDED.has(kind);
      if (!isLast || project.answer({ kind: 'name-taken', path, name }).verdict !== 'no') return [{ path, fact, kind }];
      ctx.proven({ at: { path, ...unpackPlace(fact.place) }, by: 'the program ends here, which closes it' });
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
  const isNameOnly = fact.isNameOnly === true && !isMadeOfOwner(fact.opens, path, project);
  return {
    at: { path, ...unpackPlace(fact.place) },
    message: describe(fact, kind),
    ...(kind === 'lock' && { harm: 'hangs', kind: 'lock' }),
    ...(FILES.has(kind) && { kind: 'file' }),
    ...(fact.isEntered === true ? { remedy: 'Wrap it in `contextlib.closing(…)`' } : endingOf(kind).remedy),
    doubt: isNameOnly ? 'type-from-name' : fact.lentTo === undefined ? undefined : 'ownership-transfer',
    // Functions of one file that open the same were written with one habit.
    cause: `${path} ${kind}`,
    related: [
      ...(fact.exit === undefined ? [] : [{ path, ...unpackPlace(fact.exit.place), message: exitInWords(fact.exit) }]),
      ...(fact.close ? [{ path, ...unpackPlace(fact.close), message: `it is ${endingOf(kind).done} here` }] : []),
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
  const { lent, lentTo, isNameOnly, ...fact } = opened;
  return lent.exit === undefined ? undefined : { ...fact, exit: lent.exit };
}

/** What the end of a program closes, whoever made it. */
const ENDED: ReadonlySet<ResourceKind> = new Set(['connection', 'cursor', 'file', 'session']);

const exitInWords = ({ how, code }: NonNullable<Opened['exit']>): string =>
  how === 'fails' ? `if \`${code}\` fails, nothing closes it` : 'this path leaves it open';
