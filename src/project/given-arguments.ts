/** Whether the calls of the project give an argument. */
import { groupBy, memoize } from '../collections/index.ts';
import type { ModuleSummary, SummaryBody } from '../semantics/index.ts';
import type { Project } from './build.ts';
import { TRANSPARENT_DECORATORS } from './decorators.ts';
import { isProduction } from './production.ts';
import type { LocatedFunction } from './project-model.ts';
import type { Answer, QuestionOf } from './question.ts';
import { calledBy } from './untrusted-arguments.ts';

type Given = QuestionOf<'is-given'>;

/** Yes where all calls give it, no where none does. */
export function isGiven({ to, parameter, position, besides }: Given, project: Project): Answer['verdict'] {
  const found = project.functionNamed(to);
  const shapes = (shapesOf(project).get(to) ?? []).filter(({ from }) => from.path !== besides);
  if (shapes.length === 0 && besides !== undefined) return 'no';
  if (shapes.length === 0 || (found !== undefined && mayBeCalledUnseen(found, project))) return 'unknown';
  const answers = shapes.map(({ shape, from }) => givenBy(shape, parameter, position, from, project));
  const [first] = answers;
  return first !== undefined && answers.every((each) => each === first) ? first : 'unknown';
}

function givenBy(
  shape: string,
  parameter: string,
  position: number | undefined,
  from: ModuleSummary,
  project: Project,
): Answer['verdict'] {
  const [count, ...names] = shape.split(' ');
  if (names.includes(parameter) || (position !== undefined && Number(count) > position)) return 'yes';
  const spread = names.filter((name) => name.startsWith('*'));
  if (spread.some((name) => hasField(name.slice(2), parameter, from, project))) return 'yes';
  return spread.length > 0 ? 'unknown' : 'no';
}

/** One that no object of the class is without. */
function hasField(name: string, field: string, from: ModuleSummary, project: Project): boolean {
  const found = name === '' ? undefined : project.resolve(name, from);
  return (
    found?.kind === 'class' &&
    found.class.fields?.some((each) => each.name === field && !each.hasDefault && each.isLeftOut !== true) === true
  );
}

interface Shape {
  readonly shape: string;
  readonly from: ModuleSummary;
}

/** By the full name of the function or class. */
const shapesOf = memoize((project: Project): ReadonlyMap<string, readonly Shape[]> => {
  const passed = project.modules.filter(isProduction).flatMap((from) =>
    Object.entries(from.given ?? {}).flatMap(([path, shapes]) => {
      const target = project.follow(path, from);
      const names =
        target.kind === 'class' ? [target.class.qualifiedName] : calledBy(target, project).map(({ name }) => name);
      return names.flatMap((name) => shapes.map((shape) => ({ name, shape, from })));
    }),
  );
  return groupBy(passed, ({ name }) => name);
});

/** Something else runs it, is handed it, or calls a method of its name on what nobody knows. */
function mayBeCalledUnseen({ function: fn }: LocatedFunction, { modules }: Project): boolean {
  const { qualifiedName, entry, decorators } = fn;
  if (entry !== undefined || !decorators.every((each) => TRANSPARENT_DECORATORS.has(each))) return true;
  const name = qualifiedName.slice(qualifiedName.lastIndexOf('.'));
  const isHanded = ({ takes = [], starts }: SummaryBody): boolean =>
    takes.includes(qualifiedName) || takes.includes(name) || starts.some(({ target }) => target === qualifiedName);
  return modules
    .filter(isProduction)
    .some(
      ({ attributeReads, given = {}, body, functions }) =>
        [body, ...functions].some(isHanded) ||
        (attributeReads.includes(name.slice(1)) && !Object.keys(given).some((path) => path.endsWith(name))),
    );
}
