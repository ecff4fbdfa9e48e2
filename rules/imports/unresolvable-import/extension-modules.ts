import { memoize } from '#collections';
import type { ProjectModel } from '#project';

/** Whether `setup.py` names all of them as what it builds: `Extension("kiln.ops.heat", …)`, or the last part of the name. */
export function isBuiltBySetup(names: ReadonlySet<string>, project: ProjectModel): boolean {
  return [...names].every((name) => endingsInSetups(project).has(name));
}

/** What the dotted names in them end with. */
const endingsInSetups = memoize(({ modules }: ProjectModel): ReadonlySet<string> => {
  const setups = modules.filter(({ path }) => path === 'setup.py' || path.endsWith('/setup.py'));
  return new Set(
    setups
      .flatMap((setup) => [...setup.texts.words])
      .flatMap((word) => {
        const names = word.split('.');
        return names.map((_, index) => names.slice(index).join('.'));
      }),
  );
});
