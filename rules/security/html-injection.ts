import { defineSourceRule, heldBackBy, type SourceContext } from '#kit';
import { callsOfFunction } from '#kit/calls';
import {
  type Call,
  callKeyword,
  type Def,
  dottedName,
  type Expression,
  lastName,
  type Node,
  type Route,
} from '#kit/code';
import { makersOf } from '#kit/texts';
import type { TextPiece, ValueUse } from '#kit/values';
import { type Cleaning, STRANGE, strangersTextIn, type WayKind } from '#kit/web';

/** Functions and classes that take the text at a position as HTML, or under a name. */
const SHOWING: ReadonlyMap<string, readonly [number, string]> = new Map(
  Object.entries({
    content:
      'fastapi.responses.HTMLResponse starlette.responses.HTMLResponse django.http.HttpResponse django.http.response.HttpResponse',
    body: 'sanic.response.html',
    response:
      'flask.Response quart.Response flask.wrappers.Response werkzeug.wrappers.Response flask.make_response quart.make_response',
    object: 'markupsafe.Markup flask.Markup jinja2.Markup',
    s: 'django.utils.safestring.mark_safe django.utils.safestring.SafeString',
  }).flatMap(([name, functions]) =>
    functions.split(' ').map((each): [string, readonly [number, string]] => [each, [0, name]]),
  ),
);
/** The same, where they are told beside it that it is HTML. */
const ASKED: ReadonlyMap<string, readonly [number, string]> = new Map<string, readonly [number, string]>([
  ['fastapi.Response', [0, 'content']],
  ['fastapi.responses.Response', [0, 'content']],
  ['starlette.responses.Response', [0, 'content']],
  ['aiohttp.web.Response', [-1, 'text']],
  ['email.mime.text.MIMEText', [0, '_text']],
]);
/** Methods that put a part into a mail, and are told of what kind it is. */
const MAIL_PARTS: ReadonlySet<string> = new Set(['add_alternative', 'set_content', 'attach_alternative']);
/** Keywords of the libraries for mail that take HTML. */
const HTML_KEYWORDS: ReadonlySet<string> = new Set(['html', 'html_message', 'html_body', 'html_content']);

const ESCAPED: Cleaning = {
  functions: new Set(
    'html.escape cgi.escape markupsafe.escape flask.escape flask.Markup.escape markupsafe.Markup.escape bleach.clean nh3.clean nh3.clean_text lxml.html.clean.clean_html django.utils.html.escape django.utils.html.conditional_escape django.utils.html.strip_tags django.utils.html.urlize xml.sax.saxutils.escape xml.sax.saxutils.quoteattr tornado.escape.xhtml_escape urllib.parse.quote urllib.parse.quote_plus urllib.parse.urlencode base64.b64encode'.split(
      ' ',
    ),
  ),
};
const KINDS: ReadonlySet<WayKind> = new Set<WayKind>([...STRANGE, 'message', 'answer', 'database']);
/** Where nobody is seen to show it: what a bot is sent goes back to the chat, whose clients know a handful of tags and no scripts. */
const UNSEEN: ReadonlySet<WayKind> = new Set<WayKind>(['request', 'connection']);

/** Elements of the standard, without those that prompts and formats of other kinds use as well (`<summary>`, `<data>`). */
const TAG =
  /<(?:\/|!doctype )?(?:html|head|body|div|span|p|br|hr|h[1-6]|table|thead|tbody|tr|t[dh]|ul|ol|li|a|img|b|i|u|em|strong|small|pre|script|style|iframe|svg|form|button|option|select|textarea|label|font|center)(?=[\s>/]|$)/i;

export default defineSourceRule({
  docs: {
    summary: 'text of a stranger in HTML, without escaping',
    why: 'A `<script>` in the text runs in the browser of whoever opens the page, with the session and the rights of that person.',
    remedy: 'Escape each value (`html.escape`, `markupsafe.escape`), or render a template that does so.',
    harm: 'admits',
    ceiling: 'P1',
    precision: 'low',
    profile: 'strict',
    since: '0.1.0',
    cwe: [79],
    origin: [],
    bad: 'from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get("/hello")\ndef hello():\n    return f"<h1>Hello {request.args[\'name\']}</h1>"\n',
    good: 'from flask import Flask, request\nfrom markupsafe import escape\n\napp = Flask(__name__)\n\n\n@app.get("/hello")\ndef hello():\n    return f"<h1>Hello {escape(request.args[\'name\'])}</h1>"\n',
  },
  skips: ['test', 'vendored', 'generated'],
  visit: {
    JoinedStr: check,
    BinOp(sum, ctx) {
      const isInner = sum.parent?.kind === 'BinOp' && sum.parent.op === 'Add';
      if (sum.op === 'Mod' || (sum.op === 'Add' && !isInner)) check(sum, ctx);
    },
    Call(call, ctx) {
      if (call.func.kind === 'Attribute' && call.func.attr === 'format') check(call, ctx);
    },
  },
});

function check(text: Expression, ctx: SourceContext): void {
  const pieces = ctx.values.textPieces(text) ?? [];
  const fixed = fixedText(pieces);
  const hasTags = TAG.test(fixed);
  // Without tags only where the text goes says that it is HTML.
  if (OBJECT.test(fixed) || (!hasTags && !mayBeShown(text))) return;
  const shown = shownBy(text, ctx);
  if (shown === 'plain' || (!hasTags && shown === undefined)) return;
  if (ctx.context.isTestCode(text)) return;
  for (const piece of pieces) {
    if (piece.kind === 'constant') continue;
    const given = strangersTextIn(piece.expression, ctx, ESCAPED, shown === undefined ? UNSEEN : KINDS);
    if (given === undefined || isTextOfItsOwn(piece.expression, ctx)) continue;
    const name = dottedName(piece.expression);
    ctx.report({
      at: piece.expression,
      message: `${name === undefined ? (given.shown ?? 'a text') : `\`${name}\``}, which ${given.said}, is put into HTML that ${shown ?? 'is made here'}`,
      cause: `${ctx.path} ${given.cause}`,
      related: [{ at: given.leaf, message: 'the text comes from here' }],
      ...heldBackBy(shown === undefined ? 'where the text is shown is not seen' : undefined),
      ...given.given,
      // Two guesses, that somebody hands it over and that a browser shows it, are no finding.
      ...(shown === undefined && given.given.when !== undefined && { when: { ...given.given.when, unknown: 'drop' } }),
    });
  }
}

/** JSON. */
const OBJECT = /^[\s*]*[{[]/;

/** A text without tags is asked of only where it is answered as it stands. */
const mayBeShown = ({ parent }: Node): boolean =>
  parent?.kind === 'Return' || parent?.kind === 'Call' || parent?.kind === 'keyword' || parent?.kind === 'Tuple';

/** `rows`, which is put together with tags elsewhere: what stands in it is told there. */
function isTextOfItsOwn(piece: Expression, ctx: SourceContext): boolean {
  const added = piece.kind === 'Name' ? (ctx.names.resolve(piece)?.definitions ?? []) : [];
  const makers = added.flatMap(({ statement }) => (statement.kind === 'AugAssign' ? statement.value : []));
  return [...makers, ...makersOf(piece, ctx)].some(
    (made) => made !== piece && TAG.test(fixedText(ctx.values.textPieces(made) ?? [])),
  );
}

const fixedText = (pieces: readonly TextPiece[]): string =>
  pieces.map((piece) => (piece.kind === 'constant' ? piece.text : '*')).join('');

/** How many functions of this file a text is followed out of. */
const MOST_RETURNS = 2;

/** Who shows it as HTML, as a clause; `plain` where it is sent as something else. Undefined where that is not seen. */
function shownBy(text: Expression, ctx: SourceContext, depth = 0): string | undefined {
  let isPlain = false;
  for (const use of ctx.flow.destinations(text)) {
    const shown = shownAt(use, ctx, depth);
    if (shown === 'plain') isPlain = true;
    else if (shown !== undefined) return shown;
  }
  return isPlain ? 'plain' : undefined;
}

function shownAt({ kind, node, carrier }: ValueUse, ctx: SourceContext, depth: number): string | undefined {
  if (kind === 'argument' && node.kind === 'Call') {
    if (ctx.effects.of(node) === 'log') return 'plain';
    return takesHtml(node, carrier, ctx) ? `\`${lastName(node.func) ?? 'a call'}\` is given` : undefined;
  }
  if (kind !== 'return' || node.kind !== 'Return') return undefined;
  const fn = ctx.context.defAround(node);
  if (fn === undefined) return undefined;
  const route = ctx.context.routeOf(fn);
  if (route === undefined) {
    const calls = depth < MOST_RETURNS ? callsOfFunction(ctx, fn) : [];
    return calls.map((call) => shownBy(call, ctx, depth + 1)).find((each) => each !== undefined);
  }
  return answersHtml(fn, route, node.value, ctx) ? 'a route returns' : 'plain';
}

/** Flask and those like it send a text as HTML where nobody says otherwise; FastAPI where the route says so. */
function answersHtml(fn: Def, { framework }: Route, answer: Expression | undefined, ctx: SourceContext): boolean {
  if (framework === 'flask' || framework === 'other')
    return (
      answer?.kind !== 'Tuple' ||
      !answer.elts.some((each) => each.kind === 'Dict' || /json|plain/.test(ctx.values.string(each) ?? ''))
    );
  return fn.decorator_list.some((decorator) => {
    const response = decorator.kind === 'Call' ? callKeyword(decorator, 'response_class')?.value : undefined;
    return response !== undefined && /\.HTMLResponse$/.test(ctx.names.qualifiedName(response) ?? '');
  });
}

function takesHtml(call: Call, given: Expression, ctx: SourceContext): boolean {
  const name = ctx.types.calleeName(call.func) ?? '';
  const place = SHOWING.get(name) ?? ASKED.get(name);
  if (place !== undefined) {
    const [position, keyword] = place;
    const isAt = call.args[position] === given || callKeyword(call, keyword)?.value === given;
    const kind = kindsTold(call, ctx);
    return isAt && (kind.length === 0 ? SHOWING.has(name) : kind.some((each) => /\bhtml\b/.test(each)));
  }
  const keyword = call.keywords.find(({ value }) => value === given)?.arg ?? '';
  if (HTML_KEYWORDS.has(keyword)) return true;
  const isPart = call.func.kind === 'Attribute' && MAIL_PARTS.has(call.func.attr);
  return isPart && kindsTold(call, ctx).some((each) => /\bhtml\b/.test(each));
}

/** What a call says of the kind of text: `"html"`, `mimetype="text/plain"`. */
function kindsTold({ args, keywords }: Call, { values }: SourceContext): readonly string[] {
  const named = keywords.filter(({ arg }) => /^(?:_?subtype|mime_?type|(?:content|media)_type)$/.test(arg ?? ''));
  return [...args.slice(1), ...named.map(({ value }) => value)].flatMap((each) => values.string(each) ?? []);
}
