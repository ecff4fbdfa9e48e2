/** Parts of a message of a chat that are there in some messages only: `message.text` of a picture is `None`. */
import { type Attribute, decoratorsOf, type Expression, isCapWords, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { importsModule } from '../names/imports-module.ts';

/** `message.text` in a handler of aiogram that is registered by a state alone: whatever is sent in that state comes to it. */
export function whenMessageLacks({ attr, value }: Attribute, model: SemanticModel): string | undefined {
  if (attr !== 'text' || value.kind !== 'Name' || !importsModule(/^aiogram\b/, model.names)) return undefined;
  const fn = model.context.functionAround(value);
  if (fn === undefined || fn.kind === 'Lambda' || model.names.parameterOf(value) !== fn.args.args[0]) return undefined;
  const filters = decoratorsOf(fn).flatMap(({ callee, node }) => {
    if (node.kind !== 'Call' || !MESSAGES.test(lastName(callee) ?? '')) return [];
    return [...node.args, ...node.keywords.map((each) => each.value)];
  });
  return filters.length > 0 && filters.every(isState)
    ? 'when the message is a picture, a sticker or a file'
    : undefined;
}

const MESSAGES = /^(?:message|message_handler|edited_message|channel_post)$/;

/** `Order.waiting_for_name`, `StateFilter(Order.waiting_for_name)`, `state=Order.waiting_for_name`. */
const isState = (filter: Expression): boolean =>
  filter.kind === 'Call'
    ? lastName(filter.func) === 'StateFilter'
    : filter.kind === 'Attribute' &&
      filter.value.kind === 'Name' &&
      filter.value.id !== 'F' &&
      isCapWords(filter.value.id);
