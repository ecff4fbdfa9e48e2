/** Fields of what anyone who runs or calls a program fills, which nothing in the project reads. */
import { type ProjectProblem, unpackPlace } from '#kit';
import type { ProjectModel } from '#project';
import { listedCode } from '#text/wording';
import type { InputClass, InputField } from '../_shared/input-fields.ts';
import { type HandedWhole, type WholeRead, wholeReadersIn } from './whole-reads.ts';

/** What files tell of such classes, and of who takes their objects. */
export interface FieldFacts {
  readonly classes: readonly { readonly path: string; readonly fact: InputClass }[];
  /** Those that a client fills, and those whose objects are compared whole, as path and name. */
  readonly bodies: ReadonlySet<string>;
  readonly compared: ReadonlySet<string>;
  readonly wholes: readonly { readonly path: string; readonly fact: WholeRead }[];
  readonly handed: readonly { readonly path: string; readonly fact: HandedWhole }[];
  /** Variables of the environment that are read outside of fields. */
  readonly variables: ReadonlySet<string>;
}

/** One problem for each class, at the first of its fields that nothing reads. */
export function unreadFieldProblems(
  { classes, bodies, compared, wholes, handed, variables }: FieldFacts,
  reads: ReadonlySet<string>,
  project: ProjectModel,
): readonly ProjectProblem[] {
  const namedOutside = new Set(project.modules.flatMap(({ imports }) => imports.flatMap(({ name }) => name ?? [])));
  const readersOf = wholeReadersIn(wholes, handed, project);
  return classes.flatMap(({ path, fact }) => {
    const found = project.classNamed(fact.class);
    const key = `${path} ${fact.class}`;
    if (found?.module.path !== path || compared.has(key) || !(fact.isSettings || bodies.has(key))) return [];
    const unread = fact.fields.filter(
      ({ name, variables: own }) => !(reads.has(name) || own.some((each) => variables.has(each))),
    );
    const whole = unread.length === 0 ? 'read' : readersOf(found);
    if (whole === 'read') return [];
    const name = lastPart(fact.class);
    // A model may be what others are sent; where all of it is unread or nobody names it, the class is unused, not a setting.
    const isUnsure =
      whole === 'may-be' || fact.maySend || unread.length === fact.total || !(fact.isNamed || namedOutside.has(name));
    return problemOf(unread, fact, path, name, isUnsure);
  });
}

function problemOf(
  [first, ...others]: readonly InputField[],
  fact: InputClass,
  path: string,
  of: string,
  isUnsure: boolean,
): ProjectProblem | [] {
  if (first === undefined) return [];
  const names = [first, ...others].map(({ name }) => name);
  return {
    at: { path, ...unpackPlace(first.place) },
    message: `unused input: nothing in the project reads ${listedCode(names, 4)} of \`${of}\``,
    related: others
      .slice(0, 24)
      .map(({ name, place }) => ({ path, ...unpackPlace(place), message: `\`${name}\` is not read either` })),
    doubt: isUnsure ? 'external-use' : undefined,
    key: `${fact.class} ${[first, ...others].map(({ name }) => name).join(' ')}`,
  };
}

const lastPart = (dotted: string): string => dotted.slice(dotted.lastIndexOf('.') + 1);
