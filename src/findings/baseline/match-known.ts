import { groupBy } from '../../collections/index.ts';
import type { Finding } from '../finding.ts';
import { type BaselineEntry, keyOf } from './baseline-entry.ts';

/** What is matched: a finding, or one of its places. */
interface Fingerprinted {
  readonly fingerprint: string;
  readonly location: { readonly path: string };
}

/** Findings held against what was known before. */
export interface KnownMatch<T = Finding> {
  /** In excess of what is known, in the order given. */
  readonly fresh: readonly T[];
  readonly known: readonly T[];
  /** Entries that no finding fits. */
  readonly unmatched: readonly BaselineEntry[];
}

/**
 * Matches findings with entries by key, as many as there are of each. Of equal findings those at the path of an entry are
 * the known ones, so that the copy in another file is the one that is shown; a renamed file has no finding at its old path
 * and matches by key alone.
 */
export function matchKnown<T extends Fingerprinted>(
  findings: readonly T[],
  entries: readonly BaselineEntry[],
  pathOf: (finding: T) => string = ({ location }) => location.path,
): KnownMatch<T> {
  const atPath = new Pool(entries, ({ key, path }) => `${key} ${path}`);
  const elsewhere: T[] = [];
  const known = new Set<T>();
  for (const finding of findings) {
    if (atPath.take(`${keyOf(finding)} ${pathOf(finding)}`)) known.add(finding);
    else elsewhere.push(finding);
  }
  const anywhere = new Pool(atPath.left, ({ key }) => key);
  for (const finding of elsewhere) if (anywhere.take(keyOf(finding))) known.add(finding);
  return {
    fresh: findings.filter((finding) => !known.has(finding)),
    known: findings.filter((finding) => known.has(finding)),
    unmatched: anywhere.left,
  };
}

/** Entries that can each be taken once, by a name that several may share. */
class Pool {
  readonly #byName: ReadonlyMap<string, BaselineEntry[]>;

  constructor(entries: readonly BaselineEntry[], nameOf: (entry: BaselineEntry) => string) {
    this.#byName = groupBy(entries, nameOf);
    // Taken from the end: of several the first stay known longest, and numbers have no gaps.
    for (const group of this.#byName.values()) group.reverse();
  }

  take(name: string): boolean {
    return this.#byName.get(name)?.pop() !== undefined;
  }

  get left(): BaselineEntry[] {
    return [...this.#byName.values()].flat();
  }
}
