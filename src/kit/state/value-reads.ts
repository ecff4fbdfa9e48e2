/** Reads of members of builtin values and of what well-known calls give, where one expression of the file says what it is. */
import { type Attribute, type Call, type Expression, lastName, withoutAwait } from '../../ast/index.ts';
import { lacksValueMember } from '../../knowledge/value-members.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** The kind of value that lacks the member that is read of it, as it is shown: `list`, `pydantic.Field`. */
export function valueLacking({ attr, value }: Attribute, model: SemanticModel): string | undefined {
  const kind = kindOfValue(value, model);
  return kind !== undefined && lacksValueMember(kind, attr) ? kind : undefined;
}

const LITERALS: ReadonlyMap<Expression['kind'], string> = new Map([
  ['List', 'list'],
  ['ListComp', 'list'],
  ['Dict', 'dict'],
  ['DictComp', 'dict'],
  ['Set', 'set'],
  ['SetComp', 'set'],
  ['Tuple', 'tuple'],
  ['JoinedStr', 'str'],
]);

function kindOfValue(value: Expression, model: SemanticModel): string | undefined {
  // What a module or a class binds, others may bind anew.
  if (value.kind === 'Name' && model.names.resolve(value)?.scope.kind !== 'function') return undefined;
  const whole = model.flow.whole(value);
  if (whole.kind === 'Constant') return whole.value.kind === 'str' ? 'str' : undefined;
  const literal = LITERALS.get(whole.kind);
  if (literal !== undefined) return literal;
  return whole.kind === 'Call' ? kindOfResult(whole, model) : undefined;
}

function kindOfResult(call: Call, model: SemanticModel): string | undefined {
  const name = model.names.qualifiedName(call.func) ?? '';
  if (name === 'pydantic.Field' || name === 'dataclasses.field') return name;
  if (name === 'builtins.sorted') return 'list';
  if (/^requests\.(?:get|post|put|patch|delete|head|request)$/.test(name)) return 'requests.Response';
  return isScalars(call, model) ? 'sqlalchemy.ScalarResult' : undefined;
}

/** `(await session.execute(select(Order))).scalars()`. */
function isScalars({ func, args }: Call, { names }: SemanticModel): boolean {
  if (func.kind !== 'Attribute' || func.attr !== 'scalars' || args.length > 0) return false;
  const executed = withoutAwait(func.value);
  const isExecuted = executed.kind === 'Call' && lastName(executed.func) === 'execute' && executed.args.length > 0;
  return (
    isExecuted && names.imports.some(({ module }) => module !== undefined && /^(?:sqlalchemy|sqlmodel)\b/.test(module))
  );
}
