import type { Call, Expression } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { describeInput, type TaintedValue, taintedValueIn } from '#kit/web';
import { importsModule } from '#semantics/names/imports-module';
import { type TaintKind, UNTRUSTED } from '#semantics/taint/flows';
import { ANY_SINK } from '#semantics/taint/sinks';

/** Functions and classes that read their first argument as a template. */
const TEMPLATES: ReadonlySet<string> = new Set(
  'flask.render_template_string quart.render_template_string jinja2.Template jinja2.environment.Template mako.template.Template django.template.Template django.template.base.Template tornado.template.Template bottle.template bottle.SimpleTemplate'.split(
    ' ',
  ),
);
/** Classes that fill a document whose text is a template of Jinja, by their method `render`. */
const DOCUMENTS: ReadonlySet<string> = new Set(['docxtpl.DocxTemplate', 'docxtpl.template.DocxTemplate']);
const KINDS: ReadonlySet<TaintKind> = new Set<TaintKind>([...UNTRUSTED, 'message', 'answer', 'database', 'attribute']);
const ENGINES = /^(?:jinja2|flask|quart|starlette|fastapi|django|mako)\b/;

export default defineSourceRule({
  docs: {
    summary: 'template injection: untrusted input rendered as template source',
    why: 'A template can call methods on the objects passed to it and reach every module of the process through them. An attacker who controls the template can read secrets and run code.',
    remedy:
      'Keep the template in the code and pass the value as a variable: `render_template_string("{{ name }}", name=name)`',
    harm: 'grants-access',
    severity: 'P0',
    precision: 'low',
    since: '0.1.0',
    cwe: [1336, 94],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-003' }],
    bad: 'from flask import Flask, render_template_string, request\n\napp = Flask(__name__)\n\n\n@app.get("/hello")\ndef hello():\n    return render_template_string(f"<p>Hello {request.args[\'name\']}</p>")\n',
    good: 'from flask import Flask, render_template_string, request\n\napp = Flask(__name__)\n\n\n@app.get("/hello")\ndef hello():\n    return render_template_string("<p>Hello {{ name }}</p>", name=request.args["name"])\n',
  },
  skips: ['test', 'vendored'],
  mentions: ['render_template_string', 'Template', 'SimpleTemplate', 'template', 'from_string', 'DocxTemplate'],
  visit: {
    Call(call, ctx) {
      const template = templateOf(call, ctx);
      if (template === undefined) return;
      const text = taintedValueIn(template.text, ctx, ANY_SINK, KINDS);
      if (text === undefined) return;
      ctx.report({
        at: call.func,
        message: messageOf(text.described),
        cause: `${ctx.path} ${text.cause}`,
        related: [{ at: text.leaf, message: 'the template comes from here' }],
        doubt: template.isByName ? 'type-from-name' : undefined,
        ...ofField(text, messageOf(describeInput('attribute', text.shown))),
      });
    },
  },
});

const messageOf = (input: string): string => `template injection: ${input} is rendered as template source`;

/** `step.instruction` of what a caller hands over: what an object holds is as often written by a user as by the program. */
function ofField({ shown, given }: TaintedValue, message: string): TaintedValue['given'] {
  if (given.when === undefined || shown?.includes('.') !== true) return given;
  return { ...given, when: { ...given.when, no: { message, doubt: 'unknown-source-trust' } } };
}

interface Template {
  readonly text: Expression;
  readonly isByName?: true;
}

function templateOf(call: Call, ctx: SourceContext): Template | undefined {
  const name = ctx.types.calleeName(call.func);
  if (name !== undefined && TEMPLATES.has(name)) {
    const text = call.args[0] ?? ctx.values.givenArgument(call, 'source', 0);
    return text && { text };
  }
  const document = documentRenderedBy(call, ctx);
  if (document !== undefined) return { text: document };
  const [text] = call.args;
  if (text === undefined || call.func.kind !== 'Attribute' || call.func.attr !== 'from_string') return undefined;
  switch (engineOf(call.func.value, ctx)) {
    case 'engine':
      return { text };
    case 'unknown':
      return importsModule(ENGINES, ctx.names) ? { text, isByName: true } : undefined;
    case 'other':
      return undefined;
  }
}

/** The file that `DocxTemplate(file).render(values)` reads as a template; with a `jinja_env` of its own it may be a sandbox. */
function documentRenderedBy(call: Call, ctx: SourceContext): Expression | undefined {
  const { func } = call;
  if (func.kind !== 'Attribute' || func.attr !== 'render' || hasEnvironment(call, ctx)) return undefined;
  const made = ctx.flow.origins(func.value).filter((origin) => origin.kind === 'Call');
  const documents = made.filter((origin) => DOCUMENTS.has(ctx.names.qualifiedName(origin.func) ?? ''));
  const files = documents.flatMap((origin) => origin.args[0] ?? []);
  return files.find((file) => taintedValueIn(file, ctx, ANY_SINK, KINDS) !== undefined) ?? files[0];
}

/** Anything but `None`. */
function hasEnvironment(call: Call, ctx: SourceContext): boolean {
  const environment = ctx.values.givenArgument(call, 'jinja_env', 1);
  return environment !== undefined && ctx.values.fold(environment)?.kind !== 'none';
}

/** `Environment(…)`, `app.jinja_env`, `templates.env`; a class of the project or of another library is `other`, and so is a sandbox. */
function engineOf(receiver: Expression, { names, types }: SourceContext): 'engine' | 'other' | 'unknown' {
  const owner = types.classOf(receiver);
  if (owner !== undefined) return ENGINES.test(owner) && !/sandbox/i.test(owner) ? 'engine' : 'other';
  if (receiver.kind === 'Attribute' && /^(?:jinja_)?env$/.test(receiver.attr))
    return ENGINES.test(types.classOf(receiver.value) ?? '') || receiver.attr === 'jinja_env' ? 'engine' : 'unknown';
  return names.definitionOf(receiver)?.kind === 'ClassDef' || names.qualifiedName(receiver) !== undefined
    ? 'other'
    : 'unknown';
}
