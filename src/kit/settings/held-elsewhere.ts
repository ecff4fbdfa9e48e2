/** Values that a file hands on and another place decides: constants of other modules, settings, parameters with a default. */
import { defaultOf, type Expression } from '../../ast/index.ts';
import type { Condition } from '../../project/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { type Plain, unsetValue } from '../../semantics/values/unset-value.ts';

/** What becomes of a finding about a value that is written elsewhere. */
export interface HeldElsewhere {
  readonly when?: Condition;
}

/**
 * For a value whose constant is written elsewhere: the finding is where that is one of these, even if only by
 * default. What the finding asks of the project beside that is `also`. Undefined where the value is known here, or leads nowhere.
 */
export function whereItHolds(
  value: Expression | undefined,
  values: readonly Exclude<Plain, string>[],
  model: SemanticModel,
  also?: Condition,
): HeldElsewhere | undefined {
  if (value === undefined || model.values.fold(value) !== undefined) return undefined;
  const unset = unsetValue(value, model) ?? defaultOfParameter(value, model);
  if (unset !== undefined)
    return values.some((each) => each === unset.value) ? { ...(also !== undefined && { when: also }) } : undefined;
  const path = value.kind === 'Name' || value.kind === 'Attribute' ? model.types.pathOf(value) : undefined;
  if (path === undefined) return undefined;
  const question = { kind: 'holds-value', path, from: model.path, values, orDefault: true } as const;
  return { when: { question, yes: also ?? 'keep', no: 'drop', unknown: 'drop' } };
}

/** `timeout` of `def fetch(url, timeout=None)`. */
function defaultOfParameter(value: Expression, model: SemanticModel): { readonly value: Plain } | undefined {
  const parameter = value.kind === 'Name' ? model.names.parameterOf(value) : undefined;
  const fn = parameter?.parent?.parent;
  if (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef') return undefined;
  const standard = parameter && defaultOf(parameter);
  return standard && unsetValue(standard, model);
}
