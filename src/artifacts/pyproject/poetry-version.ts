/**
 * A version constraint of Poetry as PEP 440 has it: `^1.2` is below 2, `~1.2` below 1.3, a bare version exact, `*` anything.
 * Unions (`||`) have no such form and exclude nothing here. Source: https://python-poetry.org/docs/dependency-specification/
 */
export function poetrySpecifier(constraint: string): string {
  if (constraint.includes('|')) return '';
  return constraint
    .split(/(?<![\s,])[\s,]+(?=[\^~<>=!\d*])/)
    .map((clause) => clause.replace(/[\s,]+/g, ''))
    .filter((clause) => clause !== '*' && clause !== '')
    .map(specifierOf)
    .join(',');
}

function specifierOf(clause: string): string {
  const bounded = /^([\^~])(?!=)v?(\d+(?:\.\d+)*)/.exec(clause);
  if (bounded === null) return /^\d/.test(clause) ? `==${clause}` : clause.replace(/^=(?=\d)/, '==');
  const [, sign, version = ''] = bounded;
  const parts = version.split('.').map(Number);
  return `>=${clause.slice(1)},<${(sign === '^' ? nextBreaking(parts) : nextMinor(parts)).join('.')}`;
}

/** The leftmost part that is not zero goes up by one. */
function nextBreaking(parts: readonly number[]): number[] {
  const first = parts.findIndex((part) => part !== 0);
  const at = first < 0 ? parts.length - 1 : first;
  return [...parts.slice(0, at), (parts[at] ?? 0) + 1];
}

function nextMinor([major = 0, minor]: readonly number[]): number[] {
  return minor === undefined ? [major + 1] : [major, minor + 1];
}
