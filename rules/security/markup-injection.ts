import { type Call, callKeyword, type Expression, holds, lastName, type Node } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { storedTextIn, taintedValueIn } from '#kit/web';
import { BOT_ANSWERS, isOfBots } from '#knowledge/taint';
import { type TaintKind, UNTRUSTED } from '#semantics/taint/flows';
import { MARKUP_SINK } from '#semantics/taint/sinks';

/** What sends a text with a file or in the place of an older one. */
const SENDING: ReadonlySet<string> = new Set([
  ...BOT_ANSWERS,
  ...'send_photo send_document send_video answer_photo answer_document answer_video reply_photo edit_caption edit_message_caption copy_message'.split(
    ' ',
  ),
]);
const KINDS: ReadonlySet<TaintKind> = new Set<TaintKind>([...UNTRUSTED, 'message', 'database']);
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
      const markup = text === undefined ? undefined : markupOf(call, text, ctx);
      if (text === undefined || markup === undefined) return;
      const found = taintedValueIn(text, ctx, MARKUP_SINK, KINDS) ?? storedTextIn(text, ctx, MARKUP_SINK);
      // What is sent as a whole is mostly made elsewhere, and escaped there.
      if (found === undefined || found.isWhole) return;
      ctx.report({
        at: func,
        message: `markup injection: \`${func.attr}\` puts ${found.described} into a message in ${markup} without escaping`,
        cause: `${ctx.path} ${found.cause}`,
        related: [{ at: found.leaf, message: 'the value comes from here' }, ...found.checked],
        ...found.given,
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

/** By the mode that is given, or by tags in the text where the bot has one for all messages. */
function markupOf(call: Call, text: Expression, ctx: SourceContext): 'HTML' | 'Markdown' | undefined {
  const given = callKeyword(call, 'parse_mode')?.value;
  if (given === undefined) {
    const isTag = (node: Node): boolean =>
      node.kind === 'Constant' && node.value.kind === 'str' && TAG.test(node.value.value);
    return [text, ...ctx.flow.origins(text)].some((each) => holds(each, isTag)) ? 'HTML' : undefined;
  }
  const mode = ctx.values.string(given) ?? lastName(given) ?? '';
  return /^html$/i.test(mode) ? 'HTML' : /^markdown/i.test(mode) ? 'Markdown' : undefined;
}
