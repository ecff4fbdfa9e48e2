/** What a handler does with an error that ends in it, in words for messages. */
import type { HandlerModel } from '../handlers.ts';

/** `logs the TypeError`: the first that is true of it, from what tells the most. */
export function whatBecomesOf(described: HandlerModel, error: string): string {
  const { logs, handler, returned, mayRaise } = described;
  const withException = logs.find(({ keepsException, keepsTraceback }) => keepsException || keepsTraceback);
  if (withException !== undefined) return `${isPrint(withException.level) ? 'prints' : 'logs'} the ${error}`;
  if (returned.some((value) => described.partIn(value) !== undefined)) return `answers with the text of the ${error}`;
  const [line] = logs;
  if (line !== undefined) return `${isPrint(line.level) ? 'prints' : 'logs'} a line without the ${error}`;
  if (mayRaise) return `continues with the ${error} on some paths`;
  return handler.name === undefined ? `hides the ${error}` : `takes the ${error}`;
}

const isPrint = (level: string): boolean => /^p?print|^echo$|^secho$|^write$/.test(level);
