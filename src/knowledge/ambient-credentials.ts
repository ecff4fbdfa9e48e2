/** By what a server shows that it goes by what browsers send along on their own. Sources: the manuals of the frameworks. */
import { words } from './words.ts';

/** Attributes of requests and responses by which cookies are set, signed and taken away. */
export const COOKIE_ATTRIBUTES: ReadonlySet<string> = new Set(
  words('COOKIES delete_cookie set_cookie set_secure_cookie get_secure_cookie set_signed_cookie get_signed_cookie'),
);

/** Modules that keep a login in a cookie. */
export const AMBIENT_MODULES: readonly string[] = words(`
  aiohttp_session django.contrib.auth django.contrib.sessions flask_httpauth flask_login flask_security flask_session
  quart_auth sanic_session starlette.middleware.sessions starsessions fastapi.middleware.sessions
`);

/**
 * What else is signed with the secret key of a Django, Flask or Quart application; Flask-SocketIO only hands the session on. Source: the
 * manuals of the extensions.
 */
export const KEY_USING_MODULES: readonly string[] = words(`
  django.contrib.admin django.contrib.messages django.core.signing flask_admin flask_appbuilder flask_dance flask_debugtoolbar flask_jwt
  flask_jwt_extended flask_wtf itsdangerous quart_jwt_extended quart_wtf
`);

/** Names of Flask and Quart that need the session, which is signed with that key. */
export const SESSION_NAMES: ReadonlySet<string> = new Set(words('flash get_flashed_messages session'));

/** Names by which cookies, sessions and HTTP authentication are asked for, below the framework that has them. */
export const AMBIENT_NAMES: ReadonlySet<string> = new Set(
  words(`
  fastapi.APIKeyCookie fastapi.Cookie fastapi.HTTPBasic fastapi.HTTPDigest fastapi_users.CookieTransport flask.session
  litestar.SessionAuth quart.session starlette.SessionMiddleware
`),
);
