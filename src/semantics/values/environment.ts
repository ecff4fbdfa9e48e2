import { type Call, defaultOf, type Expression, identifiersOf } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { EnvironmentRead } from '../values.ts';
import { soleDefinition } from './bound-value.ts';
import { bindArgument } from './call-arguments.ts';

const ENVIRONMENTS = new Set(['os.environ', 'os.environb']);
const GETTERS = new Set(['os.getenv', 'os.getenvb']);
const METHODS = new Set(['get', 'pop', 'setdefault']);
const MAX_ALIASES = 5;
const IDENTIFIERS = ['environ', 'environb', 'getenv', 'getenvb'];

/** Recognises readings of the environment by what the names mean; config objects that wrap it are unknown. */
export function findEnvironmentRead(
  expression: Expression,
  model: SemanticModel,
  keyOf: (key: Expression) => string | undefined,
): EnvironmentRead | undefined {
  // Asked of every call: most files name no environment.
  const used = identifiersOf(model.source.module);
  if (!IDENTIFIERS.some((name) => used.has(name))) return undefined;
  if (expression.kind === 'Subscript') {
    if (expression.ctx !== 'Load' || expression.slice.kind === 'Slice') return undefined;
    if (!isEnvironment(expression.value, model)) return undefined;
    return { key: keyOf(expression.slice), fallback: undefined, required: true };
  }
  if (expression.kind !== 'Call') return undefined;
  const method = readingMethod(expression.func, model);
  return method === undefined ? undefined : describeCall(expression, method, keyOf, model);
}

function readingMethod(func: Expression, model: SemanticModel): string | undefined {
  if (func.kind === 'Attribute' && METHODS.has(func.attr) && isEnvironment(func.value, model)) return func.attr;
  if (func.kind !== 'Name' && func.kind !== 'Attribute') return undefined;
  const name = model.names.qualifiedName(func);
  if (name === undefined) return undefined;
  if (GETTERS.has(name)) return 'get';
  const dot = name.lastIndexOf('.');
  const isMethod = ENVIRONMENTS.has(name.slice(0, dot)) && METHODS.has(name.slice(dot + 1));
  return isMethod ? name.slice(dot + 1) : undefined;
}

function describeCall(
  call: Call,
  method: string,
  keyOf: (key: Expression) => string | undefined,
  model: SemanticModel,
): EnvironmentRead | undefined {
  const key = bindArgument(call, 'key', 0, model);
  const fallback = bindArgument(call, 'default', 1, model);
  if (key.kind === 'absent' || fallback.kind === 'unknown') return undefined;
  return {
    key: key.kind === 'given' ? keyOf(key.value) : undefined,
    fallback: fallback.kind === 'given' ? fallback.value : undefined,
    required: method === 'pop' && fallback.kind === 'absent',
  };
}

/** `os.environ` under any name, also a local that is bound to it once, or a parameter that is it by default. */
function isEnvironment(expression: Expression, model: SemanticModel): boolean {
  let at = expression;
  for (let i = 0; i < MAX_ALIASES; i++) {
    if (at.kind !== 'Name' && at.kind !== 'Attribute') return false;
    const name = model.names.qualifiedName(at);
    if (name !== undefined) return ENVIRONMENTS.has(name);
    const binding = at.kind === 'Name' ? model.names.resolve(at) : undefined;
    const parameter = at.kind === 'Name' ? model.names.parameterOf(at) : undefined;
    const value = parameter ? defaultOf(parameter) : binding && soleDefinition(binding, model)?.value;
    if (value === undefined) return false;
    at = value;
  }
  return false;
}
