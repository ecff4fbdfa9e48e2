/** Base classes of which a framework makes one object for each request or connection. */

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
