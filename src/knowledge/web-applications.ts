/** Classes whose objects are a web application: what a server is told to run. Source: the documentation of each framework. */
import { words } from './words.ts';

export const WEB_APPLICATIONS: ReadonlySet<string> = new Set(
  words(`
  fastapi.FastAPI starlette.applications.Starlette flask.Flask quart.Quart sanic.Sanic litestar.Litestar
  aiohttp.web.Application tornado.web.Application falcon.App bottle.Bottle
`),
);
