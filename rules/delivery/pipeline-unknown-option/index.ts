import { invocationOf } from '#artifacts';
import { defineProjectRule, type ProjectProblem, unpackPlace } from '#kit';
import { isOfOtherTimes } from '#kit/artifacts';
import { type DeclaredCommands, scriptRun } from '#kit/commands';
import { offering, safeFix } from '#kit/fixes';
import { TOOL_COMMANDS } from '#knowledge/tool-options';
import type { PlacedCommand } from '#project';
import { listedCode, verbFor } from '#text/wording';
import { CommandLines, describe, isUnknown, mayMean, nameOf, respelled } from './command-lines.ts';
import { declaredCommandsOf } from './declared-commands.ts';

export default defineProjectRule<DeclaredCommands>({
  docs: {
    summary: 'command with an option that the script or tool does not have',
    why: 'The command exits with a usage error before it does any work.',
    remedy: 'Declare the option in the script, or remove it from the command',
    harm: 'breaks',
    severity: {
      'command that runs': 'P1',
      'command in a document': 'P2',
    },
    precision: 'medium',
    measured: {
      read: 16,
      right: 16,
      on: 'TenSafe, DeepSpeedExamples, LoRA, fairseq, DeepLearningExamples, mlcommons/inference, and the workflow of an agent system; none in 26 repositories with DVC pipelines',
    },
    since: '0.1.0',
    cwe: [],
    fixes: [safeFix('Write the option that the script has', 'the current command fails before it does any work')],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.3' }],
    bad: '# path: dvc.yaml\nstages:\n  train:\n    cmd: python train.py --stage final --epochs 3\n# path: train.py\nimport argparse\n\nparser = argparse.ArgumentParser()\nparser.add_argument("--epochs", type=int)\nprint(parser.parse_args().epochs)\n',
    good: '# path: dvc.yaml\nstages:\n  train:\n    cmd: python train.py --epochs 3\n# path: train.py\nimport argparse\n\nparser = argparse.ArgumentParser()\nparser.add_argument("--epochs", type=int)\nprint(parser.parse_args().epochs)\n',
  },
  facts: (file) => (file.context.role === 'test' ? [] : declaredCommandsOf(file)),
  check(project, ctx) {
    const declared = new Map<string, DeclaredCommands[]>();
    for (const { path, fact } of ctx.facts) declared.set(path, [...(declared.get(path) ?? []), fact]);
    for (const problem of project.commands.flatMap(toolProblem)) ctx.report(problem);
    if (declared.size === 0) return;
    const lines = new CommandLines(project, declared);
    for (const placed of project.commands) {
      if (placed.kind === 'markdown' && isOfOtherTimes(placed.path)) continue;
      const run = scriptRun(placed, project);
      const line = run === undefined ? undefined : lines.of(run.module);
      if (run === undefined || line === undefined) continue;
      const [first, ...others] = run.args.filter((word, index) => isUnknown(word, run.args.slice(0, index), line));
      if (first === undefined) continue;
      const names = [first, ...others].map(({ text }) => `\`${nameOf(text)}\``).join(', ');
      const at = placed.placeOf(first.span);
      ctx.report({
        at,
        message: `unknown option: ${listedCode([first, ...others].map(({ text }) => nameOf(text)))} ${verbFor(1 + others.length)} passed to \`${run.module.path}\`, which declares ${describe(line.options)}`,
        // Anyone who rewrote the program left all commands behind that name it.
        cause: run.module.path,
        ...(placed.kind === 'markdown' && { kind: 'command in a document' }),
        ...offering(respelled(first, placed, line)),
        related: [{ path: line.path, ...unpackPlace(line.place), message: 'the options are declared here' }],
        key: `${placed.path} ${run.module.path} ${names}`,
      });
      // Options on other lines are places of the same cause.
      const elsewhere = others.filter(({ span }) => placed.placeOf(span).line !== at.line);
      for (const word of elsewhere) {
        ctx.report({
          at: placed.placeOf(word.span),
          message: `unknown option: \`${nameOf(word.text)}\` is passed to \`${run.module.path}\`, which does not declare it`,
          cause: run.module.path,
          ...(placed.kind === 'markdown' && { kind: 'command in a document' }),
          ...offering(respelled(word, placed, line)),
          related: [],
          key: `${placed.path} ${run.module.path} ${nameOf(word.text)}`,
        });
      }
    }
  },
});

/** An option that a tool does not have; in documents versions of other times are reported. */
function toolProblem(placed: PlacedCommand): ProjectProblem[] {
  if (placed.kind === 'markdown') return [];
  const invocation = invocationOf(placed.command);
  const said = [invocation?.program ?? '', ...(invocation?.args ?? []).map(({ text }) => text)];
  const tool = TOOL_COMMANDS.find(({ name }) => name.split(' ').every((word, index) => word === said[index]));
  if (invocation === undefined || tool === undefined) return [];
  const own = invocation.args.slice(tool.name.split(' ').length - 1);
  const end = own.findIndex(({ text }) => text === '--');
  const unknown = own
    .slice(0, end < 0 ? own.length : end)
    .find(({ text, isDynamic }) => /^--[a-z][\w-]*(?:=|$)/.test(text) && !isDynamic && !mayMean(nameOf(text), tool));
  if (unknown === undefined) return [];
  return [
    {
      at: placed.placeOf(unknown.span),
      message: `unknown option: \`${tool.name}\` has no option \`${nameOf(unknown.text)}\``,
      remedy: `Remove the option, or use one that \`${tool.name} --help\` lists`,
      ...(!tool.hasAllVersions && { doubt: 'unknown-version' }),
      cause: `${tool.name} ${nameOf(unknown.text)}`,
      key: `${placed.path} ${tool.name} ${nameOf(unknown.text)}`,
    },
  ];
}
