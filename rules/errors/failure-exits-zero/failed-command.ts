/** What a program does where a command that it ran has failed, by the exit code that it looks at. */
import { type Call, type Expression, holds, type If, isWithin, lastName, type Node, type Stmt } from '#ast';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

/**
 * The log of a branch that a failed command leads to, where the branch does nothing else about it: it neither leaves the function or
 * the program, nor keeps a sign for others. Undefined where it does, and of an `if` that asks for no exit code.
 */
export function failureOnlyLogged(node: If, model: SemanticModel): Call | undefined {
  const branch = branchOfFailure(node, model);
  if (branch === undefined || branch.length === 0) return undefined;
  const exits = model.flow.exits(branch);
  if (!exits.falls || exits.returns || exits.continues || exits.breaks) return undefined;
  if (branch.some((statement) => holds(statement, (node) => leavesSign(node, branch, model)))) return undefined;
  const calls = callsWithin(branch);
  if (calls.some((call) => doesMore(call, model))) return undefined;
  return calls.find((call) => model.effects.of(call) === 'log');
}

/** Something is raised, or kept that is read elsewhere: an attribute, an entry, a name that the rest of the program asks. */
function leavesSign(node: Node, branch: readonly Stmt[], { names }: SemanticModel): boolean {
  // A handler that hands on what the telling itself raised says nothing of the command.
  if (node.kind === 'Raise') return node.exc !== undefined;
  if (node.kind === 'Yield' || node.kind === 'YieldFrom') return true;
  if ((node.kind === 'Attribute' || node.kind === 'Subscript') && node.ctx === 'Store') return true;
  if (node.kind !== 'Name' || node.ctx !== 'Store') return false;
  const isHere = (use: Node): boolean => branch.some((statement) => isWithin(use, statement));
  return names.resolve(node)?.references.every(isHere) !== true;
}

/** It ends something, runs something else, or is of the project and may do so. */
function doesMore(call: Call, model: SemanticModel): boolean {
  if (ENDING.test(lastName(call.func) ?? '')) return true;
  const effect = model.effects.of(call);
  if (effect !== 'project') return effect === 'process';
  const called = model.names.definitionOf(call.func);
  if (called === undefined || called.kind === 'ClassDef') return true;
  const exits = model.flow.exits(called.body);
  return exits.raises || callsWithin([called]).some((inner) => inner !== call && endsSomething(inner, model));
}

const endsSomething = (call: Call, model: SemanticModel): boolean =>
  ENDING.test(lastName(call.func) ?? '') || ['project', 'process'].includes(model.effects.of(call));

const ENDING = /^_?(?:exit|quit|abort|fail|error|kill|terminate|append|add)$/;

function branchOfFailure({ test, body, orelse }: If, model: SemanticModel): readonly Stmt[] | undefined {
  if (test.kind === 'UnaryOp' && test.op === 'Not') return isExitCode(test.operand, model) ? orelse : undefined;
  if (test.kind !== 'Compare') return isExitCode(test, model) ? body : undefined;
  const [op, ...more] = test.ops;
  const [right] = test.comparators;
  if (more.length > 0 || right === undefined || model.values.number(right) !== 0) return undefined;
  if (!isExitCode(test.left, model)) return undefined;
  if (op === 'Eq') return orelse;
  return op === 'NotEq' || op === 'Gt' ? body : undefined;
}

/** `result.returncode` of `subprocess.run(…)`, and what `subprocess.call(…)` and `os.system(…)` give. */
function isExitCode(value: Expression, model: SemanticModel): boolean {
  const isCallOf = (leaf: Expression, names: ReadonlySet<string>): boolean =>
    leaf.kind === 'Call' && names.has(model.names.qualifiedName(leaf.func) ?? '');
  const origins = model.flow.origins(value);
  return (
    origins.length > 0 &&
    origins.every((leaf) =>
      leaf.kind === 'Attribute' && leaf.attr === 'returncode'
        ? model.flow.origins(leaf.value).every((made) => isCallOf(made, RUNNING))
        : isCallOf(leaf, GIVING_CODES),
    )
  );
}

const RUNNING: ReadonlySet<string> = new Set(['subprocess.run', 'subprocess.Popen']);
const GIVING_CODES: ReadonlySet<string> = new Set(['subprocess.call', 'os.system']);
