/** What of a function authenticates the caller: it answers 401 or 403 itself, or is behind dependencies that may. */
import {
  type Call,
  type ClassDef,
  type Def,
  dottedName,
  type Expression,
  lastName,
  nodesOf,
  parametersOf,
  walk,
} from '../../ast/index.ts';
import { memoizeByFile } from '../by-file.ts';
import { isRequestHook } from '../context/request-hooks.ts';
import type { SemanticModel } from '../model.ts';
import { importsModule } from '../names/imports-module.ts';
import { ownNameOf } from '../own-name.ts';
import type { ModuleSummary, SummaryFunction } from '../summary.ts';
import { refuses } from '../taint/refusals.ts';

/** A path that this file does not show, with the name that it has here: `?current_user`. */
const UNSEEN = '?';
/** The name of an error that is raised: `!shop.errors.Refused`. */
const RAISED = '!';
/** What decorates and is not seen, or annotates a parameter, and may be no dependency: `@login_required`, `@shop.doors.CurrentUser`. */
const NAMED = '@';

export function summarizeRefusal(
  fn: Def,
  model: SemanticModel,
): Pick<SummaryFunction, 'refuses' | 'dependsOn' | 'isHook'> {
  const dependsOn = new Set<string>();
  const { hasDependencies } = depending(model);
  if (hasDependencies) {
    for (const { default: given, annotation } of parametersOf(fn)) {
      if (given !== undefined) addDependencies(given, annotation, dependsOn, model);
      if (annotation !== undefined) addAnnotated(annotation, dependsOn, model);
    }
    for (const each of fn.decorator_list) addDependencies(each, undefined, dependsOn, model);
  }
  for (const each of fn.decorator_list) {
    const named = each.kind === 'Call' ? each.func : each;
    // Imported from two places, made in a branch, or a method of what is not seen.
    if (model.types.calleeName(named) === undefined)
      dependsOn.add(`${NAMED}${dottedName(named) ?? lastName(named) ?? ''}`);
  }
  for (const { exc } of model.context.nodesOfFunction(fn, 'Raise')) {
    if (exc === undefined) continue;
    const name = model.names.qualifiedName(exc.kind === 'Call' ? exc.func : exc);
    if (name !== undefined && !OTHERS.test(name)) dependsOn.add(`${RAISED}${name}`);
  }
  return {
    ...(refuses(fn, model) && { refuses: true as const }),
    ...(dependsOn.size > 0 && { dependsOn: [...dependsOn] }),
    ...(isRequestHook(fn, model) && { isHook: true as const }),
  };
}

/** `CurrentUser = Annotated[User, Depends(current_user)]` of a module: what anyone who writes `CurrentUser` depends on. */
export function summarizeDependencies(model: SemanticModel): Pick<ModuleSummary, 'dependencies'> {
  const found: Record<string, readonly string[]> = {};
  if (!depending(model).namesDependencies) return {};
  for (const { name, definitions } of model.names.moduleScope.bindings.values()) {
    const dependsOn = new Set<string>();
    for (const { value } of definitions)
      if (value?.kind === 'Subscript') addDependencies(value, value, dependsOn, model);
    if (dependsOn.size > 0) found[name] = [...dependsOn];
  }
  return Object.keys(found).length === 0 ? {} : { dependencies: found };
}

/** Libraries whose failures are no refusals by their class. */
const OTHERS =
  /^(?:builtins|fastapi|starlette|werkzeug|flask|requests|httpx|aiohttp|sqlalchemy|pydantic|asyncio|click|typer|json|subprocess)\b/;
const DEPENDING = /^(?:Depends|Security|Guard)$/;

/** `Depends(…)`, under whatever name it was imported. */
const isDepending = ({ func }: Call, { names }: SemanticModel): boolean => DEPENDING.test(ownNameOf(func, names) ?? '');

/** Whether the file names dependencies, so that others need not be looked through for them. */
const namesDependencies = memoizeByFile((model: SemanticModel): boolean =>
  nodesOf(model.source.module, 'Call').some((call) => isDepending(call, model)),
);

/** Whether the file may depend on anything. */
function depending(model: SemanticModel) {
  const isNamed = namesDependencies(model);
  const hasDependencies = isNamed || importsModule(/^(?:fastapi|starlette)\b/, model.names);
  return { hasDependencies, namesDependencies: isNamed };
}

/** Access paths to what the functions that `Depends(…)` names below an expression are. */
export function dependenciesBelow(at: Expression, model: SemanticModel): readonly string[] {
  const found = new Set<string>();
  for (const each of [at, ...model.flow.origins(at)]) addDependencies(each, undefined, found, model);
  return [...found];
}

/** Access paths to what `Depends(…)` names below an expression; what one without arguments is beside. */
function addDependencies(
  at: Expression,
  annotation: Expression | undefined,
  found: Set<string>,
  model: SemanticModel,
): void {
  walk(at, (node) => {
    if (node.kind !== 'Call' || !isDepending(node, model)) return undefined;
    const first = node.args[0] ?? node.keywords.find(({ arg }) => arg === 'dependency')?.value;
    const named = first ?? classAnnotated(annotation);
    if (named !== undefined) found.add(accessPathTo(named.kind === 'Call' ? named.func : named, model));
    return undefined;
  });
}

/** `User` of `Annotated[User, …]`, and of `User`. */
const classAnnotated = (annotation: Expression | undefined): Expression | undefined =>
  annotation?.kind === 'Subscript' && annotation.slice.kind === 'Tuple' ? annotation.slice.elts[0] : annotation;

/** Of the annotation itself, of what the file binds its name to, or of another module's name. */
function addAnnotated(annotation: Expression, found: Set<string>, model: SemanticModel): void {
  addDependencies(annotation, annotation, found, model);
  const definitions = (annotation.kind === 'Name' && model.names.resolve(annotation)?.definitions) || [];
  for (const { value } of definitions) if (value !== undefined) addDependencies(value, value, found, model);
  const isTaken = annotation.kind === 'Attribute' || definitions.some(({ kind }) => kind === 'from-import');
  const name = isTaken ? model.names.qualifiedName(annotation) : undefined;
  if (name !== undefined && !/^(?:typing|fastapi|starlette|sqlalchemy)\b/.test(name)) found.add(`${NAMED}${name}`);
}

function accessPathTo(named: Expression, model: SemanticModel): string {
  const made = model.types.classOf(named);
  if (made !== undefined && !made.startsWith('builtins.')) return `${made}()`;
  return model.names.qualifiedName(named) ?? model.types.pathOf(named) ?? `${UNSEEN}${lastName(named) ?? ''}`;
}

/** A class says so of its objects: `status_code = 401`. */
export const isAnsweredAsRefusal = ({ body }: ClassDef, { values }: SemanticModel): boolean =>
  body.some((each) => {
    const value = each.kind === 'Assign' || each.kind === 'AnnAssign' ? each.value : undefined;
    const folded = value === undefined ? undefined : values.fold(value);
    if (folded?.kind === 'int') return folded.value === 401n || folded.value === 403n;
    return value !== undefined && /^(?:HTTP_40[13]_\w+|UNAUTHORIZED|FORBIDDEN)$/.test(lastName(value) ?? '');
  });
