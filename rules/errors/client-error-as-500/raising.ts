/** What routes do that fails for a mistake of their client. */
import {
  ancestors,
  type Call,
  type Def,
  defsOf,
  type Expression,
  holds,
  isCapWords,
  lastName,
  type Subscript,
  withoutAwait,
} from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { taintedValueIn } from '#kit/web';
import { raisesOnBadText } from '#knowledge/client-errors';
import { isRequest } from '#semantics/context/request-objects';
import { statusAnsweredIn } from '#semantics/handlers/answered-status';
import { ANY_SINK } from '#semantics/taint/sinks';
import { bodyKeyRead } from './body-keys.ts';

/** What a route does first that fails for a mistake of its client. Plain JSON. */
export interface Raising {
  readonly kind: 'raising';
  readonly function: string;
  readonly name: string;
  readonly shown: string;
  /** What it raises; undefined where the class at `made` says it. */
  readonly exception: string | undefined;
  readonly made?: string;
  /** Of the project, by their paths; what libraries have decorates and catches nothing. */
  readonly decorators: readonly string[];
  readonly place: PackedPlace;
}

export function raisingIn(file: FactsContext): Raising[] {
  if (file.context.role === 'test') return [];
  return defsOf(file.module).flatMap((fn) => {
    const route = file.context.routeOf(fn);
    if (route === undefined || route.methods.includes('WEBSOCKET')) return [];
    const decorators = fn.decorator_list.flatMap((each) => {
      const named = each.kind === 'Call' ? each.func : each;
      const own = file.names.definitionOf(named);
      if (own !== undefined) return file.names.fullNameOf(own);
      const name = file.names.qualifiedName(named);
      return named.kind === 'Name' ? (name ?? named.id) : [];
    });
    const base = { kind: 'raising' as const, function: file.names.fullNameOf(fn), name: fn.name };
    const calls = [...file.context.nodesOfFunction(fn, 'Call'), ...file.context.nodesOfFunction(fn, 'Subscript')];
    return calls
      .toSorted((one, other) => Number(isParsing(one)) - Number(isParsing(other)) || one.start - other.start)
      .flatMap((node) => {
        const found = node.kind === 'Call' ? failureOfCall(node, fn, file) : failureOfKey(node, fn, file);
        if (found === undefined || isAnswered(node, found.exception ?? 'builtins.ValueError', file)) return [];
        const text = file.text.slice(node);
        const shown =
          text.length <= 60 && !text.includes('\n')
            ? text
            : (lastName(node.kind === 'Call' ? node.func : node.value) ?? 'this');
        return {
          ...base,
          ...found,
          shown,
          decorators: decorators.filter((each) => !isOfLibrary(each, file)),
          place: packPlace(file, node),
        };
      });
  });
}

/** `request.json()`: that the body is JSON clients get right, as a rule; what it holds is told first. */
const isParsing = (node: Expression): boolean => node.kind === 'Call' && lastName(node.func) === 'json';

/** It is imported from outside of the project, as far as its first part is another than that of this file. */
const isOfLibrary = (name: string, { names }: FactsContext): boolean =>
  LIBRARIES.test(name) && names.moduleName !== name;
const LIBRARIES =
  /^(?:flask\w*|fastapi\w*|slowapi|django|rest_framework|drf_\w+|aiohttp\w*|litestar|sanic|quart\w*|functools|builtins|starlette|cachetools|flasgger|jwt)\b/;

type Failure = Pick<Raising, 'exception' | 'made'> | undefined;

function failureOfCall(call: Call, fn: Def, file: FactsContext): Failure {
  const { func, args, keywords } = call;
  const framework = file.context.routeOf(fn)?.framework;
  // Starlette and aiohttp parse when asked, and the error is nobody's; Flask answers 400 itself.
  if (func.kind === 'Attribute' && func.attr === 'json' && args.length === 0)
    return PARSING.has(framework ?? '') && isRequest(func.value, file)
      ? { exception: 'json.JSONDecodeError' }
      : undefined;
  const exception = raisesOnBadText(file.types.calleeName(func) ?? file.names.qualifiedName(func) ?? '');
  const [first] = args;
  if (exception !== undefined) return first !== undefined && isSent(first, file) ? { exception } : undefined;
  // A record of the project's, or an enumeration; a schema that loads.
  const unpacked = keywords.find(({ arg }) => arg === undefined)?.value;
  const isMade =
    isCapWords(lastName(func) ?? '') && (unpacked !== undefined || (args.length === 1 && keywords.length === 0));
  const loads = func.kind === 'Attribute' && LOADING.has(func.attr) && args.length > 0;
  const given = isMade ? (unpacked ?? first) : loads ? first : undefined;
  const path = file.types.pathOf(isMade || func.kind !== 'Attribute' ? func : func.value);
  if (given === undefined || path === undefined || !isSent(given, file)) return undefined;
  return { exception: undefined, made: `${isMade ? (unpacked === undefined ? '=' : '**') : '.'}${path}` };
}

const PARSING: ReadonlySet<string> = new Set(['fastapi', 'starlette', 'aiohttp']);
const LOADING: ReadonlySet<string> = new Set(
  'load loads model_validate model_validate_json parse_obj parse_raw'.split(' '),
);

function failureOfKey(node: Subscript, fn: Def, file: FactsContext): Failure {
  return bodyKeyRead(node, fn, file) === undefined ? undefined : { exception: 'builtins.KeyError' };
}

/** The client of the route chooses it, and nothing that is seen asks what it is. */
function isSent(given: Expression, file: FactsContext): boolean {
  const value = withoutAwait(given);
  const isBody =
    value.kind === 'Call' &&
    /^(?:json|get_json|body|form|post)$/.test(lastName(value.func) ?? '') &&
    holds(value.func, (each) => isRequest(each as Expression, file));
  if (isBody) return true;
  const tainted = taintedValueIn(given, file, ANY_SINK);
  if (tainted?.kind !== 'request' || tainted.given.when !== undefined || tainted.checked.length > 0) return false;
  return tainted.given.doubt === undefined || tainted.given.doubt === 'unknown-source-trust';
}

/** By a handler around it that tells the client, or goes on. */
function isAnswered(node: Expression, exception: string, file: FactsContext): boolean {
  const suppressed = file.context
    .managersAround(node)
    .some((each) =>
      /suppress|raises|handle|catch|errors?$/i.test(each.kind === 'Call' ? (lastName(each.func) ?? '') : ''),
    );
  const taker = file.handlers.takerOf(node, exception);
  if (taker === undefined) return suppressed || [...ancestors(node)].some((each) => each.kind === 'Lambda');
  const status = statusAnsweredIn(taker, file);
  return status === undefined || status < 500;
}
