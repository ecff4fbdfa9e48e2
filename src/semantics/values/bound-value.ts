import type { Expression, Node } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { starImports } from '../names/imports-module.ts';
import type { Binding, Definition } from '../names.ts';

/** What a definition binds: `expression`, or the part of it at `path` (`a, (b, c) = …`). */
export interface BoundValue {
  readonly expression: Expression;
  readonly path: readonly number[];
}

/** The one definition that gives a name its value, when nothing in this file can give it another. */
export function soleDefinition(binding: Binding, model: SemanticModel): Definition | undefined {
  const definition = binding.definitions.find(isRealDefinition);
  if (definition === undefined || definition !== binding.definitions.findLast(isRealDefinition)) return undefined;
  if (definition.remote || !isAssignment(definition)) return undefined;
  return binding.scope.kind === 'module' && mayBeReplaced(definition, model) ? undefined : definition;
}

/** The value of an assignment, also through unpacking; undefined for every other kind of definition. */
export function boundValueOf(definition: Definition): BoundValue | undefined {
  if (!isAssignment(definition)) return undefined;
  if (definition.value !== undefined) return { expression: definition.value, path: [] };
  if (definition.partOf === undefined) return undefined;
  const path = pathInTarget(definition.node);
  return path === undefined ? undefined : narrowed(definition.partOf, path);
}

/** Positions from the whole target down to one name; undefined below a starred target. */
export function pathInTarget(name: Node): readonly number[] | undefined {
  const path: number[] = [];
  let at = name;
  for (let parent = at.parent; parent?.kind === 'Tuple' || parent?.kind === 'List'; parent = at.parent) {
    if (parent.elts.some((element) => element.kind === 'Starred')) return undefined;
    // `at` is an element of its parent, so it is an expression; indexOf only compares.
    path.unshift(parent.elts.indexOf(at as Expression));
    at = parent;
  }
  return at.parent?.kind === 'Starred' ? undefined : path;
}

/** A bare annotation declares a name without binding it. */
export function isRealDefinition(definition: Definition): boolean {
  return definition.kind !== 'annotation' || definition.value !== undefined;
}

function isAssignment(definition: Definition): boolean {
  return definition.kind === 'assignment' || definition.kind === 'annotation' || definition.kind === 'named-expression';
}

/** `from x import *` after the assignment, `globals()[…] = …` and `exec` may bind the name again. */
function mayBeReplaced(definition: Definition, model: SemanticModel): boolean {
  if (!model.names.hasDynamicNames) return false;
  const stars = starImports(model.names);
  return stars.length === 0 || stars.some((star) => star.alias.start > definition.node.start);
}

/** Steps into literal tuples, so that one unknown element does not hide the others. */
function narrowed(whole: Expression, path: readonly number[]): BoundValue | undefined {
  let expression = whole;
  for (const [depth, index] of path.entries()) {
    if (expression.kind !== 'Tuple' && expression.kind !== 'List') return { expression, path: path.slice(depth) };
    if (expression.elts.some((element) => element.kind === 'Starred')) return undefined;
    const element = expression.elts[index];
    if (element === undefined) return undefined;
    expression = element;
  }
  return { expression, path: [] };
}
