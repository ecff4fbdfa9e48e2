/** Tests that tell one environment from another, around a value that only some of them may have. */
import { ancestors, type Expression, holds, type Node, nameOfPlace, type Stmt, statementsBefore, walk } from '#ast';

/** A test of the environment decides about the node, or raises before it is reached. */
export function isEnvironmentGuarded(node: Node): boolean {
  let child: Node = node;
  for (const outer of ancestors(node)) {
    if (outer.kind === 'If' && outer.test !== child && testsEnvironment(outer.test)) return true;
    for (const before of statementsBefore(child)) {
      if (before.kind === 'If' && mayRaise([before]) && testsEnvironment(before.test)) return true;
    }
    if (outer.kind === 'FunctionDef' || outer.kind === 'AsyncFunctionDef') return false;
    child = outer;
  }
  return false;
}

/** Some statement, at any depth, raises or calls what ends the program where something is missing. */
export function mayRaise(body: readonly Stmt[]): boolean {
  let found = false;
  for (const statement of body) {
    walk(statement, (node) => {
      if (node.kind === 'Raise') found = true;
      else if (node.kind === 'Call') found ||= DEMANDING.test(nameOfPlace(node.func) ?? '');
    });
  }
  return found;
}

function testsEnvironment(test: Expression): boolean {
  return holds(test, (node) =>
    node.kind === 'Name' || node.kind === 'Attribute'
      ? ENVIRONMENT.test(nameOfPlace(node) ?? '')
      : node.kind === 'Constant' && node.value.kind === 'str' && ENVIRONMENT.test(node.value.value),
  );
}

/** Words that tell development from production. */
const ENVIRONMENT =
  /(^|_)(prod|production|dev|develop|development|debug|environment|env|staging|testing|test|local|insecure|ephemeral|mode|strict|require|required|allow|demo)(_|$)/i;
const DEMANDING = /^(require|ensure|demand|assert|fail|abort|die|exit)(_|$)/;
