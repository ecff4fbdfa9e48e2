/** Base classes of which a framework makes one object for each request or connection, and what stands for a request itself. */

/** Whether an object of a class with this base lives as long as one request or connection does. */
export function isRequestObject(base: string): boolean {
  return REQUEST_OBJECTS.test(base);
}

/**
 * Handlers of tornado and of the standard library, class-based views of Django and endpoints of Starlette, consumers of
 * channels (https://channels.readthedocs.io/en/stable/topics/consumers.html), protocols of asyncio, autobahn and twisted.
 */
const REQUEST_OBJECTS =
  /^(?:tornado\.(?:web|websocket)\.\w*Handler|http\.server\.\w*RequestHandler|socketserver\.\w*RequestHandler|django\.views\.[\w.]*View|starlette\.endpoints\.\w+|fastapi\.\w*Endpoint|channels\.[\w.]*Consumer|asyncio\.(?:protocols\.)?\w*Protocol|autobahn\.[\w.]*Protocol|twisted\.[\w.]*Protocol|sockjs\.[\w.]*(?:Connection|Session)|flask\.views\.\w*View|aiohttp\.web\.View)$/;

/** The class of what a framework hands to a handler. */
export const isFrameworkRequest = (type: string | undefined): boolean =>
  type !== undefined && FRAMEWORK_REQUEST.test(type);

const FRAMEWORK_REQUEST =
  /^(?:fastapi|starlette|flask|quart|django|rest_framework|aiohttp|sanic|litestar|tornado|werkzeug|bottle|falcon|websockets|robyn)\.(?:\w+\.)*(?:\w*Request|WebSocket|WebSocketServerProtocol|ServerConnection|HTTPServerRequest)$/;

/** The names by which a framework gives the request that is being served. */
export const isRequestProxy = (name: string | undefined): boolean => name !== undefined && REQUEST_PROXIES.has(name);

const REQUEST_PROXIES: ReadonlySet<string> = new Set([
  'flask.request',
  'quart.request',
  'bottle.request',
  'sanic.request',
]);
