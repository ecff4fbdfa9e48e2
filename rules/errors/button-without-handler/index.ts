import { defineProjectRule, factsOfKind, NOT_PRODUCTION, type ProjectProblem, unpackPlace } from '#kit';
import { type CallbackFact, callbacksIn, type Handling } from './callback-data.ts';

export default defineProjectRule<CallbackFact>({
  docs: {
    summary: 'bot button without a handler, or handler without a button',
    why: 'Nobody answers the callback query of such a button: the user sees a spinner that never ends. A handler whose data no button sends is a feature that nobody can reach.',
    remedy: 'Register a handler for the callback data, or remove the button or the handler',
    harm: 'misleads',
    severity: {
      'button without a handler': 'P2',
      'handler without a button': 'P3',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [561],
    origin: [{ document: 'Field report 2', finding: '103' }],
    bad: 'from aiogram import F, Router\nfrom aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup\n\nrouter = Router()\nMENU = InlineKeyboardMarkup(\n    inline_keyboard=[\n        [InlineKeyboardButton(text="Cart", callback_data="menu:cart")],\n        [InlineKeyboardButton(text="Help", callback_data="menu:help")],\n    ]\n)\n\n\n@router.callback_query(F.data == "menu:cart")\nasync def show_cart(call):\n    await call.answer()\n',
    good: 'from aiogram import F, Router\nfrom aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup\n\nrouter = Router()\nMENU = InlineKeyboardMarkup(\n    inline_keyboard=[\n        [InlineKeyboardButton(text="Cart", callback_data="menu:cart")],\n        [InlineKeyboardButton(text="Help", callback_data="menu:help")],\n    ]\n)\n\n\n@router.callback_query(F.data == "menu:cart")\nasync def show_cart(call):\n    await call.answer()\n\n\n@router.callback_query(F.data == "menu:help")\nasync def show_help(call):\n    await call.answer()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: callbacksIn,
  check(_, ctx) {
    const handlers = factsOfKind(ctx.facts, 'handler');
    const buttons = factsOfKind(ctx.facts, 'button');
    if (handlers.length === 0 || buttons.length === 0) return;
    for (const button of buttons) for (const problem of deadButton(button, handlers)) ctx.report(problem);
    const texts = [...factsOfKind(ctx.facts, 'text'), ...buttons].map(({ fact: { text } }) => text);
    const isOpen = factsOfKind(ctx.facts, 'unknown').length > MANY;
    for (const handler of handlers) for (const problem of deadHandler(handler, texts, isOpen)) ctx.report(problem);
  },
});

interface Placed<F> {
  readonly path: string;
  readonly fact: F;
}
type Button = Extract<CallbackFact, { readonly kind: 'button' }>;

function deadButton({ path, fact }: Placed<Button>, handlers: readonly Placed<Handling>[]): ProjectProblem[] {
  const isTaken = handlers.some(({ fact: each }) => takes(each, fact.text, fact.isWhole));
  const chain = isTaken && fact.isWhole ? chainOf(handlers, fact.text) : undefined;
  if (isTaken && chain === undefined) return [];
  const why = chain === undefined ? 'no handler takes it' : `\`${chain.fact.name}\` takes it and has no branch for it`;
  return [
    {
      at: { path, ...unpackPlace(fact.place) },
      message: `dead button: its callback data is \`${fact.text}${fact.isWhole ? '' : '…'}\`, and ${why}`,
      cause: fact.text,
      key: `${path} ${fact.text}`,
      ...(chain !== undefined && {
        related: [{ path: chain.path, ...unpackPlace(chain.fact.place), message: 'this handler takes it' }],
      }),
    },
  ];
}

function deadHandler({ path, fact }: Placed<Handling>, texts: readonly string[], isOpen: boolean): ProjectProblem[] {
  const wanted = [...fact.exact, ...fact.prefixes];
  const isSent = wanted.some((each) =>
    texts.some((text) => text.startsWith(each) || (text.length > 1 && /\W$/.test(text) && each.startsWith(text))),
  );
  if (fact.isAny || wanted.length === 0 || isSent) return [];
  return [
    {
      at: { path, ...unpackPlace(fact.place) },
      message: `\`${fact.name}\` is never called: no button sends the callback data \`${wanted[0]}${fact.exact.length > 0 ? '' : '…'}\``,
      kind: 'handler without a button',
      doubt: isOpen ? 'external-use' : undefined,
      key: `${path} ${fact.name}`,
    },
  ];
}

/** So many that hand on what they are given may be given anything. */
const MANY = 10;

function takes(handler: Handling, text: string, isWhole: boolean): boolean {
  if (handler.isAny) return true;
  if (handler.prefixes.some((each) => text.startsWith(each) || (!isWhole && each.startsWith(text)))) return true;
  return handler.exact.some((each) => each === text || (!isWhole && each.startsWith(text)));
}

/** The one handler that takes the data, by its beginning, and compares it with texts of which it is none. */
function chainOf(handlers: readonly Placed<Handling>[], text: string): Placed<Handling> | undefined {
  const [taker, ...others] = handlers.filter(({ fact }) => takes(fact, text, true));
  if (taker?.fact.branches === undefined || others.length > 0 || taker.fact.exact.includes(text)) return undefined;
  const rest = taker.fact.prefixes.filter((each) => text.startsWith(each)).map((each) => text.slice(each.length));
  const parts = new Set([text, ...rest, ...rest.flatMap((each) => each.split(/[:_|]/))]);
  return rest.length === 0 || taker.fact.branches.some((each) => parts.has(each)) ? undefined : taker;
}
