import { describe, expect, it } from 'vitest';
import { shortestCycle, stronglyConnected } from '../../src/project/components.ts';
import type { ImportCycle } from '../../src/project/index.ts';
import { modelOf, readRepository } from './read-project.ts';

const files = readRepository('cycles');

describe('importCycles', () => {
  it('finds one for each component, and plays whether some order fails', () => {
    expect(modelOf(files).importCycles.map(describeCycle)).toEqual([
      'import-time billing.invoices → billing.payments; fails when billing.invoices is first',
      'import-time shop.api → shop.orders',
      // Its handler of ImportError hides the failure.
      'import-time stock.boxes → stock.shelves',
      'import-time theatre.plays → theatre.stage; saved by its package',
      'lazy mail.inbox → mail.outbox',
    ]);
  });

  it('does not depend on the order of summaries', () => {
    const reversed = modelOf(files, (summaries) => summaries.reverse());
    expect(reversed.importCycles.map(describeCycle)).toEqual(modelOf(files).importCycles.map(describeCycle));
  });
});

describe('stronglyConnected', () => {
  const graph: Readonly<Record<string, readonly string[]>> = {
    a: ['b'],
    b: ['c', 'd'],
    c: ['a'],
    d: ['e'],
    e: ['d'],
    f: ['f', 'a'],
  };
  const successorsOf = (node: string) => graph[node] ?? [];

  it('groups nodes that reach each other, in the order given', () => {
    expect(stronglyConnected(['f', 'e', 'd', 'c', 'b', 'a'], successorsOf)).toEqual([
      ['e', 'd'],
      ['c', 'b', 'a'],
    ]);
  });

  it('takes chains of any length', () => {
    const length = 50_000;
    const nodes = Array.from({ length }, (_, index) => index);
    expect(stronglyConnected(nodes, (node) => [(node + 1) % length])).toEqual([nodes]);
  });

  it('finds the shortest way around', () => {
    const ring: Readonly<Record<string, readonly string[]>> = { a: ['b'], b: ['c'], c: ['a', 'b'] };
    expect(shortestCycle(['a', 'b', 'c'], (node) => ring[node] ?? [])).toEqual(['b', 'c']);
  });
});

function describeCycle({ when, modules, failsWhenFirst, savedByPackage }: ImportCycle): string {
  const names = modules.map(({ module }) => module).join(' → ');
  const fails = failsWhenFirst === undefined ? '' : `; fails when ${failsWhenFirst.module} is first`;
  return `${when} ${names}${fails}${savedByPackage === undefined ? '' : '; saved by its package'}`;
}
