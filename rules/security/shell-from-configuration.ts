import type { Expression } from '#ast';
import { defineSourceRule, type Problem, type SourceContext } from '#kit';
import { inputFrom } from '#kit/web';
import type { Question } from '#project';
import { callsThatMayBeOf } from '#semantics/context/calls-by-name';
import { flowsInto, type TaintFlow, type TaintKind, UNTRUSTED } from '#semantics/taint/flows';
import { SHELL_SINK } from '#semantics/taint/sinks';
import {
  inputName,
  isFilledByCallers,
  shellProblem,
  shellTextOfProgram,
  textForWrapper,
} from './_shared/shell-problem.ts';
import { SHELL_CALLS } from './_shared/shell-texts.ts';

/** Where the text comes from, if anyone who configures the program chooses it. */
const CONFIGURED: ReadonlyMap<TaintKind, string> = new Map([
  ['environment', 'an environment variable'],
  ['file', 'a file'],
  ['database', 'a database'],
  ['parameter', 'the caller'],
]);

export default defineSourceRule({
  docs: {
    summary: 'shell injection: configured value in a shell command',
    why: 'A space or a quote in the value breaks the command. Anyone who can change the setting, the file or the row can run commands with the rights of the process.',
    remedy: 'Run the program without a shell, with a list of arguments, or quote each value with `shlex.quote`',
    harm: 'grants-access',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [78],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-003' }],
    bad: 'import os\nimport subprocess\n\n\ndef back_up():\n    subprocess.run(f"tar czf backup.tgz {os.environ[\'DATA_DIR\']}", shell=True, check=True)\n',
    good: 'import os\nimport subprocess\n\n\ndef back_up():\n    subprocess.run(["tar", "czf", "backup.tgz", os.environ["DATA_DIR"]], check=True)\n',
  },
  skips: ['test', 'vendored'],
  mentions: SHELL_CALLS,
  visit: {
    Call(call, ctx) {
      const command = shellTextOfProgram(call, ctx) ?? textForWrapper(call, ctx);
      const flows = command === undefined ? [] : flowsInto(command, ctx, SHELL_SINK);
      if (flows.some(({ kind }) => UNTRUSTED.has(kind))) return;
      const taint = flows.find((each) => CONFIGURED.has(each.kind) && !isFilledHere(each, ctx));
      if (taint === undefined || command === undefined) return;
      if (isFilledByCallers(command, ctx))
        return ctx.proven({
          at: call,
          by: 'each call of this function is checked itself',
        });
      if (isHandedWhole(command, taint, ctx))
        return ctx.proven({ at: call, by: 'the caller passes the whole command' });
      const input = inputFrom(CONFIGURED.get(taint.kind) ?? 'outside', inputName(taint.leaf));
      ctx.report({ ...shellProblem(call, taint.leaf, input), cause: ctx.path, ...gradeOf(taint) });
    },
  },
});

/** `def run(command): subprocess.run(command, shell=True)`; a command that stands whole in a file is configured to be run. */
function isHandedWhole(command: Expression, taint: TaintFlow, { flow, names }: SourceContext): boolean {
  const { parameter, leaf } = taint;
  if (taint.kind === 'file' && taint.isBehind !== true) return true;
  if (parameter === undefined || command.kind !== 'Name' || leaf.kind !== 'Name') return false;
  const whole = flow.whole(command);
  return (
    whole.kind === 'Name' &&
    names.resolve(whole) === names.resolve(leaf) &&
    names.resolve(leaf)?.definitions.length === 1
  );
}

/** Of a private function the calls of its file say what it is given. */
function isFilledHere({ parameter, leaf }: TaintFlow, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(leaf);
  const isPrivate = /^_(?!_)/.test(parameter?.function.split('.').at(-1) ?? '');
  return isPrivate && fn !== undefined && callsThatMayBeOf(fn, ctx).length > 0;
}

function gradeOf({ parameter, doubt }: TaintFlow): Pick<Problem, 'doubt' | 'when'> {
  if (parameter === undefined || doubt !== undefined) return { doubt: doubt ?? 'unknown-source-trust' };
  const { function: fn, name, position } = parameter;
  // Untrusted input is for another rule.
  const question: Question = { kind: 'given-untrusted-input', function: fn, parameter: name, position };
  return { when: { question, yes: 'drop', no: 'keep', unknown: 'drop' } };
}
