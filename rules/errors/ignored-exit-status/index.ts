import { ancestors, type Call, type ExceptHandler, isInFinally, isStatement, type Node, nodesOf } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { BEST_EFFORT_COMMANDS } from '#knowledge/best-effort-commands';
import { commandWords } from '#semantics/values/command-words';
import { isUnchecked, uncheckedCommands } from './unchecked-command.ts';

export default defineSourceRule({
  docs: {
    summary: 'ignored exit status: a failing command goes unnoticed',
    why: 'The program goes on as if the command had worked: with a missing file, an old build or a backup that was never made.',
    remedy: 'Pass `check=True` to `subprocess.run`, or test the exit status and report the failure',
    harm: 'hides-failures',
    severity: { 'failure goes unnoticed': 'P2', 'handler that never runs': 'P2', 'output of a failed command': 'P3' },
    precision: 'low',
    since: '0.1.0',
    cwe: [252, 390],
    origin: [{ document: 'Field report 2', finding: '3: exit status of a command that nobody reads' }],
    bad: 'import subprocess\n\n\ndef back_up(target):\n    subprocess.run(["pg_dump", "-f", target, "shop"])\n    return target\n',
    good: 'import subprocess\n\n\ndef back_up(target):\n    subprocess.run(["pg_dump", "-f", target, "shop"], check=True)\n    return target\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: ['subprocess', 'system'],
  visit: {
    Module(module, ctx) {
      const idle = new Map(uncheckedCommands(ctx).map(({ command, handler }) => [command, handler]));
      for (const call of nodesOf(module, 'Call')) {
        const handler = idle.get(call);
        if (handler !== undefined) reportHandler(call, handler, ctx);
        else if (isUnchecked(call, ctx) && !isBestEffort(call, ctx)) reportCommand(call, ctx);
      }
    },
  },
});

const failing = (command: string | undefined): string =>
  command === undefined ? 'a failing command' : `a failing \`${command}\``;

const reportHandler = (call: Call, handler: ExceptHandler, ctx: SourceContext): void =>
  ctx.report({
    at: call,
    kind: 'handler that never runs',
    message: `ignored exit status: ${failing(commandOf(call, ctx))} raises nothing here, so \`except CalledProcessError\` never runs`,
    related: [{ at: handler.type ?? handler, message: 'the handler that never runs' }],
  });

function reportCommand(call: Call, ctx: SourceContext): void {
  const command = commandOf(call, ctx);
  const use = useOf(call, ctx);
  if (use === undefined || (command !== undefined && BEST_EFFORT_COMMANDS.has(command))) return;
  const loss =
    use === 'dropped'
      ? `${failing(command)} goes unnoticed`
      : `the output of ${failing(command)} is taken for its result`;
  ctx.report({
    at: call,
    kind: use === 'dropped' ? 'failure goes unnoticed' : 'output of a failed command',
    message: `ignored exit status of \`${ctx.names.qualifiedName(call.func)}\`: ${loss}`,
  });
}

/** In a handler, in a `finally` or under `suppress`: whatever it does, the failure that is reported is another. */
function isBestEffort(call: Call, { context, names }: SourceContext): boolean {
  if (context.handlerAround(call) !== undefined || isInFinally(call)) return true;
  return context
    .managersAround(call)
    .some((each) => each.kind === 'Call' && names.qualifiedName(each.func) === 'contextlib.suppress');
}

/** The program that is run, where it is written. */
function commandOf(call: Call, ctx: SourceContext): string | undefined {
  const given = ctx.values.givenArgument(
    call,
    ctx.names.qualifiedName(call.func) === 'os.system' ? 'command' : 'args',
    0,
  );
  const words = given === undefined ? [] : commandWords(given, ctx);
  const first = words.find((word) => word !== 'sudo');
  return first?.split('/').at(-1) || undefined;
}

/** Nothing is done with the result, or only its output is read. */
function useOf(call: Call, ctx: SourceContext): 'dropped' | 'output' | undefined {
  const { parent } = call;
  if (parent?.kind === 'Expr') return 'dropped';
  if (isOutput(call)) return 'output';
  if (parent?.kind !== 'Assign' || parent.value !== call) return undefined;
  const [target, other] = parent.targets;
  if (target?.kind !== 'Name' || other !== undefined) return undefined;
  const binding = ctx.names.lookup(target.id, call);
  const [made] = binding?.definitions.filter(({ node }) => node === target) ?? [];
  if (made === undefined || binding?.scope.kind !== 'function') return undefined;
  const uses = ctx.flow.usesOf(made);
  if (uses.length === 0) return binding.references.length === 0 ? 'dropped' : undefined;
  return binding.references.every(isOutput) ? 'output' : undefined;
}

/** `.stdout` of it; anyone who reads what it wrote about its failure looks at that. */
const isOutput = (result: Node): boolean =>
  result.parent?.kind === 'Attribute' && result.parent.attr === 'stdout' && !isTested(result);

/** `"intel" in result.stdout`: without the output the answer is no. */
function isTested(output: Node): boolean {
  for (const around of ancestors(output)) {
    if (around.kind === 'Compare' || around.kind === 'If' || around.kind === 'IfExp') return true;
    if (isStatement(around)) return false;
  }
  return false;
}
