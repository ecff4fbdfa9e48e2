import { holds, lastName, type Module, type Node, nodesOf } from '../../ast/index.ts';

const DOUBLE_CLASS = /^_*(Test|Fake|Mock|Stub|Dummy)([A-Z0-9_]|$)/;

/** Whether a node is, or stands in, a function named `test_*` that asserts something, or a class named `Test*`, `Fake*`, `Mock*`, `Stub*`, `Dummy*`. */
export function isInTestDefinition(node: Node): boolean {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) if (isTestDefinition(at)) return true;
  return false;
}

/** Whether a file has such a function or class. */
export function hasTestDefinitions(module: Module): boolean {
  const kinds = ['ClassDef', 'FunctionDef', 'AsyncFunctionDef'] as const;
  return kinds.some((kind) => nodesOf(module, kind).some(isTestDefinition));
}

function isTestDefinition(node: Node): boolean {
  if (node.kind === 'ClassDef') return DOUBLE_CLASS.test(node.name);
  if (node.kind !== 'FunctionDef' && node.kind !== 'AsyncFunctionDef') return false;
  return node.name.startsWith('test_') && holds(node, isAssertion);
}

/** Without one, `test_connection` of a module that is no test is what a user tries a connection with. */
const isAssertion = (node: Node): boolean =>
  node.kind === 'Assert' || (node.kind === 'Call' && /^(?:assert|raises$)/.test(lastName(node.func) ?? ''));
