/** One PEP 508 requirement. Source: https://packaging.python.org/en/latest/specifications/dependency-specifiers/ */

export interface DependencyRequirement {
  /** Normalised as PEP 503 has it: lower case, runs of `-_.` as one `-`. */
  readonly distribution: string;
  /** PEP 440 clauses as written, without spaces; empty for none and for direct references. */
  readonly specifier: string;
}

/** Reads `name[extra] >=1,<2 ; marker` and `name @ url`; undefined for anything else. */
export function parseRequirement(text: string): DependencyRequirement | undefined {
  const match = /^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*([^;#]*)/.exec(text);
  if (match === null) return undefined;
  const [, name = '', rest = ''] = match;
  const specifier = rest
    .replace(/[()\s]/g, '')
    .replace(/--hash=.*$/, '')
    .replace(/\\$/, '');
  if (specifier.startsWith('@')) return { distribution: normalizeDistribution(name), specifier: '' };
  if (specifier !== '' && !/^([<>=!~]=?=?[^,]+)(,[<>=!~]=?=?[^,]+)*,?$/.test(specifier)) return undefined;
  return { distribution: normalizeDistribution(name), specifier };
}

/** `Foo_Bar.baz` → `foo-bar-baz` (PEP 503). */
export function normalizeDistribution(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
