/** Whether production code may call a function, as far as anything names it. */
import type { ModuleSummary, SummaryBody } from '../semantics/index.ts';
import { isProduction } from './production.ts';
import type { LocatedFunction, ProjectModel } from './project-model.ts';

/** By its name as an attribute, whoever's attribute that is; by an import; by a call; or because something registers it. */
export function mayBeCalled({ function: fn }: LocatedFunction, { modules }: ProjectModel): boolean {
  if (fn.entry !== undefined || fn.decorators.length > 0) return true;
  const name = fn.qualifiedName.slice(fn.qualifiedName.lastIndexOf('.') + 1);
  return modules.some((module) => isProduction(module) && names(module, name, fn.qualifiedName));
}

function names(module: ModuleSummary, name: string, qualifiedName: string): boolean {
  const { attributeReads, imports, body, functions } = module;
  if (attributeReads.includes(name) || imports.some((imported) => imported.name === name)) return true;
  return [body, ...functions].some((code) => runs(code, qualifiedName));
}

const runs = ({ calls, starts }: SummaryBody, name: string): boolean =>
  calls.includes(name) || starts.some(({ target }) => target === name);
