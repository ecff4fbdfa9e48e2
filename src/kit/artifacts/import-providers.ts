/** Which distributions answer an import, and whether a list has one of them. */
import { isPromised } from '../../knowledge/companions.ts';
import { distributionsOf, NAMESPACES } from '../../knowledge/import-names.ts';
import type { Bringing, ProjectModel } from '../../project/index.ts';

/** By the longest beginning of a dotted name that the tables know; names of which they say nothing have none. */
export function providersOf(name: string): readonly string[] {
  const segments = name.split('.');
  for (let length = segments.length; length > 0; length--) {
    const known = distributionsOf(segments.slice(0, length).join('.'));
    if (known !== undefined && !(length === 1 && NAMESPACES.has(topOf(name)))) return known;
  }
  return [];
}

/** Whether a list that `declares` distributions has one that may provide the module. */
export function isDeclaredIn(name: string, declares: (distribution: string) => boolean): boolean {
  const alike = topOf(name).toLowerCase().replaceAll('_', '-');
  const parts = name.split('.').map((_, index, all) => all.slice(0, index + 1).join('.'));
  return (
    providersOf(name).some(declares) ||
    declares(alike) ||
    declares(`python-${alike}`) ||
    parts.some((part) => isPromised(part, declares))
  );
}

/** `psycopg2` comes with `psycopg2-binary`, too. */
export function bringingOf(name: string, distribution: string, project: ProjectModel): Bringing {
  const providers = [distribution, ...providersOf(name)].map((each) => project.transitivityOf(each));
  const found = ['certain', 'sometimes'].flatMap((kind) => providers.filter((provider) => provider.kind === kind));
  return found[0] ?? project.transitivityOf(distribution);
}

const topOf = (name: string): string => name.split('.')[0] ?? name;
