/** How functions are told to handlers of events, jobs and messages. Source: the documentation of each library, read 2026-11. */
import { BOT_PACKAGES } from './strangers.ts';
import { words } from './words.ts';

/** Packages whose decorators register functions for what comes from outside, again and again. */
const HANDLER_PACKAGES: ReadonlySet<string> = new Set([
  ...BOT_PACKAGES,
  ...words('socketio flask_socketio faust nats kopf huey faststream taskiq'),
]);
const HANDLER_DECORATORS: ReadonlySet<string> = new Set(words('django.dispatch.receiver sqlalchemy.event.listens_for'));

/** Whether a decorator of this qualified name makes a handler of a function. */
export function registersHandler(qualifiedName: string): boolean {
  if (HANDLER_DECORATORS.has(qualifiedName)) return true;
  const dot = qualifiedName.indexOf('.');
  return dot > 0 && HANDLER_PACKAGES.has(qualifiedName.slice(0, dot));
}

/** Signals of frameworks: `post_save.connect(note)`. */
export const SIGNAL_CONNECT =
  /^(?:django\.(?:\w+\.)*signals|celery\.signals|flask(?:\.signals)?|blinker)\.\w+\.connect$/;

/** Objects that call what is put into their attributes: `client.on_message = note`. */
export const CALLS_ATTRIBUTES: ReadonlySet<string> = new Set(
  words('paho.mqtt.client.Client websocket.WebSocketApp pika.SelectConnection'),
);
