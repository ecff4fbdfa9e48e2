/** Whether the code of a class certainly binds an attribute, and certainly reads it. */
import { ancestors, type Call, type ClassDef, type Def, holds, type Node, type Stmt } from '#ast';
import type { SemanticModel } from '#semantics';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { isAugmented } from './unbound-reads.ts';

/** It runs whenever the function does, and nothing around it waits for its failure. */
export function runsEachTime(node: Node, fn: Def, model: SemanticModel): boolean {
  let child = node;
  for (const at of ancestors(node)) {
    if (at === fn) return fn.body.every((each) => each.start >= child.start || !mayLeave(each));
    switch (at.kind) {
      case 'If':
      case 'IfExp':
      case 'While':
        if (child !== at.test) return false;
        break;
      case 'BoolOp':
        if (child !== at.values[0]) return false;
        break;
      case 'Try':
      case 'TryStar':
        if (
          !at.finalbody.includes(child as Stmt) &&
          (at.handlers.some(
            (each) =>
              model.handlers.describe(each).isBroad ||
              model.handlers.describe(each).catches.includes('builtins.AttributeError'),
          ) ||
            !at.body.includes(child as Stmt))
        )
          return false;
        break;
      case 'ExceptHandler':
      case 'Lambda':
      case 'FunctionDef':
      case 'AsyncFunctionDef':
      case 'Match':
      case 'comprehension':
      case 'Assert':
        return false;
    }
    child = at;
  }
  return false;
}

const mayLeave = (statement: Stmt): boolean =>
  holds(statement, (node) => node.kind === 'Return' || node.kind === 'Raise');

/** Whether whatever ends these statements has bound it: itself, or by a method of the class. */
export function bindsAlways(
  body: readonly Stmt[],
  attribute: string,
  owner: ClassDef,
  model: SemanticModel,
  depth = 3,
): boolean {
  const all = (each: readonly Stmt[]): boolean =>
    model.flow.alwaysRaises(each) || bindsAlways(each, attribute, owner, model, depth);
  return body.some((statement) => {
    switch (statement.kind) {
      case 'If':
        return statement.orelse.length > 0 && all(statement.body) && all(statement.orelse);
      case 'With':
      case 'AsyncWith':
        return bindsAlways(statement.body, attribute, owner, model, depth);
      case 'Try':
      case 'TryStar':
        return (
          bindsAlways(statement.finalbody, attribute, owner, model, depth) ||
          ([...statement.body, ...statement.orelse].some((each) =>
            bindsAlways([each], attribute, owner, model, depth),
          ) &&
            statement.handlers.every((each) => all(each.body)))
        );
      case 'For':
      case 'AsyncFor':
      case 'While':
      case 'Match':
        return (
          holds(statement, (node) => isStoreOf(node, attribute)) &&
          statement.kind !== 'For' &&
          statement.kind !== 'AsyncFor'
        );
      default:
        return bindsItself(statement, attribute, owner, model, depth);
    }
  });
}

function bindsItself(
  statement: Stmt,
  attribute: string,
  owner: ClassDef,
  model: SemanticModel,
  depth: number,
): boolean {
  const binds = (node: Node): boolean =>
    depth > 0 && node.kind === 'Call' && bindsBy(node, attribute, owner, model, depth - 1);
  return holdsInOwnCode([statement], (node) => isStoreOf(node, attribute) || binds(node));
}

const isStoreOf = (node: Node, attribute: string): boolean =>
  node.kind === 'Attribute' && node.ctx === 'Store' && node.attr === attribute && !isAugmented(node);

function bindsBy(call: Call, attribute: string, owner: ClassDef, model: SemanticModel, depth: number): boolean {
  const { func } = call;
  if (func.kind !== 'Attribute' || func.value.kind !== 'Name' || func.value.id !== 'self') return false;
  const method = model.state.methodsOf(owner).get(func.attr);
  return method !== undefined && bindsAlways(method.body, attribute, owner, model, depth);
}
