import type { AsyncFunctionDef, ClassDef, FunctionDef } from '../../ast/index.ts';
import type { Route } from '../context.ts';
import type { SemanticModel } from '../model.ts';
import { classOfMethod } from './enclosing.ts';
import { type Framework, frameworkOf } from './frameworks.ts';

/** The route that a method serves because of the class it is in: a view, a request handler, an endpoint, a servicer. */
export function routeByClass(model: SemanticModel, fn: FunctionDef | AsyncFunctionDef): Route | undefined {
  const owner = classOfMethod(fn);
  if (owner === undefined || owner.bases.length === 0) return undefined;
  const family = familyOf(model, owner);
  if (family === undefined) return undefined;
  const methods = methodsServed(family, fn.name);
  return methods === undefined ? undefined : { framework: family.framework, path: undefined, methods };
}

interface Family {
  readonly framework: Framework;
  readonly style: 'graphql' | 'verbs' | 'viewset' | 'websocket' | 'do-verbs' | 'servicer' | 'socket';
}

const HTTP_VERBS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'delete', 'patch', 'options', 'head', 'trace']);
const ANY_VERB = new Set(['dispatch_request', 'dispatch']);
const VIEWSET_ACTIONS: ReadonlyMap<string, string> = new Map([
  ['list', 'GET'],
  ['retrieve', 'GET'],
  ['create', 'POST'],
  ['update', 'PUT'],
  ['partial_update', 'PATCH'],
  ['destroy', 'DELETE'],
]);
const WEBSOCKET_EVENTS: ReadonlySet<string> = new Set([
  'open',
  'on_message',
  'on_connect',
  'on_receive',
  'on_disconnect',
  'on_close',
]);

function familyOf(model: SemanticModel, owner: ClassDef): Family | undefined {
  for (const base of model.types.basesOf(owner)) {
    const family = base === undefined ? undefined : familyOfBase(base);
    if (family !== undefined) return family;
  }
  return undefined;
}

function familyOfBase(base: string): Family | undefined {
  const last = base.slice(base.lastIndexOf('.') + 1);
  if (last.endsWith('Servicer')) return { framework: 'other', style: 'servicer' };
  if (base.startsWith('http.server.') && last.endsWith('RequestHandler'))
    return { framework: 'other', style: 'do-verbs' };
  if (base.startsWith('socketserver.') && last.endsWith('RequestHandler'))
    return { framework: 'other', style: 'socket' };
  if (/^graphene(?:_django)?\./.test(base)) return { framework: 'other', style: 'graphql' };
  const framework = frameworkOf(base);
  if (framework === undefined) return undefined;
  if (last.startsWith('WebSocket')) return { framework, style: 'websocket' };
  if (framework === 'django' && last.includes('ViewSet')) return { framework, style: 'viewset' };
  if (/(View|Resource|RequestHandler|HTTPEndpoint|StaticFileHandler)$/.test(last)) return { framework, style: 'verbs' };
  return undefined;
}

/** HTTP methods that a method of this name serves; undefined when it serves none. */
function methodsServed(family: Family, name: string): readonly string[] | undefined {
  switch (family.style) {
    case 'graphql':
      return /^mutate(?:_and_get_payload)?$/.test(name) ? ['POST'] : name.startsWith('resolve_') ? ['GET'] : undefined;
    case 'verbs':
      if (ANY_VERB.has(name)) return [];
      return HTTP_VERBS.has(name) ? [name.toUpperCase()] : undefined;
    case 'viewset': {
      const method = VIEWSET_ACTIONS.get(name);
      return method === undefined ? undefined : [method];
    }
    case 'websocket':
      return WEBSOCKET_EVENTS.has(name) ? ['WEBSOCKET'] : undefined;
    case 'do-verbs':
      return /^do_[A-Z]+$/.test(name) ? [name.slice(3)] : undefined;
    case 'socket':
      return name === 'handle' ? [] : undefined;
    case 'servicer':
      return name.startsWith('_') ? undefined : [];
  }
}
