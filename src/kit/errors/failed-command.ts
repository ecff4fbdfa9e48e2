/** What a program does where a command that it ran has failed, by the exit code that it looks at. */

import { type Call, type Expression, holds, type If, lastName, type Stmt } from '../../ast/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/**
 * The log of a branch that a failed command leads to, where the branch does nothing else about it: it neither leaves the function or
 * the program, nor keeps a sign for others. Undefined where it does, and of an `if` that asks for no exit code.
 */
export function failureOnlyTold(node: If, model: SemanticModel): Call | undefined {
  const branch = branchOfFailure(node, model);
  if (branch === undefined || branch.length === 0) return undefined;
  const exits = model.flow.exits(branch);
  if (!exits.falls || exits.returns || exits.raises || exits.continues || exits.breaks) return undefined;
  const keeps = branch.some((statement) => holds(statement, ({ kind }) => STORING.has(kind)));
  const calls = callsWithin(branch);
  if (keeps || calls.some(({ func }) => ENDING.test(lastName(func) ?? ''))) return undefined;
  const isOther = (call: Call): boolean => model.effects.of(call) === 'project' || model.effects.of(call) === 'process';
  return calls.some(isOther) ? undefined : calls.find((call) => model.effects.of(call) === 'log');
}

const STORING: ReadonlySet<string> = new Set(['Assign', 'AugAssign', 'AnnAssign', 'NamedExpr', 'Yield']);
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
