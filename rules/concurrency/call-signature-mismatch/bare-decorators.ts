/** Functions that make decorators, and places that use one as if it were a decorator itself. */
import { type Def, defsOf, type Expression, type Stmt } from '#ast';
import { type FactsContext, functionKey, type PackedPlace, packPlace, targetKey } from '#kit';
import type { ProjectModel } from '#project';
import type { ModuleSummary, SummaryFunction } from '#semantics';

/** `@retry` without a call. */
export interface BareDecorator {
  readonly path: string;
  readonly place: PackedPlace;
  /** What it is above. */
  readonly of: string;
}

/** Full names of functions that give a decorator, whatever they are given: `def retry(times=3): def decorate(fn): …; return decorate`. */
export const decoratorMakers = (file: FactsContext): readonly string[] =>
  defsOf(file.module).flatMap((fn) => {
    const made = fn.decorator_list.length === 0 ? functionGiven(fn, file) : undefined;
    const wraps = made === undefined || made.decorator_list.length > 0 ? undefined : functionGiven(made, file);
    return wraps === undefined ? [] : file.names.fullNameOf(fn);
  });

/** The function within it that is all that it gives. */
function functionGiven(fn: Def, { context }: FactsContext): Def | undefined {
  const [only, ...others] = context.nodesOfFunction(fn, 'Return');
  if (only?.value?.kind !== 'Name' || others.length > 0) return undefined;
  const { id } = only.value;
  return fn.body.find((each: Stmt): each is Def => isDef(each) && each.name === id);
}

const isDef = (statement: Stmt): statement is Def =>
  statement.kind === 'FunctionDef' || statement.kind === 'AsyncFunctionDef';

export const bareDecorators = (file: FactsContext): readonly BareDecorator[] =>
  defsOf(file.module).flatMap((fn) =>
    fn.decorator_list.flatMap((decorator: Expression) => {
      const isBare = decorator.kind === 'Name' || decorator.kind === 'Attribute';
      const path = isBare ? file.effects.projectPath({ func: decorator }) : undefined;
      return path === undefined ? [] : { path, place: packPlace(file, decorator), of: fn.name };
    }),
  );

/** What a bare decorator leads to, where that makes decorators. */
export function makerMeant(
  { path }: BareDecorator,
  module: ModuleSummary,
  makers: ReadonlySet<string>,
  project: ProjectModel,
): { readonly name: string; readonly module: ModuleSummary; readonly place: SummaryFunction['place'] } | undefined {
  const target = makers.size === 0 ? undefined : project.follow(path, module);
  if (target?.kind !== 'function' || !makers.has(targetKey(target) ?? '')) return undefined;
  const { qualifiedName, place } = target.function;
  return { name: qualifiedName.slice(target.module.module.length + 1), module: target.module, place };
}

export const makerKeys = (
  facts: readonly { readonly path: string; readonly fact: { readonly makers: readonly string[] } }[],
): ReadonlySet<string> =>
  new Set(facts.flatMap(({ path, fact }) => fact.makers.map((name) => functionKey(path, name))));
