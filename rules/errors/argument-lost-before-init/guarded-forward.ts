/** Methods that do nothing but hand on to an object, if it is there. */
import {
  type Attribute,
  bodyWithoutDocstring,
  type Call,
  type Def,
  type Expression,
  isNone,
  lastName,
  presenceTested,
  type Stmt,
  statementsThrough,
  withoutAwait,
} from '#ast';

export interface GuardedForward {
  /** The test for the object. */
  readonly test: Expression;
  /** `self.x`. */
  readonly owner: Attribute;
  readonly call: Call;
}

/**
 * The whole body is one call on an attribute of `self`, under a test that the attribute is there: an `if`, an `if … return`
 * above the call, `self.x and self.x.set(value)`, `self.x.set(value) if self.x else None`.
 */
export function guardedForwardOf(fn: Def): GuardedForward | undefined {
  const [first, second, ...more] = statementsThrough(bodyWithoutDocstring(fn));
  if (first === undefined || more.length > 0) return undefined;
  if (first.kind !== 'If') return second === undefined ? forwardInExpression(first) : undefined;
  const [inner, ...others] = statementsThrough(first.body);
  const tested = presenceTested(first.test);
  if (tested === undefined || inner === undefined || first.orelse.length > 0 || others.length > 0) return undefined;
  if (tested.isPresent) return second === undefined ? forwardTo(tested.subject, callIn(inner), first.test) : undefined;
  return isBareReturn(inner) ? forwardTo(tested.subject, callIn(second), first.test) : undefined;
}

function forwardInExpression(statement: Stmt): GuardedForward | undefined {
  const value = statement.kind === 'Expr' ? statement.value : undefined;
  const [test, given, ...more] =
    value?.kind === 'IfExp'
      ? [value.test, value.body]
      : value?.kind === 'BoolOp' && value.op === 'And'
        ? value.values
        : [];
  const tested = test === undefined ? undefined : presenceTested(test);
  if (test === undefined || tested?.isPresent !== true || more.length > 0) return undefined;
  return forwardTo(tested.subject, given, test);
}

const callIn = (statement: Stmt | undefined): Expression | undefined =>
  statement?.kind === 'Expr' ? statement.value : undefined;

function forwardTo(owner: Expression, value: Expression | undefined, test: Expression): GuardedForward | undefined {
  const call = value === undefined ? undefined : withoutAwait(value);
  if (call?.kind !== 'Call' || call.func.kind !== 'Attribute') return undefined;
  const isSame = isOfSelf(owner) && isOfSelf(call.func.value) && lastName(owner) === lastName(call.func.value);
  return isSame ? { test, owner, call } : undefined;
}

function isOfSelf(node: Expression): node is Attribute {
  return node.kind === 'Attribute' && node.value.kind === 'Name' && node.value.id === 'self';
}

function isBareReturn(statement: Stmt): boolean {
  return statement.kind === 'Return' && (statement.value === undefined || isNone(statement.value));
}
