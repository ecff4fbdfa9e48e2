/** Whether a file imports one of some modules: asked of everything in it. */
import { memoize } from '../../collections/index.ts';
import type { Names } from '../names.ts';

/** From whatever place of it: by the absolute name of the module. */
export function importsModule(named: RegExp, names: Names): boolean {
  const known = answers(names);
  const answer = known.get(named.source) ?? names.imports.some(({ module }) => named.test(module));
  known.set(named.source, answer);
  return answer;
}

const answers = memoize((_: Names) => new Map<string, boolean>());
