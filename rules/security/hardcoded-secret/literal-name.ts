/** What a literal is called where it stands. */
import {
  type AnnAssign,
  type Arguments,
  type Assign,
  type Call,
  type Compare,
  type Dict,
  type Expression,
  nameOfPlace,
  parametersOf,
  stringConstant,
} from '#ast';
import { memoize } from '#collections';
import { ENUMERATIONS } from '#knowledge/enumerations';
import type { SemanticModel } from '#semantics';
import { recordKindOf } from '#semantics/types/record-class';
import { fallbackOf } from '#semantics/values/fallback';

export interface NamedLiteral {
  /** More than one where it stands in for something that has several; the most telling first. */
  readonly names: readonly string[];
  /** It is what is used when nothing is configured. */
  readonly isFallback: boolean;
}

/** The name that a literal goes by, through what only wraps it (`SecretStr("…")`, `"…".encode()`). */
export function namesOfLiteral(literal: Expression, model: SemanticModel): NamedLiteral | undefined {
  const fallback = fallbackOf(literal, model);
  if (fallback !== undefined) return { names: fallback.names, isFallback: true };
  const { parent } = literal;
  switch (parent?.kind) {
    case 'Attribute':
      return parent.attr === 'encode' && parent.parent?.kind === 'Call'
        ? namesOfLiteral(parent.parent, model)
        : undefined;
    case 'Call':
      return isWrapper(parent) && parent.args[0] === literal ? namesOfLiteral(parent, model) : undefined;
    case 'keyword':
      if (parent.parent?.kind !== 'Call' || parent.arg === undefined) return undefined;
      if (parent.arg === 'default' && isWrapper(parent.parent)) return namesOfLiteral(parent.parent, model);
      return named(parent.arg);
    case 'Dict':
      return named(stringConstant(keyOfValue(parent, literal)));
    case 'Assign':
    case 'AnnAssign':
      return placeOfTarget(parent, model);
    case 'Compare':
      return placeInComparison(literal, parent);
    case 'arguments':
      return placeInSignature(literal, parent);
    default:
      return undefined;
  }
}

/** The key that a dictionary has a value under. Looked for by place, a table would take the square of its length. */
export const keyOfValue = (dict: Dict, value: Expression): Expression | undefined => keysByValue(dict).get(value);

const keysByValue = memoize(
  ({ keys, values }: Dict): ReadonlyMap<Expression, Expression | undefined> =>
    new Map(values.map((value, index) => [value, keys[index]])),
);

/** Calls whose result is their first argument, kept or wrapped. */
const WRAPPERS: ReadonlySet<string> = new Set(['SecretStr', 'SecretBytes', 'Secret', 'Field', 'field', 'str', 'bytes']);

const named = (name: string | undefined): NamedLiteral | undefined =>
  name === undefined ? undefined : { names: [name], isFallback: false };

const isWrapper = (call: Call): boolean => WRAPPERS.has(nameOfPlace(call.func) ?? '');

function placeOfTarget(statement: Assign | AnnAssign, model: SemanticModel): NamedLiteral | undefined {
  const target = statement.kind === 'Assign' ? statement.targets[0] : statement.target;
  const name = target === undefined ? undefined : nameOfPlace(target);
  if (name === undefined || statement.parent?.kind !== 'ClassDef') return named(name);
  if (model.types.derivesFrom(statement.parent, ENUMERATIONS)) return undefined;
  return {
    names: [name],
    isFallback: statement.kind === 'AnnAssign' && recordKindOf(statement.parent, model) !== undefined,
  };
}

/** `if token == "…"`. */
function placeInComparison(literal: Expression, { left, ops, comparators }: Compare): NamedLiteral | undefined {
  const other = left === literal ? comparators[0] : left;
  if (other === undefined || ops.length !== 1 || (ops[0] !== 'Eq' && ops[0] !== 'NotEq')) return undefined;
  return named(nameOfPlace(other));
}

function placeInSignature(literal: Expression, signature: Arguments): NamedLiteral | undefined {
  const fn = signature.parent;
  if (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef') return undefined;
  return named(parametersOf(fn).find((parameter) => parameter.default === literal)?.name);
}
