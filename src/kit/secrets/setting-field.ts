/** Which field of a settings class a value is the default of. */
import { ancestors, type ClassDef, type Expression, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { nameOfPlace } from '../errors/fallback.ts';
import { recordKindOf } from '../state/record-class.ts';

/** The field of a settings class that the value is the default of; frameworks read by themselves what classes hold of which the file makes no object. */
export function settingFieldAround(value: Expression, model: SemanticModel): string | undefined {
  const statement = [...ancestors(value)].find(({ kind }) => kind === 'AnnAssign' || kind === 'Assign');
  if (statement?.kind !== 'AnnAssign' && statement?.kind !== 'Assign') return undefined;
  const owner = statement.parent;
  if (owner?.kind !== 'ClassDef') return undefined;
  if (recordKindOf(owner, model) !== 'settings' && !isMadeHere(owner, model)) return undefined;
  const target = statement.kind === 'Assign' ? statement.targets[0] : statement.target;
  return target === undefined ? undefined : nameOfPlace(target);
}

/** What a class is derived from may read it, too. */
const isMadeHere = (owner: ClassDef, { source, names }: SemanticModel): boolean =>
  owner.bases.length === 0 && nodesOf(source.module, 'Call').some(({ func }) => names.definitionOf(func) === owner);
