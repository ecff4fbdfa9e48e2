import { type Def, type Expression, lastName, walk } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isProtectedRoute, partsAnsweredBy } from '#kit/web';
import { refuses } from '#semantics/taint/refusals';

/** Names of what the whole of a process is set up with. */
const SETTINGS: ReadonlyMap<string, string> = new Map([
  ['os.environ', 'all environment variables'],
  ['flask.current_app.config', 'the whole configuration'],
]);
/** What passes all of it on. */
const WHOLE_METHODS = /^(?:items|values|copy)$/;
const WHOLE_FUNCTIONS = /^(?:dict|str|repr|list|sorted|jsonify|dumps|pformat|deepcopy|copy|\w*Response|json_response)$/;

export default defineSourceRule({
  docs: {
    summary: 'information disclosure: route that returns all environment variables',
    why: 'The environment of a service holds database passwords, signing keys and tokens. A single request returns all of them.',
    remedy: 'Remove the route, or return the few non-secret variables by name',
    harm: 'exposes',
    severity: {
      'without authentication': 'P0',
      'behind a check': 'P2',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [200, 526],
    origin: [{ document: 'Field report 2', finding: 'debug route that shows the environment' }],
    bad: 'import os\n\nfrom flask import Flask, jsonify\n\napp = Flask(__name__)\n\n\n@app.get("/debug")\ndef debug():\n    return jsonify(dict(os.environ))\n',
    good: 'import os\n\nfrom flask import Flask, jsonify\n\napp = Flask(__name__)\n\n\n@app.get("/debug")\ndef debug():\n    return jsonify({"region": os.environ.get("REGION")})\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: ['environ', 'config'],
  visit: { FunctionDef: check, AsyncFunctionDef: check },
});

function check(fn: Def, ctx: SourceContext): void {
  const route = ctx.context.routeOf(fn);
  if (route === undefined) return;
  for (const part of partsAnsweredBy(fn, ctx)) {
    const disclosed = wholeIn(part, ctx);
    if (disclosed === undefined) continue;
    const isProtected =
      isProtectedRoute(fn, ctx) || refuses(fn, ctx) || ctx.context.testsAround(disclosed.at).length > 0;
    ctx.report({
      at: disclosed.at,
      message: `information disclosure: ${route.path === undefined ? `\`${fn.name}\`` : `the route \`${route.path}\``} returns ${disclosed.what} of the process`,
      kind: isProtected ? 'behind a check' : 'without authentication',
    });
    return;
  }
}

/** `dict(os.environ)`, `app.config.items()`; not what is read by name, or only counted. */
function wholeIn(part: Expression, ctx: SourceContext): { at: Expression; what: string } | undefined {
  let found: { at: Expression; what: string } | undefined;
  walk(part, (node) => {
    if (found !== undefined) return 'skip';
    // Someone chose which.
    if (node.kind === 'comprehension' && node.ifs.length > 0) return 'skip';
    if (node.kind !== 'Attribute' && node.kind !== 'Name') return undefined;
    const what = whatIs(node, ctx);
    if (what !== undefined && isWhole(node, part)) found = { at: node, what };
    return undefined;
  });
  return found;
}

function whatIs(node: Expression, { names, types }: SourceContext): string | undefined {
  const known = SETTINGS.get(names.qualifiedName(node) ?? '');
  if (known !== undefined || node.kind !== 'Attribute' || node.attr !== 'config') return known;
  return /^(?:flask|quart)\.\w*(?:Flask|Quart)$/.test(types.classOf(node.value) ?? '')
    ? 'the whole configuration'
    : undefined;
}

function isWhole(node: Expression, part: Expression): boolean {
  if (node === part) return true;
  const { parent } = node;
  if (parent?.kind === 'Attribute') return WHOLE_METHODS.test(parent.attr);
  if (parent?.kind === 'Call') return parent.args.includes(node) && WHOLE_FUNCTIONS.test(lastName(parent.func) ?? '');
  return parent?.kind === 'FormattedValue' || parent?.kind === 'keyword' || parent?.kind === 'Dict';
}
