/** What a finding says of a text that a shell reads. */
import { type Call, type Def, dottedName, type Expression, parametersOf, takenByText } from '#ast';
import type { Problem } from '#kit';
import type { SemanticModel } from '#semantics';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { calleeCode } from './callee.ts';
import { shellTextOf } from './shell-texts.ts';

/** The text that a call of the program itself hands to a shell. */
export function shellTextOfProgram(call: Call, model: SemanticModel): Expression | undefined {
  const command = shellTextOf(call, model);
  return command === undefined || model.context.role === 'test' ? undefined : command;
}

/** `def run(command): os.system(command)`: what a function of this file is given for a shell, whole, its callers choose. */
export function textForWrapper(call: Call, model: SemanticModel): Expression | undefined {
  const fn = model.names.definitionOf(call.func);
  if (fn === undefined || fn.kind === 'ClassDef' || model.context.role === 'test') return undefined;
  const parameter = parameterForShell(fn, model);
  if (parameter === undefined) return undefined;
  const position = parametersOf(fn).findIndex(({ name }) => name === parameter);
  return model.values.givenArgument(call, parameter, position);
}

/** The parameter that a function hands to a shell as the whole command. */
function parameterForShell(fn: Def, model: SemanticModel): string | undefined {
  for (const call of model.context.nodesOfFunction(fn, 'Call')) {
    const command = shellTextOf(call, model);
    const parameter = command?.kind === 'Name' ? model.names.parameterOf(command) : undefined;
    if (parameter?.parent?.parent === fn) return parameter.arg;
  }
  return undefined;
}

/** The command is a parameter, whole, and this file shows the calls that fill it: each of them is looked at. */
export function isFilledByCallers(command: Expression, model: SemanticModel): boolean {
  const parameter = command.kind === 'Name' ? model.names.parameterOf(command) : undefined;
  const fn = parameter?.parent?.parent;
  return (
    (fn?.kind === 'FunctionDef' || fn?.kind === 'AsyncFunctionDef') &&
    model.context.classOfMethod(fn) === undefined &&
    callsOfFunction(model, fn).length > 0
  );
}

/** `leaf` is where the input is read, `input` what it is called: "user-controlled `host`". */
export function shellProblem(call: Call, leaf: Expression, input: string): Pick<Problem, 'at' | 'message' | 'related'> {
  return {
    at: call.func,
    message: `shell injection: ${runnerOf(call.func)} runs a command built from ${input}`,
    related: [{ at: leaf, message: 'the input comes from here' }],
  };
}

/** `system` of `getattr(os, "system")`. */
function runnerOf(func: Expression): string {
  const taken = func.kind === 'Call' || func.kind === 'Subscript' ? takenByText(func) : undefined;
  return taken === undefined ? calleeCode(func) : `\`${taken.name}\``;
}

export function inputName(leaf: Expression): string | undefined {
  const name = dottedName(leaf);
  return name === undefined ? undefined : `\`${name}\``;
}
