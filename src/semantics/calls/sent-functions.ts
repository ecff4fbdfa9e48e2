/** Functions that are sent to other processes, where they are sent. */
import { type Call, decoratorsOf, type Expression, type FunctionDef, lastName } from '../../ast/index.ts';
import { SENDERS, SENDING_LIBRARY, SPARK_METHODS } from '../../knowledge/process-senders.ts';
import { definitionCalled } from '../effects/definition-called.ts';
import type { SemanticModel } from '../model.ts';
import { importsModule } from '../names/imports-module.ts';
import type { FunctionNode } from '../state.ts';

export interface SentFunction {
  readonly fn: FunctionNode;
  /** The call that sends it, or the function itself where a decorator does. */
  readonly by: Call | FunctionDef;
  /** `pool.map(self.read, …)`: the object goes with its method. */
  readonly isMethod: boolean;
}

/** Whether the file imports a library that sends functions at all. */
export function maySendFunctions({ names }: SemanticModel): boolean {
  return importsModule(SENDING_LIBRARY, names);
}

/** The functions of this file that a call, or the decorator of a function, sends to other processes. */
export function functionsSentBy(by: Call | FunctionDef, model: SemanticModel): readonly SentFunction[] {
  if (by.kind === 'FunctionDef') {
    const isRemote = decoratorsOf(by).some(({ callee }) => model.names.qualifiedName(callee) === 'ray.remote');
    return isRemote ? [{ fn: by, by, isMethod: false }] : [];
  }
  const run = argumentSent(by, model);
  if (run === undefined) return [];
  const isMethod = run.kind === 'Attribute' && run.value.kind === 'Name' && run.value.id === 'self';
  return functionsNamed(run, model).map((fn) => ({ fn, by, isMethod }));
}

function argumentSent(call: Call, model: SemanticModel): Expression | undefined {
  const { func } = call;
  if (func.kind === 'Attribute' && SPARK_METHODS.has(func.attr)) return call.args[0];
  if (func.kind === 'Attribute' && func.attr === 'map' && lastName(func.value) === 'rdd') return call.args[0];
  const name = model.types.calleeName(func);
  if (name === undefined || !SENDING_LIBRARY.test(name)) return undefined;
  const sender = SENDERS.find(([callee]) => callee.test(name));
  return sender === undefined ? undefined : model.values.givenArgument(call, sender[1], sender[2]);
}

/** The function named, or those that a function of this file makes and returns. */
function functionsNamed(run: Expression, model: SemanticModel): readonly FunctionNode[] {
  const direct = model.context.functionRun(run);
  if (direct !== undefined) return [direct];
  if (run.kind === 'Name') {
    return model.flow.origins(run).flatMap((origin) => (origin === run ? [] : functionsNamed(origin, model)));
  }
  const maker = run.kind === 'Call' ? definitionCalled(model, run) : undefined;
  if (maker === undefined || maker.kind === 'ClassDef') return [];
  return model.flow.returnValues(maker).flatMap((value) => {
    const fn = value === undefined || value.kind === 'Call' ? undefined : model.context.functionRun(value);
    return fn === undefined ? [] : [fn];
  });
}
