/** What a handler does instead of the work that failed: nothing, a value in place of the result, other work. */
import { type ExceptHandler, type Expression, isNone, lastName, type Stmt, withoutAwait } from '../../ast/index.ts';
import { calleeOf } from '../effects/callee.ts';
import { walkOwnCode } from '../effects/calls-within.ts';
import { logLevelOf } from '../effects/log-call.ts';
import type { SemanticModel } from '../model.ts';

/** Nothing but `pass`, `...`, `continue`, or returning or binding a constant. */
export function isTrivialBody(model: SemanticModel, body: readonly Stmt[]): boolean {
  return body.every((statement) => {
    switch (statement.kind) {
      case 'Pass':
      case 'Continue':
        return true;
      case 'Expr':
        return statement.value.kind === 'Constant';
      case 'Return':
        return statement.value === undefined || isConstant(model, statement.value);
      case 'Assign':
        return isConstant(model, statement.value);
      case 'AnnAssign':
        return statement.value !== undefined && isConstant(model, statement.value);
      default:
        return false;
    }
  });
}

/** Every value that the handler returns; None is the absence of one. */
export function returnedBy(handler: ExceptHandler): readonly Expression[] {
  const returned: Expression[] = [];
  walkOwnCode(handler.body, (node) => {
    if (node.kind === 'Return' && node.value !== undefined && !isNone(node.value)) returned.push(node.value);
    return undefined;
  });
  return returned;
}

/** The one value returned, or else the one value bound to something that the `try` body binds too. */
export function fallbackOf(handler: ExceptHandler): Expression | undefined {
  const returned: (Expression | undefined)[] = [];
  const bound: { target: Expression; value: Expression }[] = [];
  walkOwnCode(handler.body, (node) => {
    if (node.kind === 'Return') returned.push(node.value);
    else if (node.kind === 'Assign') bound.push(...node.targets.map((target) => ({ target, value: node.value })));
    else if (node.kind === 'AnnAssign' && node.value !== undefined)
      bound.push({ target: node.target, value: node.value });
    return undefined;
  });
  if (returned.length > 0) return returned.length === 1 ? returned[0] : undefined;
  const results = boundInTry(handler);
  const replaced = bound.filter(({ target }) => results.has(placeOf(target) ?? ''));
  return replaced.length === 1 ? replaced[0]?.value : undefined;
}

/** Statements that do something beside logging and beside leaving with a constant. */
export function workOf(model: SemanticModel, body: readonly Stmt[]): readonly Stmt[] {
  return body.filter((statement) => !isIdle(model, statement));
}

/** `session.rollback()`, `await connection.close()`: what failed is left as it was. */
export function onlyTidies(model: SemanticModel, statement: Stmt): boolean {
  if (statement.kind === 'If')
    return [...statement.body, ...statement.orelse].every((inner) => isIdle(model, inner) || onlyTidies(model, inner));
  const call = statement.kind === 'Expr' ? withoutAwait(statement.value) : undefined;
  return call?.kind === 'Call' && (lastName(call.func) === 'rollback' || model.effects.of(call) === 'clean-up');
}

/** It only logs, or leaves with a constant. */
export function isIdle(model: SemanticModel, statement: Stmt, depth = 0): boolean {
  switch (statement.kind) {
    case 'Pass':
    case 'Continue':
    case 'Break':
      return true;
    case 'Return':
      return statement.value === undefined || isConstant(model, statement.value);
    case 'Expr':
      return statement.value.kind === 'Constant' || isLogExpression(model, statement.value);
    case 'If':
      return (
        depth < MAX_DEPTH && [...statement.body, ...statement.orelse].every((inner) => isIdle(model, inner, depth + 1))
      );
    default:
      return false;
  }
}

function isLogExpression(model: SemanticModel, expression: Expression): boolean {
  const call = expression.kind === 'Await' ? expression.value : expression;
  return call.kind === 'Call' && logLevelOf(model, call, calleeOf(model, call)) !== undefined;
}

/** Sources may nest without bound; what is nested deeper than a person writes counts as no constant and as work. */
const MAX_DEPTH = 50;

/** Literals, empty containers, and names that fold to a value. */
function isConstant(model: SemanticModel, expression: Expression, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  const isPartConstant = (part: Expression | undefined) => part !== undefined && isConstant(model, part, depth + 1);
  switch (expression.kind) {
    case 'Constant':
      return true;
    case 'UnaryOp':
      return isPartConstant(expression.operand);
    case 'Tuple':
    case 'List':
    case 'Set':
      return expression.elts.every(isPartConstant);
    case 'Dict':
      return expression.keys.every(isPartConstant) && expression.values.every(isPartConstant);
    case 'Call':
      return isEmptyContainer(model, expression);
    case 'Name':
    case 'Attribute':
      return model.values.fold(expression) !== undefined;
    default:
      return false;
  }
}

const CONTAINERS: ReadonlySet<string> = new Set(
  'builtins.dict builtins.list builtins.set builtins.tuple builtins.frozenset builtins.str'.split(' '),
);

function isEmptyContainer(model: SemanticModel, call: Expression): boolean {
  if (call.kind !== 'Call' || call.args.length > 0 || call.keywords.length > 0) return false;
  return CONTAINERS.has(model.names.qualifiedName(call.func) ?? '');
}

function boundInTry(handler: ExceptHandler): ReadonlySet<string> {
  const places = new Set<string>();
  const tryStatement = handler.parent;
  if (tryStatement?.kind !== 'Try' && tryStatement?.kind !== 'TryStar') return places;
  walkOwnCode([...tryStatement.body, ...tryStatement.orelse], (node) => {
    const targets =
      node.kind === 'Assign'
        ? node.targets
        : node.kind === 'AnnAssign' || node.kind === 'NamedExpr'
          ? [node.target]
          : [];
    for (const target of targets) places.add(placeOf(target) ?? '');
    return undefined;
  });
  places.delete('');
  return places;
}

/** `x`, `self.x.y`, `a, b`: what can be compared by its names; undefined for anything else. */
function placeOf(target: Expression, depth = 0): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (target.kind === 'Name') return target.id;
  if (target.kind === 'Tuple') return target.elts.map((each) => placeOf(each, depth + 1) ?? '').join(',') || undefined;
  if (target.kind !== 'Attribute') return undefined;
  const owner = placeOf(target.value, depth + 1);
  return owner === undefined ? undefined : `${owner}.${target.attr}`;
}
