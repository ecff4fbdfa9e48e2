/** What the users of a bot write: texts of its events, be they objects or dicts, and the words of its commands. */
import {
  type Arg,
  type AsyncFunctionDef,
  attributeChain,
  type Call,
  decoratorsOf,
  type Expression,
  type FunctionDef,
  lastName,
  type Node,
  type Subscript,
} from '../../ast/index.ts';
import { BOT_ANSWERS, BOT_COMMANDS, BOT_ENTRIES, BOT_PARTS, isOfBots } from '../../knowledge/taint.ts';
import { memoizeByFile } from '../by-file.ts';
import { isHandler } from '../context/handler-registrations.ts';
import type { SemanticModel } from '../model.ts';
import { decidedAt } from './decided.ts';
import type { Source } from './sources.ts';

type Def = FunctionDef | AsyncFunctionDef;

export const botsImported = memoizeByFile(({ names }: SemanticModel): boolean =>
  names.imports.some(({ module }) => isOfBots(module)),
);

/** `update.message.text`, `context.args`, `status.content`: of what a bot's library hands to a function. */
export function writtenToBot(whole: Expression, part: string, model: SemanticModel): Source {
  if (!BOT_PARTS.has(part) || !botsImported(model)) return undefined;
  const { root } = attributeChain(whole);
  // `document = update.message.document`, `for attachment in message.attachments`
  const roots = [root, ...(root.kind === 'Name' ? model.flow.origins(root) : [])];
  return roots.some((each) => {
    const event = parameterNamed(attributeChain(each).root, model);
    return event !== undefined && isEvent(event.parameter, event.fn, model);
  })
    ? { kind: 'bot' }
    : undefined;
}

/** `message["text"]`, `context["matches"][0]`: what people write; `event["item"]["channel"]` is of the server that they write by. */
export function entryOfEvent(entry: Subscript, model: SemanticModel): Source {
  const keys: (string | undefined)[] = [];
  let root: Expression = entry;
  // `event = event["message"]` in a loop leads back to itself.
  while (root.kind === 'Subscript' && keys.length < MAX_KEYS) {
    keys.push(model.values.string(root.slice));
    root = model.flow.whole(root.value);
  }
  const event = parameterNamed(root, model);
  if (event === undefined || keys.every((key) => key === undefined)) return undefined;
  const { parameter, fn } = event;
  const isKnown = botsImported(model);
  if (!receivesEvents(fn, model) || !isEvent(parameter, fn, model)) return undefined;
  if (!keys.some((key) => key !== undefined && BOT_ENTRIES.has(key))) return 'closed';
  return { kind: 'bot', ...(!isKnown && { isOfHandler: true as const }) };
}

const MAX_KEYS = 8;

/** `await message.answer(…)`, `await ctx.send(…)`, `bot.reply_to(message, …)`: it is told to anyone who wrote to the bot. */
export function answersInChat({ func, args }: Call, model: SemanticModel): boolean {
  if (func.kind !== 'Attribute' || !BOT_ANSWERS.has(func.attr) || !botsImported(model)) return false;
  return [func.value, ...args].some((place) => {
    const event = parameterNamed(attributeChain(place).root, model);
    return event !== undefined && isEvent(event.parameter, event.fn, model);
  });
}

function parameterNamed(root: Expression, { names }: SemanticModel): { parameter: Arg; fn: Def } | undefined {
  const parameter = root.kind === 'Name' ? names.parameterOf(root) : undefined;
  const fn = parameter?.parent?.parent;
  if (parameter === undefined || (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef')) return undefined;
  return { parameter, fn };
}

/** By its type, by its name, or because a listener is given nothing else. */
function isEvent({ arg, annotation }: Arg, fn: Def, model: SemanticModel): boolean {
  const type = annotation === undefined ? undefined : model.types.annotatedClass(annotation);
  if (type !== undefined && type !== 'builtins.dict')
    return isOfBots(type) && /Message|Update|Context|Event|Interaction|CallbackQuery|Status|Tweet/.test(type);
  if (EVENT.test(arg)) return true;
  return isListener(fn, model) ? arg !== 'self' : EVENT_NAMES.test(arg) && receivesEvents(fn, model);
}

const EVENT = /^(?:update|message|msg|m|ctx|context|event|interaction|callback|callback_query|query|_?evt)$/;
/** Names that mean an event where a handler has them, and much else elsewhere. */
const EVENT_NAMES = /^(?:body|payload|command|status|notification|tweet)$/;

/** A library calls it for each thing that happens. */
const receivesEvents = (fn: Def, model: SemanticModel): boolean => isListener(fn, model) || isHandler(fn, model);

/** `on_update` of a class that a library calls for each thing that happens. */
function isListener(fn: Def, { context, types }: SemanticModel): boolean {
  const owner = context.classOfMethod(fn);
  return (
    owner !== undefined &&
    fn.name.startsWith('on_') &&
    types.basesOf(owner).some((base) => base !== undefined && isOfBots(base))
  );
}

/** `if message.from_user.id not in ADMINS: return`: whom the code behind it is for. */
export const isForWritersNamed = (place: Node, model: SemanticModel): boolean =>
  decidedAt(place, model).some(({ test, isTrue }) => {
    if (test.kind !== 'Compare' || test.comparators.length !== 1) return false;
    const [op] = test.ops;
    const [named] = test.comparators;
    const isFor = isTrue ? op === 'In' || op === 'Eq' : op === 'NotIn' || op === 'NotEq';
    return isFor && (isWriter(test.left, model) || (op?.endsWith('Eq') === true && isWriter(named, model)));
  });

/** `message.from_user.id`, `str(update.effective_chat.id)`, or a name for it. */
function isWriter(value: Expression | undefined, model: SemanticModel): boolean {
  if (value === undefined) return false;
  return [value, ...model.flow.origins(value)].some((each) => {
    const id = each.kind === 'Call' ? each.args[0] : each;
    if (id?.kind !== 'Attribute' || !/^(?:\w+_)?id$/.test(id.attr)) return false;
    const event = parameterNamed(attributeChain(id).root, model);
    return event !== undefined && isEvent(event.parameter, event.fn, model);
  });
}

/** A word of a command: `async def run(ctx, *, code)`. */
export function commandSource(fn: Def, parameter: Arg, model: SemanticModel): Source {
  if (!isWordOfCommand(fn, parameter, model)) return undefined;
  return { kind: 'bot', ...(isLimited(fn) && { doubt: 'unknown-source-trust' }) };
}

function isWordOfCommand(fn: Def, { arg, annotation }: Arg, model: SemanticModel): boolean {
  if (!botsImported(model)) return false;
  if (!decoratorsOf(fn).some(({ callee }) => BOT_COMMANDS.has(lastName(callee) ?? ''))) return false;
  if (/^(?:ctx|context|interaction|client|bot|message|update)$/.test(arg)) return false;
  const type = annotation === undefined ? 'builtins.str' : model.types.annotatedClass(annotation);
  return type === 'builtins.str';
}

/** `@commands.is_owner()`, `@has_permissions(administrator=True)`. */
const isLimited = (fn: Def): boolean =>
  decoratorsOf(fn).some(({ callee }) => /owner|admin|permission|^has_|^check/i.test(lastName(callee) ?? ''));
