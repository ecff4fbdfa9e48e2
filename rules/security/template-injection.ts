import { defineSourceRule, type SourceContext } from '#kit';
import { type Call, type Expression, lastName } from '#kit/code';
import { NOTHING_CLEANS, STRANGE, strangersTextIn, type WayKind } from '#kit/web';

/** Functions and classes that read their first argument as a template. */
const TEMPLATES: ReadonlySet<string> = new Set(
  'flask.render_template_string quart.render_template_string jinja2.Template jinja2.environment.Template mako.template.Template django.template.Template django.template.base.Template tornado.template.Template bottle.template bottle.SimpleTemplate'.split(
    ' ',
  ),
);
const KINDS: ReadonlySet<WayKind> = new Set<WayKind>([...STRANGE, 'message', 'answer', 'database', 'attribute']);
const ENGINES = /^(?:jinja2|flask|quart|starlette|fastapi|django|mako)\b/;

export default defineSourceRule({
  docs: {
    summary: 'text of a stranger that is read as a template',
    why: 'A template can call methods of the objects it sees, and through them reaches the modules of the process: whoever writes it reads its secrets and runs code.',
    remedy:
      'Write the template in the repository, and pass the text as a value: `render_template_string("{{ name }}", name=name)`.',
    harm: 'admits',
    ceiling: 'P0',
    precision: 'medium',
    since: '0.1.0',
    cwe: [1336, 94],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-003' }],
    bad: 'from flask import Flask, render_template_string, request\n\napp = Flask(__name__)\n\n\n@app.get("/hello")\ndef hello():\n    return render_template_string(f"<p>Hello {request.args[\'name\']}</p>")\n',
    good: 'from flask import Flask, render_template_string, request\n\napp = Flask(__name__)\n\n\n@app.get("/hello")\ndef hello():\n    return render_template_string("<p>Hello {{ name }}</p>", name=request.args["name"])\n',
  },
  skips: ['test', 'vendored'],
  mentions: ['render_template_string', 'Template', 'SimpleTemplate', 'template', 'from_string'],
  visit: {
    Call(call, ctx) {
      const template = templateOf(call, ctx);
      if (template === undefined || ctx.context.isTestCode(call)) return;
      const text = strangersTextIn(template, ctx, NOTHING_CLEANS, KINDS);
      if (text === undefined) return;
      ctx.report({
        at: call.func,
        message: `\`${lastName(call.func) ?? 'the call'}\` reads ${text.shown ?? 'text'} as a template that ${text.said}`,
        cause: `${ctx.path} ${text.cause}`,
        related: [{ at: text.leaf, message: 'the text comes from here' }],
        ...text.given,
      });
    },
  },
});

function templateOf(call: Call, ctx: SourceContext): Expression | undefined {
  const name = ctx.types.calleeName(call.func);
  if (name !== undefined && TEMPLATES.has(name)) return call.args[0] ?? ctx.values.givenArgument(call, 'source', 0);
  if (call.func.kind !== 'Attribute' || call.func.attr !== 'from_string') return undefined;
  // A sandbox is what this is asked of.
  if (/sandbox/i.test(ctx.types.classOf(call.func.value) ?? '')) return undefined;
  return ctx.names.imports.some(({ module }) => ENGINES.test(module)) ? call.args[0] : undefined;
}
