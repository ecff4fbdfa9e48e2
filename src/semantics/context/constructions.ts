/** Where a file makes objects of its own classes. */
import { type Call, type ClassDef, nodesOf } from '../../ast/index.ts';
import { groupBy } from '../../collections/index.ts';
import { memoizeByFile } from '../by-file.ts';
import type { SemanticModel } from '../model.ts';

/** The calls of a file that name a class of it, in the order of `nodesOf`. */
export const constructionsOf = (classDef: ClassDef, model: SemanticModel): readonly Call[] =>
  callsByDefinition(model).get(classDef) ?? [];

const callsByDefinition = memoizeByFile(({ source, names }: SemanticModel) =>
  groupBy(nodesOf(source.module, 'Call'), ({ func }) => names.definitionOf(func)),
);
