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
  shortText,
  withoutAwait,
} from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { taintedValueIn } from '#kit/web';
import { raisesOnBadText } from '#knowledge/client-errors';
import { isRequest } from '#semantics/context/request-objects';
import { swallowingOf } from '#semantics/flow/swallowing';
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
  /** Decorators, and functions that make the managers around it; `?` where no import tells what it is. */
  readonly decorators: readonly string[];
  readonly managers: readonly string[];
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
      return named.kind === 'Name' ? (file.names.qualifiedName(named) ?? '?') : [];
    });
    const base = { kind: 'raising' as const, function: file.names.fullNameOf(fn), name: fn.name };
    const calls = [...file.context.nodesOfFunction(fn, 'Call'), ...file.context.nodesOfFunction(fn, 'Subscript')];
    return calls
      .toSorted((one, other) => Number(isParsing(one)) - Number(isParsing(other)) || one.start - other.start)
      .flatMap((node) => {
        const found = node.kind === 'Call' ? failureOfCall(node, fn, file) : failureOfKey(node, fn, file);
        if (found === undefined || isAnswered(node, found.exception ?? 'builtins.ValueError', file)) return [];
        return {
          ...base,
          ...found,
          shown: shortText(node, file.text),
          decorators,
          managers: file.context.managersAround(node).flatMap((each) => importedFrom(each, file)),
          place: packPlace(file, node),
        };
      });
  });
}

/** What makes a manager, where another file does: what this one shows of it is asked for. */
const importedFrom = (manager: Expression, { names }: FactsContext): string | [] =>
  manager.kind === 'Call' && names.definitionOf(manager.func) === undefined
    ? (names.qualifiedName(manager.func) ?? [])
    : [];

/** `request.json()`: that the body is JSON clients get right, as a rule; what it holds is told first. */
const isParsing = (node: Expression): boolean => node.kind === 'Call' && lastName(node.func) === 'json';

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
  const taker = file.handlers.takerOf(node, exception);
  if (taker === undefined)
    return (
      file.context.managersAround(node).some((each) => swallowingOf(each, file) !== 'nothing') ||
      [...ancestors(node)].some((each) => each.kind === 'Lambda')
    );
  const status = statusAnsweredIn(taker, file);
  return status === undefined || status < 500;
}
