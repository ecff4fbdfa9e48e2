import type { Node } from '../../ast/index.ts';

const DOUBLE_CLASS = /^_*(Test|Fake|Mock|Stub|Dummy)([A-Z0-9_]|$)/;

/** Whether a node is, or stands in, a function named `test_*` or a class named `Test*`, `Fake*`, `Mock*`, `Stub*`, `Dummy*`. */
export function isInTestDefinition(node: Node): boolean {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) {
    if (at.kind === 'ClassDef' && DOUBLE_CLASS.test(at.name)) return true;
    if ((at.kind === 'FunctionDef' || at.kind === 'AsyncFunctionDef') && at.name.startsWith('test_')) return true;
  }
  return false;
}
