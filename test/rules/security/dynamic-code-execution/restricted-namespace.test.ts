import { describe, expect, it } from 'vitest';
import { isRestrictedNamespace } from '../../../../rules/security/dynamic-code-execution/restricted-namespace.ts';
import { type Call, type Expression, walk } from '../../../../src/ast/index.ts';
import type { SourceContext } from '../../../../src/kit/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

describe('isRestrictedNamespace', () => {
  it.each([
    ['in place', 'exec(code, {"__builtins__": {}})\n', true],
    ['under a name', 'space = {"__builtins__": None}\nexec(code, space)\n', true],
    ['by a later assignment', 'space = dict(x=1)\nspace["__builtins__"] = {}\nexec(code, space)\n', true],
    ['with the real builtins', 'import builtins\nexec(code, {"__builtins__": builtins})\n', false],
    ['of plain variables', 'exec(code, {"x": 1})\n', false],
  ])('%s', async (_, body, is) => {
    const indented = body.replaceAll(/^/gm, '    ');
    const { model } = await fixtureOf('app/run.py', `def run(code):\n${indented}\n`);
    expect(isRestrictedNamespace(namespaceOf(model), model as unknown as SourceContext)).toBe(is);
  });
});

/** The second argument of the only `exec`. A rule's context is the model and more; only the model is asked here. */
function namespaceOf(model: Pick<SourceContext, 'source'>): Expression {
  const calls: Call[] = [];
  walk(model.source.module, (node) => {
    if (node.kind === 'Call' && node.func.kind === 'Name' && node.func.id === 'exec') calls.push(node);
  });
  const namespace = calls[0]?.args[1];
  if (namespace === undefined) throw new Error('no namespace is given');
  return namespace;
}
