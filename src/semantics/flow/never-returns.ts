import { type Call, type Expression, isGenerator, type Stmt } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

const LEAVING_FUNCTIONS = new Set([
  'bottle.abort',
  'builtins.exit',
  'builtins.quit',
  'flask.abort',
  'os._exit',
  'os.abort',
  'os.execl',
  'os.execle',
  'os.execlp',
  'os.execv',
  'os.execve',
  'os.execvp',
  'os.execvpe',
  'pytest.exit',
  'pytest.fail',
  'pytest.skip',
  'pytest.xfail',
  'sys.exit',
  'typing.assert_never',
  'typing_extensions.assert_never',
  'werkzeug.exceptions.abort',
]);

const LEAVING_METHODS = new Map([['argparse.ArgumentParser', new Set(['error', 'exit'])]]);
const NEVER = new Set(['typing.NoReturn', 'typing.Never', 'typing_extensions.NoReturn', 'typing_extensions.Never']);

/**
 * Whether an expression is a call that does not come back: known functions, and functions of this file that always raise
 * or say `NoReturn`. Methods called on objects may be overridden and count as returning.
 */
export function neverReturns(
  expression: Expression,
  model: SemanticModel,
  alwaysRaises: (body: readonly Stmt[]) => boolean,
): boolean {
  const isAwaited = expression.kind === 'Await';
  const call = isAwaited ? expression.value : expression;
  if (call.kind !== 'Call') return false;
  const name = model.names.qualifiedName(call.func);
  if (name !== undefined && LEAVING_FUNCTIONS.has(name)) return true;
  return (
    isLeavingMethod(call, model) || isAbort(call, model) || isLeavingFunction(call, isAwaited, model, alwaysRaises)
  );
}

function isLeavingMethod(call: Call, model: SemanticModel): boolean {
  const { func } = call;
  if (func.kind !== 'Attribute' || func.value.kind !== 'Name') return false;
  if (func.attr !== 'error' && func.attr !== 'exit') return false;
  const definitions = model.names.resolve(func.value)?.definitions;
  const value = definitions?.length === 1 ? definitions[0]?.value : undefined;
  const owner = value?.kind === 'Call' ? model.names.qualifiedName(value.func) : undefined;
  return owner !== undefined && LEAVING_METHODS.get(owner)?.has(func.attr) === true;
}

/** `await context.abort(code, details)` in a servicer of gRPC always raises: https://grpc.github.io/grpc/python/grpc.html#grpc.ServicerContext.abort */
function isAbort({ func }: Call, { context, names }: SemanticModel): boolean {
  if (func.kind !== 'Attribute' || func.value.kind !== 'Name' || !/^abort(?:_with_status)?$/.test(func.attr))
    return false;
  const fn = names.parameterOf(func.value)?.parent?.parent;
  const owner = fn?.kind === 'FunctionDef' || fn?.kind === 'AsyncFunctionDef' ? context.classOfMethod(fn) : undefined;
  return owner?.bases.some((base) => /_pb2_grpc\.\w+Servicer$/.test(names.qualifiedName(base) ?? '')) === true;
}

function isLeavingFunction(
  call: Call,
  isAwaited: boolean,
  model: SemanticModel,
  alwaysRaises: (body: readonly Stmt[]) => boolean,
): boolean {
  if (call.func.kind !== 'Name' && call.func.kind !== 'Attribute') return false;
  const definition = model.names.definitionOf(call.func);
  if (definition === undefined || definition.kind === 'ClassDef') return false;
  if ((definition.kind === 'AsyncFunctionDef') !== isAwaited) return false;
  const annotation = definition.returns && model.names.qualifiedName(definition.returns);
  if (annotation !== undefined && NEVER.has(annotation)) return true;
  return definition.decorator_list.length === 0 && !isGenerator(definition) && alwaysRaises(definition.body);
}
