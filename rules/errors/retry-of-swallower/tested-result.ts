import { holds, type Node } from '#ast';
import type { Retry } from '#semantics';
import { walkOwnCode } from '#semantics/effects/calls-within';

/** `while tries < 3 and not pages:` around `pages = load(url)`: what comes out decides whether the loop goes round again. */
export function testsResult({ loop, attempted }: Retry): boolean {
  const bound = new Set<string>();
  const tests: Node[] = loop.kind === 'While' ? [loop.test] : [];
  walkOwnCode(attempted, (node) => {
    if (node.kind === 'Name' && node.ctx === 'Store') bound.add(node.id);
    return undefined;
  });
  walkOwnCode(loop.body, (node) => {
    if (node.kind === 'If' || node.kind === 'IfExp') tests.push(node.test);
    return undefined;
  });
  return tests.some((test) => holds(test, (node) => node.kind === 'Name' && bound.has(node.id)));
}
