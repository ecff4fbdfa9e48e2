import {
  attributeChain,
  type Call,
  callKeyword,
  type Expression,
  lastName,
  type Node,
  nodesOf,
  wordsOfName,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { BOT_ANSWERS, isOfBots } from '#knowledge/taint';

/** What sends a text with a file or in the place of an older one. */
const SENDING: ReadonlySet<string> = new Set([
  ...BOT_ANSWERS,
  ...'send_photo send_document send_video answer_photo answer_document answer_video reply_photo edit_caption edit_message_caption copy_message'.split(
    ' ',
  ),
]);
/** What people write as they like; the `username` of Telegram has letters, digits and underscores only. */
const WRITTEN: ReadonlySet<string> = new Set(
  'full_name first_name last_name text caption comment description title bio address question message content fullname'.split(
    ' ',
  ),
);
const TAG = /<\/?(?:b|i|u|s|a|code|pre|strong|em|blockquote|tg-spoiler)(?:\s[^>]*)?>/;

export default defineSourceRule({
  docs: {
    summary: 'markup injection: unescaped text in an HTML or Markdown message of a bot',
    why: 'A name or a title with `<` or `&` (or `_` and `*` in Markdown) makes the messenger reject the whole message. Well-formed markup forges links and layout in the name of the bot.',
    remedy:
      'Escape each value (`html.escape(name)`, `aiogram.html.quote(name)`, `telegram.helpers.escape_markdown(name, version=2)`)',
    harm: 'breaks',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [116],
    origin: [
      { document: 'Audits of six services in November 2026', finding: 'user text in HTML messages without escaping' },
    ],
    bad: 'from aiogram import types\n\n\nasync def start(message: types.Message):\n    await message.answer(f"Hello, <b>{message.from_user.full_name}</b>!")\n',
    good: 'from html import escape\n\nfrom aiogram import types\n\n\nasync def start(message: types.Message):\n    await message.answer(f"Hello, <b>{escape(message.from_user.full_name)}</b>!")\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: [...SENDING],
  visit: {
    Call(call, ctx) {
      const { func } = call;
      if (func.kind !== 'Attribute' || !SENDING.has(func.attr) || !isOfBot(ctx)) return;
      const text = textSent(call);
      if (text === undefined) return;
      const parts = partsOf(text, ctx);
      const markup = markupOf(call, parts, ctx);
      const value =
        markup === undefined
          ? undefined
          : parts.find((each) => isWritten(each, ctx) && !(each === text && each.kind === 'Name'));
      if (value === undefined || markup === undefined) return;
      ctx.report({
        at: func,
        message: `markup injection: \`${func.attr}\` puts \`${ctx.text.slice(value)}\` into a message in ${markup} without escaping`,
        related: [{ at: value, message: 'the value is not escaped' }],
        cause: `${ctx.path} ${ctx.text.slice(value)}`,
      });
    },
  },
});

const isOfBot = ({ names }: SourceContext): boolean =>
  names.imports.some(
    ({ module }) => /^(?:aiogram|telegram|telebot|pyrogram|telethon)\b/.test(module) && isOfBots(module),
  );

/** Of `send_message(chat, text)` the second, of `message.answer(text)` the first; photos have a caption. */
function textSent(call: Call): Expression | undefined {
  const named = callKeyword(call, 'text')?.value ?? callKeyword(call, 'caption')?.value;
  const name = lastName(call.func) ?? '';
  if (named !== undefined || /photo|document|video|copy/.test(name)) return named;
  return call.args[/^(?:send_message|reply_to)$/.test(name) ? 1 : 0];
}

/** The text and what it is put together of, in this function: names, `+`, `+=`, conditional parts. */
function partsOf(text: Expression, ctx: SourceContext): readonly Expression[] {
  const found: Expression[] = [];
  const open: Expression[] = [text];
  const seen = new Set<Node>();
  for (let each = open.pop(); each !== undefined && seen.size < MOST_PARTS; each = open.pop()) {
    if (seen.has(each)) continue;
    seen.add(each);
    if (each.kind === 'JoinedStr')
      for (const inner of each.values) open.push(inner.kind === 'FormattedValue' ? inner.value : inner);
    else if (each.kind === 'BinOp') open.push(each.left, each.right);
    else if (each.kind === 'IfExp') open.push(each.body, each.orelse);
    else if (each.kind === 'BoolOp') open.push(...each.values);
    else {
      found.push(each);
      if (each.kind === 'Name') open.push(...boundTo(each, ctx), ...addedTo(each, ctx));
      // `message.text.strip()[:100]`
      else if (each.kind === 'Call' && each.func.kind === 'Attribute' && TRIMMING.has(each.func.attr))
        open.push(each.func.value);
      else if (each.kind === 'Subscript' && each.slice.kind === 'Slice') open.push(each.value);
    }
  }
  return found;
}
const MOST_PARTS = 60;
const TRIMMING: ReadonlySet<string> = new Set(['strip', 'lower', 'upper', 'title', 'capitalize', 'lstrip', 'rstrip']);

/** What the name is bound to as a whole: `int(message.text)` is a number. */
const boundTo = (name: Extract<Expression, { kind: 'Name' }>, { names }: SourceContext): readonly Expression[] =>
  (names.resolve(name)?.definitions ?? []).flatMap(({ kind, value }) =>
    kind === 'assignment' && value !== undefined ? value : [],
  );

/** `text += f"…"` */
const addedTo = (
  name: Extract<Expression, { kind: 'Name' }>,
  { names, module }: SourceContext,
): readonly Expression[] => {
  const bound = names.resolve(name);
  return nodesOf(module, 'AugAssign').flatMap(({ target, value }) =>
    target.kind === 'Name' && bound !== undefined && names.resolve(target) === bound ? value : [],
  );
};

function markupOf(call: Call, parts: readonly Expression[], ctx: SourceContext): 'HTML' | 'Markdown' | undefined {
  const given = callKeyword(call, 'parse_mode')?.value;
  const mode = given === undefined ? undefined : (ctx.values.string(given) ?? lastName(given) ?? '');
  if (mode !== undefined && /^html$/i.test(mode)) return 'HTML';
  if (mode !== undefined && /^markdown/i.test(mode)) return 'Markdown';
  const isTagged = parts.some(
    (each) => each.kind === 'Constant' && each.value.kind === 'str' && TAG.test(each.value.value),
  );
  return given === undefined && isTagged ? 'HTML' : undefined;
}

/** `message.from_user.full_name`, `item.title`, `data["comment"]`; what a call gives back may be escaped. */
function isWritten(value: Expression, ctx: SourceContext): boolean {
  if (value.kind === 'Name') return ctx.names.parameterOf(value) !== undefined && WRITTEN.has(value.id);
  const key =
    value.kind === 'Subscript' ? ctx.values.string(value.slice) : value.kind === 'Attribute' ? value.attr : '';
  const owner = value.kind === 'Subscript' || value.kind === 'Attribute' ? value.value : undefined;
  if (owner === undefined || !WRITTEN.has(key ?? '') || attributeChain(owner).root.kind !== 'Name') return false;
  return !wordsOfName(lastName(owner) ?? '').some((word) => OF_PROGRAM.test(word));
}

const OF_PROGRAM = /^(?:settings|config|texts?|i18n|lexicon|messages|templates?)$/i;
