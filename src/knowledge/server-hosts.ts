/** Calls that start a server, and how they are told where it listens. Source: the documentation of each. */

interface Listener {
  /** Keywords that name the address. */
  readonly keywords: readonly string[];
  /** Position of the address, which may be a pair of host and port. */
  readonly position?: number;
  /** Where it listens when nothing is said. */
  readonly byDefault: 'loopback' | 'anywhere';
}

const HOST = ['host'] as const;

const LISTENERS: ReadonlyMap<string, Listener> = new Map<string, Listener>([
  ['uvicorn.run', { keywords: HOST, byDefault: 'loopback' }],
  ['uvicorn.Config', { keywords: HOST, byDefault: 'loopback' }],
  ['flask.Flask.run', { keywords: HOST, position: 0, byDefault: 'loopback' }],
  ['quart.Quart.run', { keywords: HOST, position: 0, byDefault: 'loopback' }],
  ['sanic.Sanic.run', { keywords: HOST, position: 0, byDefault: 'loopback' }],
  ['bottle.run', { keywords: HOST, byDefault: 'loopback' }],
  ['aiohttp.web.run_app', { keywords: HOST, byDefault: 'anywhere' }],
  ['aiohttp.web.TCPSite', { keywords: HOST, position: 1, byDefault: 'anywhere' }],
  ['waitress.serve', { keywords: HOST, byDefault: 'anywhere' }],
  ['websockets.serve', { keywords: HOST, position: 1, byDefault: 'anywhere' }],
  ['asyncio.start_server', { keywords: HOST, position: 1, byDefault: 'anywhere' }],
  ['http.server.HTTPServer', { keywords: ['server_address'], position: 0, byDefault: 'anywhere' }],
  ['http.server.ThreadingHTTPServer', { keywords: ['server_address'], position: 0, byDefault: 'anywhere' }],
  ['socketserver.TCPServer', { keywords: ['server_address'], position: 0, byDefault: 'anywhere' }],
  ['socketserver.ThreadingTCPServer', { keywords: ['server_address'], position: 0, byDefault: 'anywhere' }],
  ['gradio.Blocks.launch', { keywords: ['server_name'], byDefault: 'loopback' }],
  ['gradio.Interface.launch', { keywords: ['server_name'], byDefault: 'loopback' }],
  ['gradio.ChatInterface.launch', { keywords: ['server_name'], byDefault: 'loopback' }],
]);

/** How a call of this qualified name starts a server; undefined where it starts none. */
export function listenerOf(qualifiedName: string): Listener | undefined {
  return LISTENERS.get(qualifiedName);
}
