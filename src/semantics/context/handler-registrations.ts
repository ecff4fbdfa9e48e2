/** Calls that tell a bot which function to call when something happens. */
import type { AsyncFunctionDef, Call, Expression, FunctionDef } from '../../ast/index.ts';
import { HANDLER_DECORATORS, HANDLER_REGISTRARS, OBSERVERS, registersHandler } from '../../knowledge/event-handlers.ts';
import type { SemanticModel } from '../model.ts';
import { mentionsOfFunction } from './function-mentions.ts';

/** The handler that a call registers: `app.message(pattern)(self.reply)`, `client.add_event_callback(reply, RoomMessageText)`. */
export function handlerRegisteredBy(call: Call, model: SemanticModel): Expression | undefined {
  const { func, args } = call;
  if (func.kind === 'Call') return args.length === 1 && decoratesHandler(func, model) ? args[0] : undefined;
  if (func.kind !== 'Attribute') return undefined;
  const isObserver = func.attr === 'register' && func.value.kind === 'Attribute' && OBSERVERS.has(func.value.attr);
  const position = isObserver ? 0 : HANDLER_REGISTRARS.get(func.attr);
  return position === undefined ? undefined : args[position];
}

/** Whether the file tells something to call the function for each event, whatever that something is. */
export function isHandler(fn: FunctionDef | AsyncFunctionDef, model: SemanticModel): boolean {
  if (fn.decorator_list.some((each) => decoratesHandler(each, model))) return true;
  return mentionsOfFunction(model, fn).some(
    (mention) => mention.parent?.kind === 'Call' && handlerRegisteredBy(mention.parent, model) === mention,
  );
}

/** `@app.message("hello")`, `@client.event`: by whose method it is, or by its shape where that is not known. */
function decoratesHandler(decorator: Expression, model: SemanticModel): boolean {
  const method = decorator.kind === 'Call' ? decorator.func : decorator;
  const name = model.types.calleeName(method);
  if (name !== undefined && registersHandler(name)) return true;
  if (name !== undefined || decorator.kind !== 'Call' || method.kind !== 'Attribute') return false;
  return HANDLER_DECORATORS.has(method.attr);
}
