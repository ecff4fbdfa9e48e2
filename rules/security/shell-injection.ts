import { defineSourceRule, heldBackBy } from '#kit';
import { SHELL_CALLS, shellProblem, shellTextOfProgram } from '#kit/commands';
import { isProtectedRoute, QUOTED, STRANGE, strangersTextIn, type WayKind } from '#kit/web';

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
      const command = shellTextOfProgram(call, ctx);
      const text = command === undefined ? undefined : strangersTextIn(command, ctx, QUOTED, KINDS);
      if (text === undefined) return;
      const route = text.kind === 'request' && text.isWhole ? ctx.context.defAround(text.leaf) : undefined;
      ctx.report({
        ...shellProblem(call, text.leaf, text.said, text.shown ?? 'text'),
        cause: `${ctx.path} ${text.cause}`,
        ...heldBackBy(route && isProtectedRoute(route, ctx) ? 'who is let in is given a shell' : undefined),
        ...text.given,
        // A tool that is given the whole command is there to run one.
        ...(text.kind === 'model' && text.isWhole && { ceiling: 'P3' as const }),
      });
    },
  },
});
