/** How functions are told to handlers of events, jobs and messages. Source: the documentation of each library, read 2026-11. */
import { BOT_PACKAGES } from './taint.ts';
import { words } from './words.ts';

/** Packages whose decorators register functions for what comes from outside, again and again. */
const HANDLER_PACKAGES: ReadonlySet<string> = new Set([
  ...BOT_PACKAGES,
  ...words('socketio flask_socketio faust nats kopf huey faststream taskiq'),
]);
const DECORATING_FUNCTIONS: ReadonlySet<string> = new Set(
  words('django.dispatch.receiver sqlalchemy.event.listens_for'),
);

/** Whether a decorator of this qualified name makes a handler of a function. */
export function registersHandler(qualifiedName: string): boolean {
  if (DECORATING_FUNCTIONS.has(qualifiedName)) return true;
  const dot = qualifiedName.indexOf('.');
  return dot > 0 && HANDLER_PACKAGES.has(qualifiedName.slice(0, dot));
}

/** Decorators whose functions a server runs before it takes requests, or after the last one. */
export const RUNS_WITH_SERVER =
  /^(?:(?:fastapi|starlette)\.(?:\w+\.)*\w+\.on_event|quart\.(?:\w+\.)*\w+\.(?:before|while|after)_serving|sanic\.(?:\w+\.)*\w+\.(?:(?:before|after)_server_(?:start|stop)|main_process_(?:start|ready|stop)|listener))$/;

/** Decorators whose functions a pool of threads calls: several at once, unless the object is made so that it does not. */
export const RUNS_IN_POOL =
  /^(?:telebot\.TeleBot\.\w+_handler|slack_bolt\.(?:\w+\.)*App\.\w+|flask_socketio\.SocketIO\.(?:on|event|on_event)|dramatiq\.actor)$/;

/** Signals of frameworks: `post_save.connect(note)`. */
export const SIGNAL_CONNECT =
  /^(?:django\.(?:\w+\.)*signals|celery\.signals|flask(?:\.signals)?|blinker)\.\w+\.connect$/;

/** Objects that call what is put into their attributes: `client.on_message = note`. */
export const CALLS_ATTRIBUTES: ReadonlySet<string> = new Set(
  words('paho.mqtt.client.Client websocket.WebSocketApp pika.SelectConnection'),
);

/** Methods of bots whose result takes a handler, by name: the module that registers may be given the bot and import nothing of it. */
export const HANDLER_DECORATORS: ReadonlySet<string> = new Set(
  words('message event command action shortcut view options on_message message_handler callback_query_handler listen'),
);

/** Methods of bots that are given a handler, by name: at which place. */
export const HANDLER_REGISTRARS: ReadonlyMap<string, number> = new Map([
  ['register_message_handler', 0],
  ['register_callback_query_handler', 0],
  ['add_event_callback', 0],
  ['add_global_handler', 1],
  ['add_event_handler', 0],
  ['add_listener', 0],
]);

/** What a router of aiogram is told handlers of: `router.message.register(greet, CommandStart())`. */
export const OBSERVERS: ReadonlySet<string> = new Set(
  words(`message edited_message channel_post callback_query inline_query chosen_inline_result shipping_query
  pre_checkout_query poll poll_answer my_chat_member chat_member chat_join_request message_reaction`),
);

/** Whether a bot makes one object of a class with this base for each module that it loads as an extension, by name. */
export const isOfExtension = (base: string): boolean => EXTENSION.test(base);

const EXTENSION = /^(?:discord|nextcord|disnake)\.ext\.commands\.(?:Group)?Cog$/;
