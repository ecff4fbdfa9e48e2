/** Whether of objects of a class only attributes are read, wherever production code has one. */
import { defineQuestion } from '#kit';
import { DUMPS } from '#knowledge/record-dumps';
import { decided, type ProjectModel } from '#project';
import { isProduction } from '#project/production';
import type { ModuleSummary } from '#semantics';

/** Names of the module at the path, by which objects of the class are had (`objects`) or made (`makers`). */
interface Had {
  readonly path: string;
  readonly class: string;
  readonly objects: readonly string[];
  readonly makers: readonly string[];
}

/** Is one of the names taken elsewhere, and does production code only read attributes of what it has by them? */
export const usedByParts = defineQuestion<Had>(
  'used-by-parts',
  (about) => `only attributes of \`${about.class}\` are read`,
  (about, project) => decided(isUsedByParts(about, project)),
);

/** Someone has to take one, so that it is known what becomes of it; by their names alone, wherever they are taken from. */
function isUsedByParts(question: Had, project: ProjectModel): boolean {
  const { path, objects, makers } = question;
  const others = project.modules.filter((each) => isProduction(each) && each.path !== path);
  const names = [...objects, ...makers];
  const takers = others.filter(
    ({ imports, attributeReads }) =>
      imports.some(({ name = '' }) => names.includes(name)) || names.some((each) => attributeReads.includes(each)),
  );
  const own = project.moduleByPath(path);
  const isSpread =
    own === undefined || own.hasDynamicNames || project.importersOf(own).some(({ imported }) => imported.name === '*');
  return takers.length > 0 && !isSpread && others.every((each) => takesNoWhole(each, question));
}

function takesNoWhole(module: ModuleSummary, { class: name, objects, makers }: Had): boolean {
  const { imports, names, attributeReads, byParts = [], functions, body } = module;
  const isRead = (each: string): boolean => attributeReads.includes(each);
  const isTaken = [body, ...functions].some(
    ({ takes = [], calls }) =>
      takes.some((each) => objects.includes(lastOf(each)) || makers.includes(lastOf(each))) ||
      calls.some((each) => DUMPS.has(lastOf(each)) && objects.includes(lastOf(each.slice(0, each.lastIndexOf('.'))))),
  );
  if (isRead(name) || makers.some((each) => isRead(each) && !byParts.includes(`.${each}`))) return false;
  if (isTaken && objects.some(isRead)) return false;
  return imports.every(({ name: taken = '', boundAs, when }) => {
    const isObject = objects.includes(taken);
    if (!isObject && !makers.includes(taken) && taken !== name) return true;
    // Only handed on to other modules, or to a checker; or told to the end.
    if (when === 'type-checking' || names[boundAs]?.isUnread === true || byParts.includes(boundAs)) return true;
    return isObject && !isTaken && when === 'import-time';
  });
}

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
