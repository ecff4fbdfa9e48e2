/** Calls by which code becomes a service. Source: the documentation of each framework. */
import { words } from './words.ts';

/** Classes whose objects are a web application: what a server is told to run. */
export const WEB_APPLICATIONS: ReadonlySet<string> = new Set(
  words(`
  fastapi.FastAPI starlette.applications.Starlette flask.Flask quart.Quart sanic.Sanic litestar.Litestar
  aiohttp.web.Application tornado.web.Application falcon.App bottle.Bottle
`),
);

/** Objects of the class are what a server, a worker or a command is told to run. */
export function isApplicationClass(qualifiedName: string): boolean {
  return WEB_APPLICATIONS.has(qualifiedName) || OTHERS.test(qualifiedName);
}

const OTHERS = /^(celery\.Celery|typer\.Typer|falcon\.\w*App|ray\.serve\.\w+|mcp\.server\.\w+\.FastMCP)$/;

/** Whether a call of this qualified name makes a part of a service: its application or routes, its server, its workers. */
export function makesService(qualifiedName: string): boolean {
  return WEB_APPLICATIONS.has(qualifiedName) || PARTS.has(qualifiedName);
}

const PARTS: ReadonlySet<string> = new Set(
  words(`
  fastapi.APIRouter flask.Blueprint django.urls.path django.urls.re_path celery.Celery dramatiq.set_broker rq.Worker rq.Queue arq.create_pool
  arq.connections.RedisSettings arq.connections.RedisSettings.from_dsn arq.worker.Worker grpc.server
  grpc.aio.server uvicorn.run uvicorn.Server hypercorn.asyncio.serve waitress.serve http.server.HTTPServer
  http.server.ThreadingHTTPServer socketserver.TCPServer socketserver.ThreadingTCPServer asyncio.start_server websockets.serve
  aiogram.Dispatcher telegram.ext.Application.builder telegram.ext.ApplicationBuilder telegram.ext.Updater telebot.TeleBot
  telebot.async_telebot.AsyncTeleBot telethon.TelegramClient discord.Client discord.Bot discord.ext.commands.Bot slack_bolt.App
  slack_bolt.async_app.AsyncApp ray.serve.run mcp.server.fastmcp.FastMCP django.core.wsgi.get_wsgi_application django.core.asgi.get_asgi_application
`),
);

/** Whether a call of this qualified name makes a service as a whole: its application, its server, its workers; routers are parts. */
export function startsService(qualifiedName: string): boolean {
  return makesService(qualifiedName) && !ROUTERS.has(qualifiedName);
}

const ROUTERS: ReadonlySet<string> = new Set(
  words('fastapi.APIRouter flask.Blueprint django.urls.path django.urls.re_path'),
);

/** Whether a call of this qualified name makes an application of a site whose settings name all that belongs to it. */
export function makesSite(qualifiedName: string): boolean {
  return /^django\.core\.[aw]sgi\.get_[aw]sgi_application$/.test(qualifiedName);
}

/** Classes whose objects hold routes and serve them only where something mounts them on an application. */
export const MOUNTED_ROUTERS: ReadonlySet<string> = new Set(
  words(`
  fastapi.APIRouter fastapi.routing.APIRouter flask.Blueprint quart.Blueprint sanic.Blueprint apiflask.APIBlueprint
  flask_smorest.Blueprint aiohttp.web.RouteTableDef ninja.Router
`),
);

/** Paths that frameworks, and what is put before them, serve by themselves. */
export const SERVED_BY_ITSELF =
  /^\/(?:docs|redoc|openapi\.json|metrics|static|swagger[\w.]*|apidocs|admin|favicon\.ico)(?:\/|$)/;

/** Whether a call of this qualified name comes back only where the process is to end. */
export function runsServer(qualifiedName: string): boolean {
  return SERVERS.has(qualifiedName) || ENDLESS_METHOD.test(qualifiedName);
}

const SERVERS: ReadonlySet<string> = new Set(
  words(`uvicorn.run hypercorn.asyncio.serve waitress.serve aiohttp_wsgi.serve aiohttp.web.run_app ray.serve.run
    discord.Client.run discord.Bot.run discord.ext.commands.Bot.run pyrogram.Client.run pyrogram.idle`),
);
const ENDLESS_METHOD =
  /\.(?:serve_forever|run_forever|wait_for_termination|start_consuming|run_polling|infinity_polling|loop_forever)$/;

/** Whether a call of this qualified name waits for what comes to a bot, until the process is to end. */
export function waitsForBot(qualifiedName: string): boolean {
  return BOT_LOOP.test(qualifiedName);
}

const BOT_LOOP = /^aiogram\.(?:\w+\.)*(?:Dispatcher|executor)\.start_(?:polling|webhook)$/;

/** Whether code that imports a module of this name may listen on a port. */
export function mayOpenPort(module: string): boolean {
  return LISTENING.test(module);
}

const LISTENING =
  /^(?:http\.server|socketserver|wsgiref|socket|asyncio|uvicorn|gunicorn|hypercorn|fastapi|starlette|flask|django|aiohttp|tornado|sanic|quart|bottle|falcon|litestar|grpc|websockets|prometheus_client|streamlit|gradio|dash|waitress|cherrypy|twisted)(?:\.|$)/;

/** Whether the paths of an application may be made by classes, tables or files of a framework of this module. */
export function hidesRoutes(module: string): boolean {
  return HIDING.test(module);
}

const HIDING =
  /^(?:django|tornado|flask_rest\w+|flask_smorest|connexion|falcon|litestar|aiohttp\.web|bottle|sanic|quart|fastapi_utils|fastapi_versioning)\b/;
