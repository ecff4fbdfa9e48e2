import type { Expression } from '#ast';
import { defineSourceRule, type Problem, type SourceContext } from '#kit';
import { SAID } from '#kit/web';
import type { Question } from '#project';
import { callsThatMayBeOf } from '#semantics/context/calls-by-name';
import { QUOTED } from '#semantics/strangers/cleanings';
import { STRANGE, type Way, type WayKind, waysInto } from '#semantics/strangers/ways';
import { isFilledByCallers, shellProblem, shellTextOfProgram, textForWrapper } from './_shared/shell-problem.ts';
import { SHELL_CALLS } from './_shared/shell-texts.ts';

/** Who chooses the text, where that is somebody who configures the program. */
const CONFIGURED: ReadonlyMap<WayKind, string> = new Map([
  ['environment', SAID.environment],
  ['file', SAID.file],
  ['database', SAID.database],
  ['parameter', 'a caller passes'],
]);

export default defineSourceRule({
  docs: {
    summary: 'text that somebody configures in a command that a shell reads',
    why: 'A space or a quote in a path breaks the command, and whoever may write the setting, the file or the row runs commands with the rights of the process.',
    remedy: 'Start the program without a shell, with a list of arguments, or quote each value with `shlex.quote`.',
    harm: 'admits',
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
      const ways = command === undefined ? [] : waysInto(command, ctx, QUOTED);
      if (ways.some(({ kind }) => STRANGE.has(kind))) return;
      const way = ways.find((each) => CONFIGURED.has(each.kind) && !isFilledHere(each, ctx));
      if (way === undefined || command === undefined) return;
      if (isFilledByCallers(command, ctx))
        return ctx.proven({
          at: call,
          by: 'the calls of this function say what it is given, and are looked at themselves',
        });
      if (isHandedWhole(command, way, ctx))
        return ctx.proven({ at: call, by: 'the whole command is given: nothing is put into one here' });
      const said = CONFIGURED.get(way.kind) ?? 'others choose';
      ctx.report({ ...shellProblem(call, way.leaf, said), cause: ctx.path, ...gradeOf(way) });
    },
  },
});

/** `def run(command): subprocess.run(command, shell=True)`; a command that stands whole in a file is configured to be run. */
function isHandedWhole(command: Expression, way: Way, { flow, names }: SourceContext): boolean {
  const { parameter, leaf } = way;
  if (way.kind === 'file' && way.isBehind !== true) return true;
  if (parameter === undefined || command.kind !== 'Name' || leaf.kind !== 'Name') return false;
  const whole = flow.whole(command);
  return (
    whole.kind === 'Name' &&
    names.resolve(whole) === names.resolve(leaf) &&
    names.resolve(leaf)?.definitions.length === 1
  );
}

/** Of a private function the calls of its file say what it is given. */
function isFilledHere({ parameter, leaf }: Way, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(leaf);
  const isPrivate = /^_(?!_)/.test(parameter?.function.split('.').at(-1) ?? '');
  return isPrivate && fn !== undefined && callsThatMayBeOf(fn, ctx).length > 0;
}

function gradeOf({ parameter, doubt }: Way): Pick<Problem, 'doubt' | 'when'> {
  if (parameter === undefined || doubt !== undefined) return { doubt: doubt ?? 'unknown-source-trust' };
  const { function: fn, name, position } = parameter;
  // What a stranger gives, another rule reports.
  const question: Question = { kind: 'given-by-stranger', function: fn, parameter: name, position };
  return { when: { question, yes: 'drop', no: 'keep', unknown: 'drop' } };
}
