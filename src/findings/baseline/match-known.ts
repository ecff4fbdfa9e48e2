import { groupBy } from '../../collections/index.ts';
import type { Finding } from '../finding.ts';
import { type BaselineEntry, keyOf } from './baseline-entry.ts';

/** What is matched: a finding, or one of its places. */
interface Fingerprinted {
  readonly fingerprint: string;
  readonly location: { readonly path: string };
}

/** What findings are matched with. */
type KnownEntry = Pick<BaselineEntry, 'key' | 'path'>;

/** Findings held against what was known before. */
export interface KnownMatch<T = Finding, E = BaselineEntry> {
  /** In excess of what is known, in the order given. */
  readonly fresh: readonly T[];
  readonly known: readonly T[];
  /** What is known, each with its entry. */
  readonly pairs: ReadonlyMap<T, E>;
  /** Entries that no finding fits. */
  readonly unmatched: readonly E[];
}

/**
 * Matches findings with entries by key, as many as there are of each. Of equal findings those at the path of an entry are
 * the known ones, so that the copy in another file is the one that is shown; a renamed file has no finding at its old path
 * and matches by key alone.
 */
export function matchKnown<T extends Fingerprinted, E extends KnownEntry>(
  findings: readonly T[],
  entries: readonly E[],
  pathOf: (finding: T) => string = ({ location }) => location.path,
): KnownMatch<T, E> {
  const atPath = new Pool(entries, ({ key, path }) => `${key} ${path}`);
  const elsewhere: T[] = [];
  const pairs = new Map<T, E>();
  for (const finding of findings) {
    const entry = atPath.take(`${keyOf(finding)} ${pathOf(finding)}`);
    if (entry === undefined) elsewhere.push(finding);
    else pairs.set(finding, entry);
  }
  const anywhere = new Pool(atPath.left, ({ key }) => key);
  for (const finding of elsewhere) {
    const entry = anywhere.take(keyOf(finding));
    if (entry !== undefined) pairs.set(finding, entry);
  }
  return {
    fresh: findings.filter((finding) => !pairs.has(finding)),
    known: findings.filter((finding) => pairs.has(finding)),
    pairs,
    unmatched: anywhere.left,
  };
}

/** Entries that can each be taken once, by a name that several may share. */
class Pool<E> {
  readonly #byName: ReadonlyMap<string, E[]>;

  constructor(entries: readonly E[], nameOf: (entry: E) => string) {
    this.#byName = groupBy(entries, nameOf);
    // Taken from the end: of several the first stay known longest, and numbers have no gaps.
    for (const group of this.#byName.values()) group.reverse();
  }

  take(name: string): E | undefined {
    return this.#byName.get(name)?.pop();
  }

  get left(): E[] {
    return [...this.#byName.values()].flat();
  }
}
