/** Classes that calls hand over themselves: the parameter stands for no object then, whatever its annotation says. */
import { type Call, type Expression, isCapWords, lastName, nodesOf } from '#ast';
import { type Found, functionKey, targetKey } from '#kit';
import { parameterOf } from '#kit/state';
import type { ProjectModel, Target } from '#project';
import type { SemanticModel, SummaryClass } from '#semantics';
import { type CallShape, mismatchOf } from '#semantics/calls/call-binding';

/** The path to what is called, where among its arguments the class stands, and the path to that. */
export type ClassHanded = readonly [accessPath: string, at: number | string, of: string];

export const classesGivenIn = (model: SemanticModel): ClassesGiven => ({
  handed: classesHanded(model),
  kept: classesKept(model),
});

/** The paths to those that a display keeps: `IMPORTERS = {"acme": AcmeImporter}`. */
function classesKept({ source, types }: SemanticModel): readonly string[] {
  const values = [
    ...nodesOf(source.module, 'Dict').flatMap((each) => each.values),
    ...nodesOf(source.module, 'List').flatMap(({ elts }) => elts),
  ];
  return values.flatMap((value) => (isNamedClass(value) ? (types.pathOf(value) ?? []) : []));
}

const isNamedClass = (value: Expression): boolean => isCapWords(lastName(value) ?? '');

/** What a file says of classes that others get. */
export interface ClassesGiven {
  readonly handed: readonly ClassHanded[];
  readonly kept: readonly string[];
}

/** The classes of the project that someone hands over or keeps: who gets them makes objects of them. */
export function classesGiven(facts: readonly Found<ClassesGiven>[], project: ProjectModel): ReadonlySet<SummaryClass> {
  const given = facts.flatMap(({ path, fact }) => {
    const from = project.moduleByPath(path);
    return from === undefined
      ? []
      : [...fact.handed.map(([, , of]) => of), ...fact.kept].map((of) => project.follow(of, from));
  });
  return new Set(given.flatMap((each) => (each.kind === 'class' ? each.class : [])));
}

function classesHanded(model: SemanticModel): readonly ClassHanded[] {
  return nodesOf(model.source.module, 'Call').flatMap((call) => {
    if (!call.args.some(isNamedClass) && !call.keywords.some(({ value }) => isNamedClass(value))) return [];
    const values = [...call.args.entries(), ...call.keywords.map(({ arg, value }) => [arg ?? '', value] as const)];
    const handed = values.flatMap(([at, value]) => {
      const of = isNamedClass(value) ? model.types.pathOf(value) : undefined;
      return of === undefined ? [] : [[at, of] as const];
    });
    const accessPath = handed.length === 0 ? undefined : model.effects.projectPath(call);
    return accessPath === undefined ? [] : handed.map((each) => [accessPath, ...each] as const);
  });
}

/** The places of all parameters for which some call hands a class over. */
export function placesOfClasses(
  facts: readonly Found<{ readonly handed: readonly ClassHanded[] }>[],
  project: ProjectModel,
): ReadonlySet<string> {
  const places = facts.flatMap(({ path, fact }) => {
    const from = project.moduleByPath(path);
    return from === undefined
      ? []
      : fact.handed.flatMap(([accessPath, at, of]) =>
          project.follow(of, from).kind === 'class' ? `${targetKey(project.follow(accessPath, from))} ${at}` : [],
        );
  });
  return new Set(places);
}

/** `def show(shape: Shape)`, of `shape.draw(…)`: the places at which calls give the parameter. */
export function placesOfReceiver({ func }: Call, model: SemanticModel): readonly string[] {
  const value = func.kind === 'Attribute' ? func.value : undefined;
  if (value?.kind !== 'Name' || model.names.parameterOf(value)?.annotation === undefined) return [];
  const [fn, ...places] = parameterOf(value, model) ?? [];
  return places.map((at) => `${functionKey(model.path, fn ?? '')} ${at}`);
}

/** With an object as the first argument the function itself takes the call, as it does where the receiver is the class. */
export const fitsThroughClass = (call: CallShape, target: Target): boolean =>
  target.kind === 'function' &&
  target.owner !== undefined &&
  target.function.hasUnreadParameters !== true &&
  mismatchOf(call, target.function.parameters) === undefined;
