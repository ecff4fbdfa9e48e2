/** What the arguments of a call were made of, by the names that its function bound or added to before it. */
import { type Call, type Expression, namesIn, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** `rows = …`, `rows["age"] = …`, `rows += …`, `rows.append(…)`. */
interface Step {
  readonly targets: readonly Expression[];
  readonly value: Expression;
}

/** The values, from the call back: each is part of an argument, or of a value that was. */
export function* valuesBefore(call: Call, model: SemanticModel): Iterable<Expression> {
  const given = new Set(namesIn(...call.args));
  const scope = model.context.defAround(call);
  const steps = stepsOf(model)
    .filter(({ value }) => value.start < call.start && model.context.defAround(value) === scope)
    .sort((a, b) => b.value.start - a.value.start);
  for (const { targets, value } of steps) {
    if (![...namesIn(...targets)].some((name) => given.has(name))) continue;
    yield value;
    for (const name of namesIn(value)) given.add(name);
  }
}

const stepsOf = ({ source: { module } }: SemanticModel): readonly Step[] => [
  ...nodesOf(module, 'Assign'),
  ...nodesOf(module, 'AugAssign').map(({ target, value }) => ({ targets: [target], value })),
  ...nodesOf(module, 'Call').flatMap((value) =>
    value.parent?.kind === 'Expr' && value.func.kind === 'Attribute' && value.func.attr === 'append'
      ? { targets: [value.func.value], value }
      : [],
  ),
];
