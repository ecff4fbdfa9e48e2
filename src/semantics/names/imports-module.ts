/** What a file imports, for what is asked of everything in it. */
import { memoize } from '../../collections/index.ts';
import type { ImportedName, Names } from '../names.ts';

/** Whether it imports one of some modules, from whatever place of it: by the absolute name of the module. */
export function importsModule(named: RegExp, names: Names): boolean {
  const known = answers(names);
  const answer = known.get(named.source) ?? names.imports.some(({ module }) => named.test(module));
  known.set(named.source, answer);
  return answer;
}

const answers = memoize((_: Names) => new Map<string, boolean>());

/** Whether an import of it binds the name. */
export const importsName = (name: string, names: Names): boolean => boundNames(names).has(name);

const boundNames = memoize(({ imports }: Names): ReadonlySet<string> => new Set(imports.map(({ boundAs }) => boundAs)));

/** `from a import *`, in source order. */
export const starImports = memoize(({ imports }: Names): readonly ImportedName[] =>
  imports.filter(({ name }) => name === '*'),
);
