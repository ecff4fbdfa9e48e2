/** Options of functions that have no effect: parameters with a default that nothing reads, and the calls that give them all the same. */
import { type Def, isNone, type Name, nodesOf, type Parameter } from '#ast';
import { groupBy, memoize } from '#collections';
import type { DoubtId } from '#findings';
import {
  type FactsContext,
  type Found,
  functionKey,
  type PackedPlace,
  type ProjectProblem,
  packPlace,
  targetKey,
  unpackPlace,
} from '#kit';
import type { ProjectModel, Target } from '#project';
import type { SummaryFunction } from '#semantics';
import { doubleOrHook } from '../_shared/double-or-hook.ts';

export interface UnreadOption {
  readonly name: string;
  readonly place: PackedPlace;
  /** All that becomes of it is this attribute of the object. */
  readonly kept?: string;
}

export interface OptionsGiven {
  readonly path: string;
  readonly names: readonly string[];
  readonly place: PackedPlace;
}

/** Of a function, those with a default. */
export function unreadOptions(
  fn: Def,
  parameters: readonly Parameter[],
  readings: (parameter: Parameter) => readonly Name[] | undefined,
  file: FactsContext,
): UnreadOptions {
  const owner = file.context.classOfMethod(fn);
  // An exception is told more than each handler reads.
  const keeps = fn.name === '__init__' && owner !== undefined && !file.types.derivesFrom(owner, EXCEPTIONS);
  const options = parameters.flatMap((parameter): UnreadOption[] => {
    const uses = parameter.default === undefined ? undefined : readings(parameter);
    const kept = keeps && uses?.length === 1 ? keptAs(uses[0]) : undefined;
    if (uses === undefined || (uses.length > 0 && kept === undefined)) return [];
    return [{ name: parameter.name, place: packPlace(file, parameter.node), ...(kept !== undefined && { kept }) }];
  });
  const open = options.length === 0 ? undefined : doubleOrHook(fn, file);
  return { options: open?.proof === undefined ? options : [], ...(open?.doubt && { doubt: open.doubt }) };
}

const EXCEPTIONS: ReadonlySet<string> = new Set(['builtins.BaseException', 'builtins.Exception']);

/** `self.timeout = timeout` */
function keptAs(use: Name | undefined): string | undefined {
  const [target, other] = use?.parent?.kind === 'Assign' && use.parent.value === use ? use.parent.targets : [];
  const isOwn = target?.kind === 'Attribute' && target.value.kind === 'Name' && target.value.id === 'self';
  return isOwn && other === undefined ? target.attr : undefined;
}

/** What each call of what may be the project's gives by name. */
export function optionsGiven(file: FactsContext): readonly OptionsGiven[] {
  return nodesOf(file.module, 'Call').flatMap((call) => {
    const names = call.keywords.flatMap(({ arg, value }) => (arg === undefined || isNone(value) ? [] : arg));
    const path = names.length === 0 ? undefined : file.effects.projectPath(call);
    return path === undefined ? [] : [{ path, names, place: packPlace(file, call) }];
  });
}

export interface UnreadOptions {
  readonly options: readonly UnreadOption[];
  readonly doubt?: DoubtId;
}

/** The options that some call gives and that nothing reads: of one function one cause. */
export function uselessOptions(
  ofFunctions: readonly Found<UnreadOptions & { readonly function: string }>[],
  given: readonly Found<OptionsGiven>[],
  attributesRead: ReadonlySet<string>,
  project: ProjectModel,
): readonly ProjectProblem[] {
  const unread = new Map(ofFunctions.map(({ path, fact }) => [functionKey(path, fact.function), fact]));
  const seen = new Map<string, ProjectProblem>();
  for (const { path, fact } of given) {
    const from = project.moduleByPath(path);
    const target = from === undefined ? undefined : makerOrFunction(project.follow(fact.path, from), project);
    const key = targetKey(target) ?? '';
    if (target?.kind !== 'function') continue;
    const options = unread.get(key)?.options.filter(({ name }) => fact.names.includes(name)) ?? [];
    for (const option of options) {
      if (seen.has(`${key} ${option.name}`) || (option.kept !== undefined && attributesRead.has(option.kept))) continue;
      const isUnread = (other: Target): boolean =>
        unread.get(targetKey(other) ?? '')?.options.some(({ name }) => name === option.name) === true;
      if (!project.holdsForOverrides(target, isUnread)) continue;
      const name = target.function.qualifiedName.slice(target.module.module.length + 1);
      seen.set(`${key} ${option.name}`, {
        at: { path: target.module.path, ...unpackPlace(option.place) },
        message: `unused input: callers pass \`${option.name}\` to \`${name}\`, ${option.kept === undefined ? 'and the function never reads it' : `which stores it in \`${option.kept}\`, and nothing reads that`}`,
        related: [{ path, ...unpackPlace(fact.place), message: 'passed here' }],
        doubt:
          option.kept !== undefined ||
          isOfferedAlike(target, option.name, (each) => isUnread({ ...target, function: each })) ||
          hasNamesakes(target, option.name, project)
            ? 'external-use'
            : unread.get(key)?.doubt,
        key: `${name} ${option.name}`,
        cause: key,
      });
    }
  }
  return [...seen.values()];
}

/** Of a class its `__init__`. */
function makerOrFunction(target: Target, project: ProjectModel): Target {
  if (target.kind !== 'class') return target;
  const owner = project
    .lineOf(target)
    .find((each) => typeof each !== 'string' && each.class.methods.includes('__init__'));
  const init =
    owner === undefined || typeof owner === 'string'
      ? undefined
      : project.functionNamed(`${owner.class.qualifiedName}.__init__`);
  return init === undefined ? target : { kind: 'function', owner: target, isBound: true, ...init };
}

/** Methods of one class that callers give the same, whichever of them needs it. */
function isOfferedAlike(
  { module, function: fn, owner }: Target & { kind: 'function' },
  option: string,
  isUnread: (other: SummaryFunction) => boolean,
): boolean {
  const readers = module.functions.filter(
    (each) =>
      owner !== undefined &&
      each !== fn &&
      each.qualifiedName === `${owner.class.qualifiedName}.${nameOf(each)}` &&
      each.parameters.some(({ name }) => name === option) &&
      !isUnread(each),
  );
  return nameOf(fn) !== '__init__' && readers.length > 1;
}

/** What several functions offer alike, one may not need. */
function hasNamesakes({ function: fn }: Target & { kind: 'function' }, option: string, project: ProjectModel): boolean {
  const name = nameOf(fn);
  const alike = name === '__init__' ? [] : (functionsByName(project).get(name) ?? []);
  return alike.some((other) => other !== fn && other.parameters.some((each) => each.name === option));
}

const nameOf = ({ qualifiedName }: SummaryFunction): string => qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);

const functionsByName = memoize(({ modules }: ProjectModel) =>
  groupBy(
    modules.flatMap(({ role, functions }) => (role === 'test' ? [] : functions)),
    nameOf,
  ),
);

/** Undefined where something else is bound to it too. */
export function readingsOf({ name }: Parameter, fn: Def, { names }: FactsContext): readonly Name[] | undefined {
  const binding = names.scopeOf(fn)?.bindings.get(name);
  return binding?.definitions.length === 1 ? binding.references : undefined;
}
