/** What a value is bound to, and which field of a settings class it is the default of. */
import { type AnnAssign, type Assign, ancestors, type ClassDef, type Expression, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { nameOfPlace } from '../errors/fallback.ts';
import { recordKindOf } from '../state/record-class.ts';

/** The field of a settings class that the value is the default of; frameworks read by themselves what classes hold of which the file makes no object. */
export function settingFieldAround(value: Expression, model: SemanticModel): string | undefined {
  const owner = assignmentAround(value)?.parent;
  if (owner?.kind !== 'ClassDef') return undefined;
  if (recordKindOf(owner, model) !== 'settings' && !isMadeHere(owner, model)) return undefined;
  return boundNameAround(value);
}

/** `KEY` of `KEY = os.environ.get("ORDERS_KEY", "…")`: what other modules know the value by. */
export function boundNameAround(value: Expression): string | undefined {
  const statement = assignmentAround(value);
  const target = statement?.kind === 'Assign' ? statement.targets[0] : statement?.target;
  return target === undefined ? undefined : nameOfPlace(target);
}

const assignmentAround = (value: Expression): Assign | AnnAssign | undefined =>
  [...ancestors(value)].find((at) => at.kind === 'AnnAssign' || at.kind === 'Assign');

/** What a class is derived from may read it, too; a model of pydantic does not. */
const isMadeHere = (owner: ClassDef, { source, names, types }: SemanticModel): boolean =>
  types.basesOf(owner).every((base) => base === 'builtins.object' || base === 'pydantic.BaseModel') &&
  nodesOf(source.module, 'Call').some(({ func }) => names.definitionOf(func) === owner);
