import {
  defineSourceRule,
  lastName,
  QUOTED,
  SHELL_CALLS,
  STRANGE,
  shellTextOf,
  strangersTextIn,
  type WayKind,
} from '#kit';

const KINDS: ReadonlySet<WayKind> = new Set<WayKind>([...STRANGE, 'message', 'answer']);

export default defineSourceRule({
  docs: {
    summary: 'text of a stranger in a command that a shell reads',
    why: 'A `;`, a `|` or a `$(…)` in the text begins a command of its own, which runs with the rights of the process.',
    remedy:
      'Start the program without a shell, with a list of arguments; where a shell is needed, quote each value with `shlex.quote`.',
    harm: 'admits',
    ceiling: 'P0',
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
      const command = shellTextOf(call, ctx);
      if (command === undefined || ctx.context.isTestCode(call)) return;
      const text = strangersTextIn(command, ctx, QUOTED, KINDS);
      if (text === undefined) return;
      ctx.report({
        at: call.func,
        message: `\`${lastName(call.func) ?? 'the call'}\` gives a shell ${text.shown ?? 'text'} that ${text.said}`,
        cause: `${ctx.path} ${text.shown ?? text.leaf.start}`,
        related: [{ at: text.leaf, message: 'the text comes from here' }],
        ...text.given,
      });
    },
  },
});
