import type { Call, Expression, FunctionDef } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { statementsIn } from './statements.ts';

/** What a context manager may keep from leaving its `with`: nothing, some exceptions, all errors, or anything raised. */
export type Swallowing = 'nothing' | 'some' | 'errors' | 'all';

const SUPPRESSING = new Set(['contextlib.suppress', 'pytest.raises', 'pytest.deprecated_call']);
const ASSERTING = new Set(['assertRaises', 'assertRaisesRegex']);

/** Context managers that are not known, nor written in this file, are taken to swallow nothing. */
export function swallowingOf(manager: Expression, model: SemanticModel): Swallowing {
  if (manager.kind !== 'Call') return 'nothing';
  const name = model.names.qualifiedName(manager.func);
  if (name !== undefined && SUPPRESSING.has(name)) return breadthOf(manager, model);
  if (manager.func.kind === 'Attribute' && ASSERTING.has(manager.func.attr)) return breadthOf(manager, model);
  return isSwallowingDefinition(manager.func, model) ? 'some' : 'nothing';
}

function breadthOf(call: Call, model: SemanticModel): Swallowing {
  const names = call.args.map((argument) => model.names.qualifiedName(argument));
  if (names.includes('builtins.BaseException')) return 'all';
  return names.includes('builtins.Exception') ? 'errors' : 'some';
}

/** A class whose `__exit__` may return something true, or a `@contextmanager` that catches around its `yield`. */
function isSwallowingDefinition(func: Expression, model: SemanticModel): boolean {
  const definition = model.names.definitionOf(func);
  if (definition === undefined) return false;
  if (definition.kind !== 'ClassDef')
    return definition.decorator_list.length > 0 && catchesAroundYield(definition.body);
  return definition.body.some(
    (statement) =>
      (statement.kind === 'FunctionDef' || statement.kind === 'AsyncFunctionDef') &&
      (statement.name === '__exit__' || statement.name === '__aexit__') &&
      [...statementsIn(statement.body)].some((inner) => inner.kind === 'Return' && mayBeTrue(inner.value)),
  );
}

function mayBeTrue(returned: Expression | undefined): boolean {
  if (returned === undefined) return false;
  if (returned.kind !== 'Constant') return true;
  return !(returned.value.kind === 'none' || (returned.value.kind === 'bool' && !returned.value.value));
}

function catchesAroundYield(body: FunctionDef['body']): boolean {
  for (const statement of statementsIn(body)) {
    if ((statement.kind !== 'Try' && statement.kind !== 'TryStar') || statement.handlers.length === 0) continue;
    for (const inner of statementsIn(statement.body)) {
      const value = inner.kind === 'Expr' || inner.kind === 'Assign' ? inner.value : undefined;
      if (value?.kind === 'Yield') return true;
    }
  }
  return false;
}
