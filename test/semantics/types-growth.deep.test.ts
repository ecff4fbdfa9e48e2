import { expect, it } from 'vitest';
import { walk } from '../../src/ast/index.ts';
import type { SemanticModel } from '../../src/semantics/index.ts';
import { growthOf, HALFWAY_TO_SQUARE } from '../growth.ts';
import { fixtureOf } from './expectations.ts';

it.each([
  ['a chain of operators', (size: number) => `x = ${'a + '.repeat(size)}a\nx`],
  ['a chain of attributes', (size: number) => `def f(a):\n  a${'.b'.repeat(size)}`],
  ['a chain of calls', (size: number) => `def f(a):\n  a${'.b()'.repeat(size)}`],
  ['many names in a ring', (size: number) => `${ring(Math.round(Math.sqrt(size)))}\nn0`],
  ['a line of bases', (size: number) => `${line(size)}\nC${size}().x`],
])('%s, in a time that grows with their number', async (_, textOf) => {
  const growth = await growthOf((size) => modelOf(textOf(size)), queryAll, 500);
  expect(growth).toBeLessThan(HALFWAY_TO_SQUARE);
});

async function modelOf(text: string): Promise<SemanticModel> {
  return (await fixtureOf('ring.py', `${text}\n`)).model;
}

function queryAll(model: SemanticModel): void {
  walk(model.source.module, (node) => {
    if (node.kind === 'Expr') expect(model.types.classOf(node.value)).toBeUndefined();
    if (node.kind === 'Call') model.types.calleeName(node.func);
  });
}

/** Names each bound to all others: as many ways around as there are orders. */
function ring(size: number): string {
  const lines = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => `n${i} = n${j}`).join('\n'),
  );
  return lines.join('\n');
}

function line(size: number): string {
  return Array.from({ length: size }, (_, i) => `class C${i + 1}(C${i}): pass`).join('\n');
}
