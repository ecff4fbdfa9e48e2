/** What decorators, middlewares and handlers of errors make of the exceptions of a route. */
import { lastName, nodesOf } from '#ast';
import { groupBy } from '#collections';
import type { FactsContext } from '#kit';
import { CLIENT_ERRORS } from '#knowledge/client-errors';
import { callsWithin } from '#semantics/effects/calls-within';
import { statusAnsweredIn } from '#semantics/handlers/answered-status';

/** What a decorator, a middleware or a handler of errors makes of these exceptions: a status, or 0 where that is not seen. */
export interface Answering {
  readonly kind: 'answering';
  /** The decorator; undefined: it is for all routes. */
  readonly function?: string;
  readonly answers: readonly (readonly [exception: string, status: number])[];
}

const EXCEPTIONS: readonly string[] = [
  ...new Set([
    ...'builtins.ValueError builtins.KeyError json.JSONDecodeError binascii.Error decimal.InvalidOperation zoneinfo.ZoneInfoNotFoundError bson.errors.InvalidId'.split(
      ' ',
    ),
    ...CLIENT_ERRORS.map(({ exception }) => exception),
  ]),
];

/** Functions that catch around others, and what applications are told to do with exceptions. */
export function answeringIn(file: FactsContext): Answering[] {
  const { names, handlers, module } = file;
  const wrappers = nodesOf(module, 'ExceptHandler').flatMap((handler): Answering[] => {
    const inner = file.context.defAround(handler);
    const outer = inner && file.context.defAround(inner);
    const isMiddleware =
      inner !== undefined &&
      /^(?:dispatch|__call__)$|middleware/i.test(inner.name) &&
      callsWithin(handlers.describe(handler).tried).some(({ func }) => NEXT.test(lastName(func) ?? ''));
    if (inner === undefined || (outer === undefined && !isMiddleware)) return [];
    const status = statusAnsweredIn(handler, file) ?? 0;
    const taken = EXCEPTIONS.filter((each) => handlers.describe(handler).takes(each));
    const answers = taken.map((each) => [each, status] as const);
    return [{ kind: 'answering', ...(!isMiddleware && outer && { function: names.fullNameOf(outer) }), answers }];
  });
  return [...merged(wrappers), ...registered(file)];
}

/** What is behind a middleware. */
const NEXT = /^(?:call_next|get_response|app|handler|_app)$/;

/** The first handler of a function that takes an exception answers it. */
function merged(all: readonly Answering[]): Answering[] {
  const byFunction = groupBy(all, (each) => each.function);
  return [...byFunction].map(([name, each]) => ({
    kind: 'answering',
    ...(name !== undefined && { function: name }),
    answers: each.flatMap(({ answers }) => answers),
  }));
}

/** `@app.errorhandler(ValueError)`, `app.add_exception_handler(ValueError, …)`; what is for all is a 500. */
const registered = (file: FactsContext): Answering[] =>
  nodesOf(file.module, 'Call').flatMap(({ func, args: [first] }): Answering[] => {
    if (
      first === undefined ||
      !/^(?:errorhandler|app_errorhandler|exception_handler|add_exception_handler|register_error_handler)$/.test(
        lastName(func) ?? '',
      )
    )
      return [];
    const name = file.names.qualifiedName(first) ?? '';
    if (/^builtins\.(?:Base)?Exception$/.test(name)) return [];
    return [
      { kind: 'answering', answers: EXCEPTIONS.filter((each) => takesByName(name, each)).map((each) => [each, 0]) },
    ];
  });

const takesByName = (name: string, exception: string): boolean =>
  name === exception ||
  lastPart(name) === lastPart(exception) ||
  (name === 'builtins.ValueError' && /JSONDecode|binascii|pydantic/.test(exception));
const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
