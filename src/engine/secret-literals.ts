/** Texts that come to be secrets by another name than the one beside them. */
import { type Expression, type Node, nameOfPlace, nodesOf, stringConstant } from '../ast/index.ts';
import { isSecretValue } from '../knowledge/hidden/values.ts';
import { namesHidden } from '../knowledge/secrets.ts';
import type { SemanticModel } from '../semantics/index.ts';

/** The literals of `host_pw2 = "…"` where `connect(password=host_pw2)` takes it. */
export function secretLiterals(model: SemanticModel): readonly Node[] {
  const { module } = model.source;
  const found = new Set<Node>();
  const take = (name: string | undefined, value: Expression | undefined): void => {
    if (name === undefined || !mayCarry(value) || !namesHidden(name)) return;
    for (const origin of model.flow.origins(value)) {
      if (origin.kind !== 'Constant' || (origin.value.kind !== 'str' && origin.value.kind !== 'bytes')) continue;
      if (isSecretValue(origin.value.value, name, 'certain')) found.add(origin);
    }
  };
  for (const { arg, value } of nodesOf(module, 'keyword')) take(arg, value);
  for (const { targets, value } of nodesOf(module, 'Assign'))
    for (const target of targets) take(nameOfPlace(target), value);
  for (const { target, value } of nodesOf(module, 'AnnAssign')) take(nameOfPlace(target), value);
  for (const { keys, values } of nodesOf(module, 'Dict'))
    for (const [index, key] of keys.entries()) take(stringConstant(key), values[index]);
  for (const { left, comparators } of nodesOf(module, 'Compare')) {
    const [other] = comparators;
    if (comparators.length !== 1 || other === undefined) continue;
    take(nameOfPlace(left), other);
    take(nameOfPlace(other), left);
  }
  return [...found];
}

/** What is written beside the name shows without a look at the program. */
const mayCarry = (value: Expression | undefined): value is Expression =>
  value?.kind === 'Name' || value?.kind === 'Attribute' || value?.kind === 'IfExp' || value?.kind === 'BoolOp';
