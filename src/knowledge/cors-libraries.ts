/** How a library spells its CORS settings. */
export interface CorsLibrary {
  readonly origins: string;
  readonly pattern: string | undefined;
  readonly credentials: string;
  readonly methods: string;
  /** Without an argument of origins it lets all in. */
  readonly opensByDefault: boolean;
  readonly name: string;
}

const STARLETTE: CorsLibrary = {
  origins: 'allow_origins',
  pattern: 'allow_origin_regex',
  credentials: 'allow_credentials',
  methods: 'allow_methods',
  opensByDefault: false,
  name: 'Starlette',
};
export const FLASK_CORS: CorsLibrary = {
  origins: 'origins',
  pattern: undefined,
  credentials: 'supports_credentials',
  methods: 'methods',
  opensByDefault: true,
  name: 'Flask-CORS',
};
const QUART: CorsLibrary = {
  ...STARLETTE,
  origins: 'allow_origin',
  pattern: undefined,
  name: 'Quart-CORS',
  opensByDefault: true,
};

const SOCKET_IO: CorsLibrary = {
  ...STARLETTE,
  origins: 'cors_allowed_origins',
  pattern: undefined,
  credentials: 'cors_credentials',
  methods: '',
  name: 'Socket.IO',
};
const FALCON: CorsLibrary = { ...STARLETTE, pattern: undefined, methods: '', opensByDefault: true, name: 'Falcon' };
const LITESTAR: CorsLibrary = { ...STARLETTE, opensByDefault: true, name: 'Litestar' };

/** Middleware classes, given to `add_middleware`, `Middleware` or called themselves. */
export const CORS_MIDDLEWARE: ReadonlyMap<string, CorsLibrary> = new Map([
  ['fastapi.middleware.cors.CORSMiddleware', STARLETTE],
  ['starlette.middleware.cors.CORSMiddleware', STARLETTE],
]);
export const CORS_FUNCTIONS: ReadonlyMap<string, CorsLibrary> = new Map([
  ['flask_cors.CORS', FLASK_CORS],
  ['flask_cors.cross_origin', FLASK_CORS],
  ['quart_cors.cors', QUART],
  ['flask_socketio.SocketIO', SOCKET_IO],
  ['socketio.Server', SOCKET_IO],
  ['socketio.AsyncServer', SOCKET_IO],
  ['fastapi_socketio.SocketManager', SOCKET_IO],
  ['falcon.CORSMiddleware', FALCON],
  ['litestar.config.cors.CORSConfig', LITESTAR],
  ['starlite.CORSConfig', LITESTAR],
]);
