import type { Call, Expression } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { type TaintedValue, taintedValueIn } from '#kit/web';
import { type TaintKind, UNTRUSTED } from '#semantics/taint/flows';
import { SHELL_SINK } from '#semantics/taint/sinks';
import { shellProblem, shellTextOfProgram } from './_shared/shell-problem.ts';
import { SHELL_CALLS } from './_shared/shell-texts.ts';

const KINDS: ReadonlySet<TaintKind> = new Set<TaintKind>([...UNTRUSTED, 'message', 'answer']);

export default defineSourceRule({
  docs: {
    summary: 'shell injection: untrusted input in a shell command',
    why: 'A `;`, a `|` or a `$(…)` in the value starts another command. An attacker can run anything that the process is allowed to run.',
    remedy: 'Run the program without a shell, with a list of arguments, or quote each value with `shlex.quote`',
    harm: 'grants-access',
    severity: {
      'untrusted input': 'P0',
      'command written by a language model': 'P2',
      'local command output': 'P2',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [78],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-003' }],
    bad: 'import os\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get("/ping")\ndef ping():\n    os.system(f"ping -c 1 {request.args[\'host\']}")\n    return "done"\n',
    good: 'import subprocess\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get("/ping")\ndef ping():\n    subprocess.run(["ping", "-c", "1", "--", request.args["host"]])\n    return "done"\n',
  },
  skips: ['test', 'vendored'],
  mentions: SHELL_CALLS,
  visit: {
    Call(call, ctx) {
      const command = shellTextOfProgram(call, ctx);
      const text = command === undefined ? undefined : taintedValueIn(command, ctx, SHELL_SINK, KINDS);
      if (text === undefined) return;
      ctx.report({
        ...shellProblem(call, text.leaf, inputOf(text)),
        cause: `${ctx.path} ${text.cause}`,
        ...text.given,
        kind: kindOf(text, call, ctx),
      });
    },
  },
});

const inputOf = ({ kind, shown, described }: TaintedValue): string =>
  kind === 'bot' && shown !== undefined ? `${shown}, which any bot user controls` : described;

function kindOf({ kind, leaf, isWhole }: TaintedValue, call: Call, ctx: SourceContext): string | undefined {
  // A tool that is given the whole command is there to run one.
  if (kind === 'model' && isWhole) return 'command written by a language model';
  // Anyone who chooses what a machine prints for an account runs commands there already.
  return kind === 'answer' && isOfSameHost(leaf, call, ctx) ? 'local command output' : undefined;
}

function isOfSameHost(leaf: Expression, call: Call, ctx: SourceContext): boolean {
  const [printed, run] = [leaf, call].map((each) => clientOf(each, ctx));
  return printed !== undefined && printed === run;
}

/** What a connection was made by: `SSHClient()` of `client.get_transport().open_session().exec_command(…)`. */
function clientOf(used: Expression, ctx: SourceContext): Expression | undefined {
  let at = used;
  for (let step = 0; step < 20; step++) {
    if (at.kind === 'Call' && at.func.kind === 'Attribute' && ctx.names.qualifiedName(at.func) === undefined)
      at = at.func.value;
    else if (at.kind !== 'Name') return at;
    else {
      const [made, ...more] = ctx.flow.origins(at);
      if (made === undefined || made === at || more.length > 0) return undefined;
      at = made;
    }
  }
  return undefined;
}
