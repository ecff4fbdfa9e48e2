import type { Call } from '#ast';
import { defineSourceRule, lastNames, type SourceContext } from '#kit';
import { taintedValueIn } from '#kit/web';
import { PATH_SINK } from '#semantics/taint/sinks';
import { calleeCode } from '../_shared/callee.ts';
import {
  FUNCTIONS,
  GIVEN_FIRST,
  isLastSegment,
  isLimited,
  isOfOneForm,
  KEEPERS,
  METHODS,
  STREAM,
  UNSEEN,
  useOf,
} from './path-uses.ts';
import { lenientPrefixTest, type PrefixTest } from './prefix-test.ts';

export default defineSourceRule({
  docs: {
    summary: 'path traversal: user-controlled file path',
    why: 'A path with `../` or a leading `/` escapes the intended directory. The client can then read or overwrite any file that the process can access, including its secrets and code.',
    remedy:
      'Resolve the path and check `path.is_relative_to(folder)` before use, or keep only the file name (`secure_filename`, `Path(name).name`)',
    harm: 'grants-access',
    severity: {
      'any path': 'P0',
      'path with a fixed prefix or suffix': 'P1',
      'checked by prefix only': 'P2',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [22],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-004' }],
    bad: 'from flask import Flask, request, send_file\n\napp = Flask(__name__)\n\n\n@app.get("/report")\ndef report():\n    return send_file(f"/srv/reports/{request.args[\'name\']}")\n',
    good: 'from flask import Flask, request, send_from_directory\n\napp = Flask(__name__)\n\n\n@app.get("/report")\ndef report():\n    return send_from_directory("/srv/reports", request.args["name"])\n',
  },
  skips: ['test', 'vendored'],
  mentions: [
    ...lastNames([...FUNCTIONS.keys(), ...GIVEN_FIRST]),
    ...METHODS.keys(),
    ...KEEPERS.keys(),
    'extractall',
    'save',
    'startswith',
  ],
  visit: {
    Call(call, ctx) {
      const lenient = lenientPrefixTest(call, ctx);
      if (lenient !== undefined) reportPrefix(call, lenient, ctx);
      const use = useOf(call, ctx);
      if (use === undefined) return;
      for (const path of use.paths) {
        if (STREAM.test(ctx.types.classOf(path) ?? '')) continue;
        const text = taintedValueIn(path, ctx, PATH_SINK);
        // A tool or a page that is given the whole path is there to choose one.
        if (text === undefined || (/^(?:model|form)$/.test(text.kind) && text.isWhole)) continue;
        if (isLastSegment(use.verb, path, text, ctx)) {
          ctx.proven({
            at: call.func,
            by: 'the route parameter cannot contain a slash and is the last path segment',
            where: text.leaf,
          });
          continue;
        }
        ctx.report({
          at: call.func,
          message: `path traversal: ${calleeCode(call.func)} ${use.verb} a path taken from ${text.described}`,
          cause: `${ctx.path} ${text.cause}`,
          related: [{ at: text.leaf, message: 'the path comes from here' }, ...text.checked],
          ...text.given,
          doubt: text.given.doubt ?? (isLimited(path, text, call, ctx) ? 'traversal-limited' : undefined),
          kind: text.isGlued || isOfOneForm(path, ctx) ? 'path with a fixed prefix or suffix' : undefined,
        });
        return;
      }
    },
  },
});

function reportPrefix(call: Call, { path, folder }: PrefixTest, ctx: SourceContext): void {
  const given = taintedValueIn(path, ctx, PATH_SINK)?.given ?? UNSEEN;
  ctx.report({
    at: call,
    message: `path traversal: this prefix check also accepts sibling directories whose names start with \`${folder}\``,
    remedy: 'Check `path.is_relative_to(folder)`, or compare with the folder plus a trailing separator',
    kind: 'checked by prefix only',
    // The test is there because someone distrusts the path.
    ...(given.when === undefined ? given : { when: { ...given.when, no: UNSEEN, unknown: UNSEEN } }),
  });
}
