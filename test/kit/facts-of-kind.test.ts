import { expect, it } from 'vitest';
import { factsOfKind } from '../../src/kit/index.ts';

type Fact = { readonly kind: 'server'; readonly port: number } | { readonly kind: 'route'; readonly url: string };

it('factsOfKind keeps files and order, and knows the type', () => {
  const facts: { path: string; fact: Fact }[] = [
    { path: 'a.py', fact: { kind: 'server', port: 80 } },
    { path: 'b.py', fact: { kind: 'route', url: '/orders' } },
    { path: 'c.py', fact: { kind: 'server', port: 81 } },
  ];
  expect(factsOfKind(facts, 'server').map(({ path, fact }) => `${path} ${fact.port}`)).toEqual(['a.py 80', 'c.py 81']);
});
