/** What decorators, middlewares and handlers of errors make of the exceptions of a route. */
import { type Call, callKeyword, type Expression, lastName, nodesOf } from '#ast';
import { groupBy } from '#collections';
import type { FactsContext } from '#kit';
import { CLIENT_EXCEPTIONS } from '#knowledge/client-errors';
import { callsWithin } from '#semantics/effects/calls-within';
import { statusAnsweredIn } from '#semantics/handlers/answered-status';
import { canonicalException, namesTaking } from '#semantics/handlers/catches';

/** What a decorator, a middleware or a handler of errors makes of these exceptions: a status, or 0 where that is not seen. */
export interface Answering {
  readonly kind: 'answering';
  /** The decorator; undefined: it is for all routes. */
  readonly function?: string;
  readonly answers: readonly (readonly [exception: string, status: number])[];
}

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
    const taken = CLIENT_EXCEPTIONS.filter((each) => handlers.describe(handler).takes(each));
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

/** What is for all exceptions is a 500. */
const registered = (file: FactsContext): Answering[] =>
  nodesOf(file.module, 'Call').flatMap((call) =>
    registeredBy(call, file).flatMap((type): Answering[] => {
      const name = canonicalException(file.names.qualifiedName(type) ?? '');
      if (/^builtins\.(?:Base)?Exception$/.test(name)) return [];
      const taken = CLIENT_EXCEPTIONS.filter((each) => namesTaking(each).has(name));
      return [{ kind: 'answering', answers: taken.map((each) => [each, 0]) }];
    }),
  );

/** `@app.errorhandler(ValueError)`, `app.add_exception_handler(ValueError, …)`, `FastAPI(exception_handlers={ValueError: …})`. */
function registeredBy(call: Call, { flow }: FactsContext): readonly Expression[] {
  if (REGISTERING.has(lastName(call.func) ?? '')) return call.args.slice(0, 1);
  const given = callKeyword(call, 'exception_handlers')?.value;
  const handlers = given && flow.whole(given);
  return handlers?.kind === 'Dict' ? handlers.keys.flatMap((key) => key ?? []) : [];
}

const REGISTERING: ReadonlySet<string> = new Set(
  'errorhandler app_errorhandler exception_handler add_exception_handler register_error_handler'.split(' '),
);
