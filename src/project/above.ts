/** What `super()` in a class leads to. */
import type { Ancestor, Lineages } from './lineages.ts';
import type { LocatedClass } from './project-model.ts';

/** Bases that bring no attributes of their own that anybody asks for. */
export const EMPTY_BASES: ReadonlySet<string> = new Set([
  'builtins.object',
  'abc.ABC',
  'typing.Generic',
  'typing.Protocol',
  'typing_extensions.Generic',
  'typing_extensions.Protocol',
]);

/** The class of which `super().name` in `found` takes the member, where that is the same for all that derive from it. */
export function classAbove(name: string, found: LocatedClass, lineages: Lineages): LocatedClass | undefined {
  const next = nextIn(found, found, name, lineages);
  const isOne = lineages.derivedFrom(found).every((each) => nextIn(each, found, name, lineages)?.class === next?.class);
  return isOne ? next : undefined;
}

function nextIn(of: LocatedClass, below: LocatedClass, name: string, lineages: Lineages): LocatedClass | undefined {
  const line = lineages.of(of);
  const at = line.findIndex((each) => typeof each !== 'string' && each.class === below.class);
  const next = line.slice(at + 1).find((each) => mayHave(each, name));
  return typeof next === 'string' ? undefined : next;
}

function mayHave(ancestor: Ancestor, name: string): boolean {
  if (typeof ancestor === 'string') return !EMPTY_BASES.has(ancestor);
  const { methods, attributes, bindsUnseen, isConditional } = ancestor.class;
  return methods.includes(name) || Object.hasOwn(attributes, name) || bindsUnseen === true || isConditional === true;
}
