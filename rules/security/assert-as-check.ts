import { type Expression, stringConstant, walk, wordsOfName } from '#ast';
import { defineSourceRule, NOT_PRODUCTION } from '#kit';
import { isProtectedRoute } from '#kit/web';

/** Words of what grants access. */
const RIGHTS: ReadonlySet<string> = new Set(
  'admin administrator staff superuser owner role roles perm perms permission permissions scope scopes authorized authorised authenticated authorization token secret password signature csrf allowed'.split(
    ' ',
  ),
);
/** Words of the caller, or of what the caller sends. */
const CALLERS: ReadonlySet<string> = new Set(
  'request session user headers cookies claims principal account g'.split(' '),
);

export default defineSourceRule({
  docs: {
    summary: 'authorization bypass: access check by `assert`',
    why: '`python -O` and `PYTHONOPTIMIZE` remove every `assert`, so any client gets in. Without them, a client that is refused gets a 500 instead of a 403.',
    remedy: 'Use `if not …:` and answer 401 or 403 (`abort(403)`, `raise HTTPException(403)`)',
    harm: 'grants-access',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [617, 285],
    origin: [{ document: 'Field report 2', finding: 'assert that authorizes' }],
    bad: 'from flask import Flask, session\n\napp = Flask(__name__)\n\n\n@app.post("/users/<name>/delete")\ndef delete(name):\n    assert session["role"] == "admin"\n    return remove(name)\n',
    good: 'from flask import Flask, abort, session\n\napp = Flask(__name__)\n\n\n@app.post("/users/<name>/delete")\ndef delete(name):\n    if session["role"] != "admin":\n        abort(403)\n    return remove(name)\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    Assert(statement, ctx) {
      const { test } = statement;
      const fn = ctx.context.defAround(test);
      if (fn === undefined || ctx.context.routeOf(fn) === undefined || !testsPermission(test)) return;
      if (test.kind === 'Attribute' && test.attr === 'is_authenticated' && isProtectedRoute(fn, ctx)) {
        ctx.proven({ at: statement, by: 'the route already requires authentication', where: statement });
        return;
      }
      ctx.report({
        at: statement,
        message: `authorization bypass: \`python -O\` removes this access check: \`${ctx.text.slice(test)}\``,
        cause: 'habit',
      });
    },
  },
});

/** `session["role"] == "admin"`, `current_user.is_admin`; that something is there at all (`user is not None`) is for type checkers. */
function testsPermission(test: Expression): boolean {
  let isOfCaller = false;
  let isOfRight = false;
  walk(test, (node) => {
    if (node.kind === 'Compare' && node.ops.some((op) => op === 'Is' || op === 'IsNot')) return 'skip';
    const name =
      node.kind === 'Name'
        ? node.id
        : node.kind === 'Attribute'
          ? node.attr
          : node.kind === 'Constant'
            ? stringConstant(node)
            : undefined;
    for (const word of wordsOfName(name ?? '')) {
      isOfCaller ||= CALLERS.has(word);
      isOfRight ||= RIGHTS.has(word);
    }
    return undefined;
  });
  return isOfCaller && isOfRight;
}
