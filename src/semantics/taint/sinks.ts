/** The sinks, and the sanitizers that make untrusted input harmless at each. */
import { dottedName, type Expression, holds, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { isContent, isMovedThere } from './contents.ts';
import type { FlowDoubt, Sink } from './flows.ts';
import { hasOwnKeys, hasSchemaBefore } from './keys.ts';

export const ANY_SINK: Sink = { sanitizers: new Set(), carriedAs: 'text' };

/** A size: a number as large as the attacker likes. */
export const SIZE_SINK: Sink = { sanitizers: new Set(), isSize: true };

/** Code that is run: without letters it names nothing, and calculates at most. */
export const CODE_SINK: Sink = { sanitizers: new Set(), harmful: /[a-z_"'\\]/i };

/** The keys of untrusted input. */
export const KEYS_SINK: Sink = {
  sanitizers: new Set(),
  isKeys: true,
  refuses: hasOwnKeys,
  doubtAt: (leaf, model) => (hasSchemaBefore(leaf, model) ? 'opaque-callee' : undefined),
};

/** One word of a shell's command. */
export const SHELL_SINK: Sink = {
  sanitizers: new Set(
    'shlex.quote pipes.quote shlex.join subprocess.list2cmdline base64.b64encode base64.urlsafe_b64encode'.split(' '),
  ),
};

/** Text of a page. */
export const HTML_SINK: Sink = {
  sanitizers: new Set(
    'html.escape markupsafe.escape markupsafe.escape_silent markupsafe.Markup.escape flask.escape flask.Markup.escape jinja2.escape cgi.escape django.utils.html.escape django.utils.html.conditional_escape django.utils.html.format_html django.utils.html.escapejs tornado.escape.xhtml_escape xml.sax.saxutils.escape xml.sax.saxutils.quoteattr bleach.clean nh3.clean urllib.parse.quote urllib.parse.quote_plus urllib.parse.urlencode slugify.slugify django.utils.text.slugify'.split(
      ' ',
    ),
  ),
  harmful: /[<>"'&]/,
  meaning: '<',
};

/** Text of a message of a bot, in HTML or Markdown. */
export const MARKUP_SINK: Sink = {
  sanitizers: new Set([
    ...HTML_SINK.sanitizers,
    ...'aiogram.html.quote aiogram.md.quote aiogram.utils.markdown.quote_html aiogram.utils.markdown.escape_md aiogram.utils.text_decorations.html_decoration.quote telegram.helpers.escape_markdown telegram.utils.helpers.escape_markdown telebot.formatting.escape_html telebot.formatting.escape_markdown'.split(
      ' ',
    ),
  ]),
  harmful: /[<>&_*[`]/,
};

/** A name without folders, or a path that is asked to be below a folder. */
export const PATH_SINK: Sink = {
  sanitizers: new Set(
    'os.path.basename posixpath.basename ntpath.basename werkzeug.utils.secure_filename werkzeug.utils.safe_join werkzeug.security.safe_join flask.safe_join flask.helpers.safe_join django.utils.text.get_valid_filename django.utils._os.safe_join slugify.slugify django.utils.text.slugify pathvalidate.sanitize_filename builtins.int io.BytesIO io.StringIO'.split(
      ' ',
    ),
  ),
  attributes: new Set(['name', 'stem', 'suffix']),
  separator: '/',
  carriedAs: 'path',
  harmful: /[/\\]/,
  proves: provesBelow,
  refuses: (path, leaf, model) => isContent(path, leaf, model) || isMovedThere(path, model),
  behindText: doubtOfGlued,
};

/** The host of an address that is asked for. */
export const HOST_SINK: Sink = {
  sanitizers: new Set(),
  isHostOnly: true,
  carriedAs: 'host',
  proves: provesHost,
};

/** One part of the path of an address: quoted, or a number, it names one thing and leads to no other. */
export const SEGMENT_SINK: Sink = {
  sanitizers: new Set(
    'urllib.parse.quote urllib.parse.quote_plus requests.utils.quote yarl.URL builtins.int uuid.UUID werkzeug.utils.secure_filename slugify.slugify'.split(
      ' ',
    ),
  ),
  separator: '/',
  harmful: /[/.]/,
};

/** The address that a browser is sent to; `reverse(…)` and `url_for(…)` make the program's own. */
export const REDIRECT_SINK: Sink = {
  sanitizers: new Set(
    'flask.url_for quart.url_for django.urls.reverse django.shortcuts.resolve_url urllib.parse.quote urllib.parse.quote_plus urllib.parse.urlencode'.split(
      ' ',
    ),
  ),
  isHostOnly: true,
  carriedAs: 'host',
  proves: provesOwnHost,
  refuses: (_, leaf, model) => isOwnPage(leaf, model),
};

/** `f"report-{name}"`: the way out leads through a folder `report-..`, which Linux asks to be there. Windows does not. */
function doubtOfGlued(before: string): FlowDoubt | undefined {
  const begun = before.slice(Math.max(before.lastIndexOf('/'), before.lastIndexOf('\\')) + 1);
  return begun === '' ? undefined : 'traversal-limited';
}

function provesBelow(test: Expression, isTrue: boolean, model: SemanticModel): boolean {
  if (test.kind === 'Call') {
    const method = lastName(test.func) ?? '';
    if (method === 'is_relative_to' || method === 'relative_to') return isTrue;
    return isTrue && method === 'startswith' && test.func.kind === 'Attribute' && isResolved(test.func.value, model);
  }
  if (test.kind !== 'Compare') return false;
  const [op] = test.ops;
  const [right] = test.comparators;
  // A name without a slash is of the folder; `..` alone is no file.
  if ((op === 'In' && !isTrue) || (op === 'NotIn' && isTrue)) {
    const isSeparator = model.values.string(test.left) === '/' || dottedName(test.left) === 'os.sep';
    if (isSeparator) return true;
  }
  if (right?.kind === 'Attribute' && right.attr === 'parents') return op === 'In' ? isTrue : op === 'NotIn' && !isTrue;
  const isCommon = holds(
    test,
    (node) => node.kind === 'Call' && /^common(?:path|prefix)$/.test(lastName(node.func) ?? ''),
  );
  return isCommon && (op === 'Eq' ? isTrue : op === 'NotEq' && !isTrue);
}

/** What has no `..` left in it. */
function isResolved(path: Expression, model: SemanticModel): boolean {
  const isResolving = (expression: Expression): boolean =>
    holds(
      expression,
      (node) => node.kind === 'Call' && /^(?:resolve|realpath|abspath|normpath)$/.test(lastName(node.func) ?? ''),
    );
  if (isResolving(path)) return true;
  return model.flow.origins(path).some(isResolving) || definitionsOf(path, model).some(isResolving);
}

function definitionsOf(path: Expression, { names }: SemanticModel): readonly Expression[] {
  let at: Expression | undefined = path;
  while (at?.kind === 'Call') at = at.args[0];
  return at?.kind === 'Name' ? (names.resolve(at)?.definitions ?? []).flatMap(({ value }) => value ?? []) : [];
}

/** `url.startswith("https://api.example.com/")`. */
function provesHost(test: Expression, isTrue: boolean, model: SemanticModel): boolean {
  if (!isTrue || test.kind !== 'Call' || lastName(test.func) !== 'startswith') return false;
  const [prefix] = test.args;
  const known = prefix === undefined ? undefined : model.values.possible(prefix);
  const texts = known?.flatMap((each) => (each.kind === 'tuple' || each.kind === 'list' ? each.elements : [each]));
  return (
    texts !== undefined &&
    texts.length > 0 &&
    texts.every((each) => each.kind === 'str' && /^[a-z][\w+.-]*:\/\/[^/]+\//i.test(each.value))
  );
}

/** What asks for the host, or that there is none: `url_has_allowed_host_and_scheme(url, hosts)`, `urlparse(url).netloc == ""`, `url.startswith("/orders")`. */
function provesOwnHost(test: Expression, isTrue: boolean, model: SemanticModel): boolean {
  if (provesHost(test, isTrue, model)) return true;
  if (test.kind === 'Attribute') return !isTrue && isHostPart(test);
  if (test.kind === 'Compare') {
    const [op] = test.ops;
    const isEmpty = [test.left, ...test.comparators].some((side) => model.values.string(side) === '');
    return isEmpty && isHostPart(test.left) && (op === 'Eq' ? isTrue : op === 'NotEq' && !isTrue);
  }
  if (test.kind !== 'Call') return false;
  const method = lastName(test.func) ?? '';
  if (method === 'url_has_allowed_host_and_scheme' || method === 'is_safe_url') return isTrue;
  const [prefix] = test.args;
  const texts = method !== 'startswith' || prefix === undefined ? [] : textsOf(prefix, model);
  // Two slashes begin a host, and one alone may be the first of two.
  return isTrue ? texts.length > 0 && texts.every((text) => /^\/[^/\\]/.test(text)) : texts.includes('//');
}

const isHostPart = (part: Expression): boolean => part.kind === 'Attribute' && /^(?:netloc|hostname)$/.test(part.attr);

const textsOf = (prefix: Expression, { values }: SemanticModel): readonly string[] =>
  (values.possible(prefix) ?? [])
    .flatMap((each) => (each.kind === 'tuple' || each.kind === 'list' ? each.elements : [each]))
    .map((each) => (each.kind === 'str' ? each.value : ''));

/** The page that was asked for, or that the link stood on: anyone who sent the browser there has it already. */
function isOwnPage(leaf: Expression, { values }: SemanticModel): boolean {
  // What a handler of `http.server` calls its path holds the query as well.
  const isOfHandler = leaf.kind === 'Attribute' && leaf.value.kind === 'Name' && leaf.value.id === 'self';
  if (leaf.kind === 'Attribute' && !isOfHandler && OWN_PAGE.test(leaf.attr)) return true;
  if (leaf.kind !== 'Attribute' || !HEADERS.test(leaf.attr)) return false;
  const { parent } = leaf;
  const call = parent?.kind === 'Attribute' ? parent.parent : undefined;
  const key = parent?.kind === 'Subscript' ? parent.slice : call?.kind === 'Call' ? call.args[0] : undefined;
  return OWN_HEADER.test((key && values.string(key)) ?? '');
}

const OWN_PAGE = /^(?:url|base_url|host_url|url_root|root_url|path|full_path|path_info|host|hostname|referrer)$/;
const HEADERS = /^(?:headers|META|environ)$/;
const OWN_HEADER = /^(?:http_)?(?:referer|host|origin|x[-_]forwarded[-_]\w+)$/i;
