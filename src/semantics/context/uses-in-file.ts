/** Where a value goes within a file, across its functions. */

import { type Call, type Def, type Expression, type Name, parametersOf } from '../../ast/index.ts';
import { definitionCalled } from '../effects/definition-called.ts';
import type { ValueUse } from '../flow.ts';
import { FOLLOWED } from '../limits.ts';
import type { SemanticModel } from '../model.ts';

/** The uses of a value where it is, and in the functions of this file that are given it; those of the caller first. */
export function usesInFile(value: Expression, model: SemanticModel): readonly ValueUse[] {
  const uses: ValueUse[] = [];
  let carriers: readonly Expression[] = [value];
  for (let calls = 0; calls <= FOLLOWED.calls && carriers.length > 0; calls++) {
    const reached = carriers.flatMap((carrier) => model.flow.destinations(carrier));
    uses.push(...reached);
    carriers = reached.flatMap((use) => loadsBehind(use, model));
  }
  return uses;
}

/** Where a value is given to a function of this file: the loads of the parameter that takes it. */
export function loadsBehind({ kind, node, carrier }: ValueUse, model: SemanticModel): readonly Name[] {
  const called = kind === 'argument' && node.kind === 'Call' ? definitionCalled(model, node) : undefined;
  if (node.kind !== 'Call' || called === undefined || called.kind === 'ClassDef') return [];
  const name = parameterTaking(carrier, node, called);
  return name === undefined ? [] : (model.names.scopeOf(called)?.bindings.get(name)?.references ?? []);
}

/** The parameter that an argument fills, by keyword or by place; `self` is filled by the object. */
function parameterTaking(argument: Expression, call: Call, fn: Def): string | undefined {
  if (argument.parent?.kind === 'keyword') return argument.parent.arg;
  const parameters = parametersOf(fn).filter(({ name }) => name !== 'self' && name !== 'cls');
  return parameters[call.args.indexOf(argument)]?.name;
}
