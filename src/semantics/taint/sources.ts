/** The sources of untrusted input in a file: requests, bodies and parameters of routes, bots, connections. */
import {
  type Arg,
  type AsyncFunctionDef,
  type Call,
  defsOf,
  type Expression,
  type FunctionDef,
  identifiersOf,
  type Name,
  nodesOf,
  type Parameter,
  parametersOf,
} from '../../ast/index.ts';
import { HANDLER_DECORATORS } from '../../knowledge/event-handlers.ts';
import { isRequestObject } from '../../knowledge/request-objects.ts';
import { REQUEST_PARTS } from '../../knowledge/taint.ts';
import { memoizeByFile, memoizeInFile } from '../by-file.ts';
import { frameworksImported } from '../context/frameworks.ts';
import { mentionsOfFunction } from '../context/function-mentions.ts';
import { isHandler } from '../context/handler-registrations.ts';
import { isRequest, isServerSelf, isServicer } from '../context/request-objects.ts';
import type { Route } from '../context.ts';
import type { SemanticModel } from '../model.ts';
import { botsImported, commandSource, entryOfEvent, writtenToBot } from './bots.ts';
import { isMessageBody, isPartOfMessage } from './broker-messages.ts';
import { isReading, readsConnections, receivedBy } from './connections.ts';
import type { TaintFlow } from './flows.ts';
import { fieldSource, isFieldRead, makesForms, valueOfField } from './forms.ts';
import {
  hasFieldValidator,
  hasValidator,
  isCheckedField,
  isClosedType,
  isConstrained,
  isFilledByClient,
  isInjected,
  segmentOf,
} from './route-parameters.ts';
import { isFilledByModel, isTool, mayHoldTools } from './tools.ts';

type Def = FunctionDef | AsyncFunctionDef;
/** What is known of a leaf; `closed`: nobody's text can come through. */
export type Source = Omit<TaintFlow, 'leaf'> | 'closed' | undefined;

/** Of an expression that is no name: what reads something here. */
export const sourceAt = memoizeInFile(findSource);

function findSource(expression: Expression, model: SemanticModel): Source {
  const { values, names } = model;
  if (values.environmentRead(expression) !== undefined) return { kind: 'environment' };
  if (expression.kind === 'Call') return sourceOfCall(expression, model);
  if (expression.kind === 'Subscript') {
    if (values.possible(expression) !== undefined) return 'closed';
    const event = entryOfEvent(expression, model);
    if (event !== undefined) return event;
    return names.qualifiedName(expression.value) === 'sys.argv' ? { kind: 'arguments' } : undefined;
  }
  if (expression.kind !== 'Attribute') return undefined;
  if (names.qualifiedName(expression) === 'sys.argv') return { kind: 'arguments' };
  return sourceOfPart(expression.value, expression.attr, model);
}

function sourceOfPart(whole: Expression, part: string, model: SemanticModel): Source {
  if (isRequest(whole, model)) return REQUEST_PARTS.has(part) ? { kind: 'request' } : 'closed';
  if (isServerSelf(whole, model)) {
    if (part === 'path' || part === 'headers' || part === 'rfile' || part === 'requestline') return { kind: 'request' };
  }
  const written = writtenToBot(whole, part, model) ?? valueOfField(whole, part, model);
  if (written !== undefined) return written;
  if (isPartOfMessage(whole, part, model)) return { kind: 'message' };
  const owner = model.types.classDefOf(whole);
  if (owner === undefined) return undefined;
  if (isCheckedField(owner, part, model)) return 'closed';
  return hasFieldValidator(owner, part, model) ? validated(whole, model) : undefined;
}

/** A field of a body, at which a validator looks that refuses nothing itself. */
function validated(body: Expression, model: SemanticModel): Source {
  const parameter = body.kind === 'Name' ? model.names.parameterOf(body) : undefined;
  const fn = parameter?.parent?.parent;
  const isOfFunction = fn?.kind === 'FunctionDef' || fn?.kind === 'AsyncFunctionDef';
  if (body.kind !== 'Name' || parameter === undefined || !isOfFunction) return undefined;
  const source = sourceOfName(body, parameter, fn, model);
  return typeof source === 'object' ? { doubt: 'input-validated' as const, ...source } : source;
}

function sourceOfCall(call: Call, model: SemanticModel): Source {
  const { func } = call;
  const name = model.types.calleeName(func) ?? '';
  if (CLOSING.test(name)) return 'closed';
  if (name === 'builtins.input' || /(?:^|\.)parse_(?:known_)?args$/.test(name)) return { kind: 'arguments' };
  if (name.startsWith('tornado.web.RequestHandler.get_')) return { kind: 'request' };
  if (isFieldRead(call, model)) return { kind: 'form' };
  if (func.kind === 'Attribute') {
    const source = sourceOfPart(func.value, func.attr, model);
    if (source !== undefined) return func.attr === 'get' || func.attr === 'items' ? undefined : source;
    if (isServerSelf(func.value, model) && /^get_(?:\w+_)?(?:arguments?|cookie)$/.test(func.attr))
      return { kind: 'request' };
    const received = receivedBy(func, model);
    if (received !== undefined) return received;
  }
  switch (model.effects.of(call)) {
    case 'network':
      return { kind: isReading(call, name, model) ? 'connection' : 'answer' };
    case 'database':
      return { kind: 'database' };
    case 'file':
      return { kind: 'file' };
    default:
      return undefined;
  }
}

/** Numbers, identifiers and digests hold no text of anybody. */
const CLOSING =
  /^(?:builtins\.(?:int|float|bool|len|abs|round|hash|id|ord|sum|range|isinstance|hex|oct|bin|any|all)|uuid\.\w+|hashlib\..+|secrets\.\w+|datetime\..+|decimal\.Decimal|ipaddress\..+|time\..+|tempfile\..+|random\..+|zlib\.crc32)$/;
/** A parameter, when the framework fills it with untrusted input. */
export function sourceOfName(name: Name, parameter: Arg, fn: Def, model: SemanticModel): Source {
  const { annotation, arg } = parameter;
  if (arg === 'self' || arg === 'cls') return 'closed';
  if (annotation !== undefined && isClosedType(annotation, model)) return 'closed';
  const route = model.context.routeOf(fn);
  const whole = parametersOf(fn).find(({ node }) => node === parameter);
  if (route === undefined) {
    const known = sourcesWithoutRoute(model);
    // Undefined is an answer too, and the most frequent one.
    if (!known.has(parameter)) known.set(parameter, sourceWithoutRoute(parameter, whole, fn, model));
    return known.get(parameter);
  }
  if (whole === undefined || (isInjected(whole, model) && !isFilledByClient(whole, model))) return undefined;
  if (isServicer(fn, model)) return fn.args.args[1] === parameter ? { kind: 'request' } : undefined;
  if (isRequest(name, model)) return undefined;
  if (isConstrained(whole, model)) return 'closed';
  const segment = segmentOf(arg, fn, route.path, model);
  if (segment === 'closed') return 'closed';
  const body = segment === undefined ? foreignBody(name, model) : undefined;
  const doubt = hasValidator(whole, model)
    ? 'input-validated'
    : body !== undefined || isRoutedElsewhere(route)
      ? 'opaque-callee'
      : undefined;
  return {
    kind: 'request',
    ...(segment === 'segment' && { isSegment: true }),
    ...(body !== undefined && { body }),
    ...(doubt !== undefined && { doubt }),
  };
}

/** Each use of a parameter asks for it, whatever is looked for. */
const sourcesWithoutRoute = memoizeByFile((_: SemanticModel) => new Map<Arg, Source>());

function sourceWithoutRoute(parameter: Arg, whole: Parameter | undefined, fn: Def, model: SemanticModel): Source {
  if (whole !== undefined && isFilledByClient(whole, model))
    return isConstrained(whole, model)
      ? 'closed'
      : { kind: 'request', ...(hasValidator(whole, model) && { doubt: 'input-validated' as const }) };
  if (isViewParameter(parameter, fn, model)) return { kind: 'request', doubt: 'opaque-callee' };
  const source = commandSource(fn, parameter, model) ?? fieldSource(fn, parameter, model);
  if (source !== undefined) return source;
  if (isMessageBody(parameter, fn, model)) return { kind: 'message' };
  return isFilledByModel(parameter, model) && mayHoldTools(model) && isTool(fn, model) ? { kind: 'model' } : undefined;
}

/** A view of Django by its signature, which another module routes: what follows the request is in the address. */
function isViewParameter(parameter: Arg, fn: Def, model: SemanticModel): boolean {
  const [first] = parametersOf(fn);
  if (first?.name !== 'request' || first.node === parameter || fn.parent?.kind !== 'Module') return false;
  if (!frameworksImported(model).includes('django') || mentionsOfFunction(model, fn).length > 0) return false;
  // What is no view is called with a request by the views of its file, or answers nothing.
  return model.flow.returnValues(fn).every((value) => value?.kind === 'Call');
}

/** A view of Django: what its route lets through is in the module that routes it. */
const isRoutedElsewhere = ({ framework, path }: Route): boolean => framework === 'django' && path === undefined;

/** The class of a body that another module defines. */
function foreignBody(name: Name, { types }: SemanticModel): string | undefined {
  const type = types.classOf(name);
  // What a scheme of fastapi takes out of a request, it takes as it is.
  if (type === undefined || /^(?:builtins|fastapi\.security)\./.test(type)) return undefined;
  return types.classDefOf(name) === undefined ? type : undefined;
}

/** Whether the file has a source at all: most files need not be traced expression by expression. */
export const hasSource = memoizeByFile((model: SemanticModel): boolean => {
  if (frameworksImported(model).length > 0 || botsImported(model) || mayHoldTools(model) || makesForms(model))
    return true;
  const { imports } = model.names;
  const used = identifiersOf(model.source.module);
  if (
    [...HANDLER_DECORATORS].some((method) => used.has(method)) &&
    defsOf(model.source.module).some((fn) => isHandler(fn, model))
  )
    return true;
  if (imports.some(({ module }) => module === 'socketserver' || module === 'http.server')) return true;
  const { module } = model.source;
  if (defsOf(module).some((fn) => model.context.routeOf(fn) !== undefined)) return true;
  if (!imports.some(({ module: from }) => from === 'socket' || from === 'asyncio')) return false;
  if (readsConnections(used)) return true;
  const bases = nodesOf(module, 'ClassDef').flatMap((owner) => model.types.basesOf(owner));
  return bases.some((base) => base !== undefined && isRequestObject(base));
});
