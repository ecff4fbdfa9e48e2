import { groupBy, memoize } from '../../collections/index.ts';
import type { Attribute, Module } from '../nodes.generated.ts';
import { nodesOf } from '../visit.ts';

/** The attributes of a module that have one name, in the order of `nodesOf`. */
export const attributesNamed = (name: string, module: Module): readonly Attribute[] => byName(module).get(name) ?? NONE;

const byName = memoize((module: Module) => groupBy(nodesOf(module, 'Attribute'), ({ attr }) => attr));
const NONE: readonly Attribute[] = [];
