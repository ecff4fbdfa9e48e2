import { type ModuleSummary, moduleTexts, type ProjectModel } from '../../project/index.ts';

/** Whether `setup.py` names all of them as what it builds: `Extension("kiln.ops.heat", …)`, or the last part of the name. */
export function isBuiltBySetup(names: ReadonlySet<string>, { modules }: ProjectModel): boolean {
  const setups = modules.filter(({ path }) => path === 'setup.py' || path.endsWith('/setup.py'));
  const isNamed = (name: string): boolean => setups.some((setup) => namesModule(setup, name));
  return [...names].every(isNamed);
}

function namesModule(setup: ModuleSummary, name: string): boolean {
  return [...moduleTexts(setup).words].some((word) => word === name || word.endsWith(`.${name}`));
}
