import { memoize } from '../../collections/index.ts';
import type { Module } from '../nodes.generated.ts';
import { nodesOf } from '../visit.ts';
import { takenByText } from './taken-by-text.ts';

/**
 * Every identifier that a file uses or imports: names, attributes, keywords of calls, the parts of what it imports, names that it takes by
 * their text. Whatever a file calls is among them, under whatever name it goes there.
 */
export const identifiersOf = memoize((module: Module): ReadonlySet<string> => {
  const identifiers = new Set<string>();
  for (const { id } of nodesOf(module, 'Name')) identifiers.add(id);
  for (const { attr } of nodesOf(module, 'Attribute')) identifiers.add(attr);
  for (const { arg } of nodesOf(module, 'keyword')) if (arg !== undefined) identifiers.add(arg);
  for (const { name } of nodesOf(module, 'alias')) for (const part of name.split('.')) identifiers.add(part);
  for (const { module: from } of nodesOf(module, 'ImportFrom')) {
    for (const part of from?.split('.') ?? []) identifiers.add(part);
  }
  for (const kind of ['Call', 'Subscript'] as const) {
    for (const node of nodesOf(module, kind))
      for (const part of takenByText(node)?.name.split('.') ?? []) identifiers.add(part);
  }
  return identifiers;
});
