/** Questions about PEP 440 specifiers. Source: https://peps.python.org/pep-0440/#version-specifiers */
import { compare, explain, satisfies } from '@renovatebot/pep440';

/** One clause of a specifier: `>=2.1`. */
export interface VersionClause {
  readonly operator: string;
  /** Without the `.*` of a prefix. */
  readonly version: string;
  readonly isPrefix: boolean;
}

/** The clauses whose versions can be compared; `===` and what is no version are left out. */
export function clausesOf(specifier: string): VersionClause[] {
  return specifier.split(',').flatMap((clause) => {
    const [, operator = '', written = ''] = /^\s*(~=|==|!=|<=|>=|<|>)\s*(\S+)\s*$/.exec(clause) ?? [];
    const isPrefix = written.endsWith('.*');
    const version = isPrefix ? written.slice(0, -2) : written;
    return explain(version) === null ? [] : [{ operator, version, isPrefix }];
  });
}

/** Whether some release below `version` satisfies the specifier (`>=2.1,<3`). Unreadable clauses exclude nothing. */
export function allowsBelow(specifier: string, version: string): boolean {
  return !clausesOf(specifier).some((clause) => LOWER.has(clause.operator) && compare(clause.version, version) >= 0);
}

/** Whether both are versions, and the first is not older than the second. */
export function isAtLeast(version: string, than: string): boolean {
  return explain(version) !== null && explain(than) !== null && compare(version, than) >= 0;
}

const LOWER: ReadonlySet<string> = new Set(['~=', '==', '>=', '>']);

/** Whether every version from `version` on is excluded by some upper bound: `<2` for 2.0, `==1.*`, `~=1.4`. */
export function excludesFrom(specifier: string, version: string): VersionClause | undefined {
  return clausesOf(specifier).find((clause) => {
    const bound = upperBoundOf(clause);
    return bound !== undefined && compare(bound, version) <= 0;
  });
}

/** The first version that a clause excludes together with all above it, or one that is not far above that. */
function upperBoundOf({ operator, version, isPrefix }: VersionClause): string | undefined {
  const release = explain(version)?.release ?? [];
  switch (operator) {
    case '<':
      return version;
    case '<=':
      return `${version}.post1`;
    case '==':
      return isPrefix ? after(release) : `${version}.post1`;
    case '~=':
      return release.length > 1 ? after(release.slice(0, -1)) : undefined;
    default:
      return undefined;
  }
}

function after(release: readonly number[]): string {
  return [...release.slice(0, -1), (release.at(-1) ?? 0) + 1].join('.');
}

/** Whether no version satisfies both, as far as their bounds and exact versions tell. */
export function areDisjoint(first: string, second: string): boolean {
  const [a, b] = [clausesOf(first), clausesOf(second)];
  const exact = [...a, ...b].find(({ operator, isPrefix }) => operator === '==' && !isPrefix);
  if (exact !== undefined) return [first, second].some((specifier) => !admits(specifier, exact.version));
  return isAbove(a, b) || isAbove(b, a);
}

/** Everything that the first set of clauses admits lies above what the second does. */
function isAbove(upper: readonly VersionClause[], lower: readonly VersionClause[]): boolean {
  return upper.some(
    (floor) =>
      LOWER.has(floor.operator) &&
      lower.some((ceiling) => {
        const bound = upperBoundOf(ceiling);
        return bound !== undefined && compare(floor.version, bound) >= 0;
      }),
  );
}

/** Whether a version satisfies a specifier, pre-releases as others; unreadable specifiers admit all. */
export function admits(specifier: string, version: string): boolean {
  const readable = clausesOf(specifier).map(
    (clause) => `${clause.operator}${clause.version}${clause.isPrefix ? '.*' : ''}`,
  );
  return readable.length === 0 || satisfies(version, readable.join(','), { prereleases: true });
}
