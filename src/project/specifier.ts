/** Just enough of PEP 440 to compare release numbers. Source: https://peps.python.org/pep-0440/#version-specifiers */

/** Whether some release below `version` satisfies the specifier (`>=2.1,<3`). Unreadable clauses exclude nothing. */
export function allowsBelow(specifier: string, version: string): boolean {
  const bound = releaseOf(version);
  return !specifier.split(',').some((clause) => excludesBelow(clause.trim(), bound));
}

function excludesBelow(clause: string, bound: readonly number[]): boolean {
  const match = /^(~=|===?|>=|>)\s*v?(\d+(?:\.\d+)*)/.exec(clause);
  if (match === null) return false;
  return compare(releaseOf(match[2] ?? ''), bound) >= 0;
}

const releaseOf = (version: string): readonly number[] => version.split('.').map(Number);

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
