import { type Call, lastName } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';

export default defineSourceRule({
  docs: {
    summary: 'race condition: insecure temporary file name',
    why: '`mktemp` only returns an unused name. Before the program creates the file, another local user can create a symlink with that name, and the program then writes to its target.',
    remedy: 'Use `tempfile.NamedTemporaryFile`, `mkstemp` or `TemporaryDirectory`, which create the file',
    harm: 'grants-access',
    severity: 'P3',
    precision: 'low',
    since: '0.1.0',
    cwe: [377],
    origin: [{ document: 'Field report 2', finding: 'tempfile.mktemp' }],
    bad: 'import tempfile\n\n\ndef export(rows):\n    path = tempfile.mktemp(suffix=".csv")\n    with open(path, "w") as out:\n        out.writelines(rows)\n    return path\n',
    good: 'import tempfile\n\n\ndef export(rows):\n    with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False) as out:\n        out.writelines(rows)\n    return out.name\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['mktemp'],
  visit: {
    Call(call, ctx) {
      if (ctx.names.qualifiedName(call.func) !== 'tempfile.mktemp') return;
      if (isInOwnFolder(call, ctx))
        return ctx.proven({ at: call, by: 'the file is in a private temporary directory', where: call });
      ctx.report({
        at: call.func,
        message:
          'race condition: `mktemp` returns a name without creating the file, so another process can create it first',
        cause: 'habit',
      });
    },
  },
});

/** `mktemp(dir=mkdtemp())`: nobody else may write there. */
function isInOwnFolder(call: Call, { flow, values }: SourceContext): boolean {
  const folder = values.givenArgument(call, 'dir', 2);
  return (
    folder !== undefined &&
    flow
      .origins(folder)
      .some((made) => made.kind === 'Call' && /^(?:mkdtemp|TemporaryDirectory)$/.test(lastName(made.func) ?? ''))
  );
}
