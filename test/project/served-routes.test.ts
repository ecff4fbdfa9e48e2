import { expect, test } from 'vitest';
import { routesAt, servedRoutes } from '../../src/project/served-routes.ts';
import { modelOf } from './read-project.ts';

/** `# b.py` begins another file; methods and paths of what the project serves, or nothing. */
function servedBy(code: string) {
  const [first = '', ...more] = code.split(/^# (\w+\.py)\n/m);
  const files = new Map([['a.py', first]]);
  for (let at = 0; at < more.length; at += 2) files.set(more[at] ?? '', more[at + 1] ?? '');
  const project = modelOf(files);
  return servedRoutes(project.modules, project);
}

const shown = (code: string) =>
  servedBy(code)?.map(({ methods, segments }) => `${methods} /${segments.join('/')}`.trim());

const FASTAPI = 'from fastapi import APIRouter, FastAPI\napp = FastAPI()\n';
const FLASK = 'from flask import Blueprint, Flask\napp = Flask(__name__)\n';
const GET = (owner: string, path: string) => `@${owner}.get("${path}")\ndef get():\n    return serve()\n`;

test.each([
  ['a route', `${FASTAPI}${GET('app', '/health')}`, ['GET /health']],
  [
    'two decorators',
    `${FASTAPI}@app.get("/health")\n@app.post("/healthz")\ndef health():\n    return serve()\n`,
    ['GET /health', 'POST /healthz'],
  ],
  [
    'prefixes of router and mount',
    `${FASTAPI}api = APIRouter(prefix="/v1")\n${GET('api', '/orders')}app.include_router(api, prefix="/api")\n`,
    ['GET /api/v1/orders'],
  ],
  [
    'nested routers, by keyword',
    `${FASTAPI}api = APIRouter(prefix="/v1")\norders = APIRouter(prefix="/orders")\n${GET('orders', '/{number}')}api.include_router(router=orders)\napp.include_router(router=api, prefix="/api")\n`,
    ['GET /api/v1/orders/{number}'],
  ],
  [
    'two mounts',
    `${FASTAPI}api = APIRouter()\n${GET('api', '/orders')}app.include_router(api, prefix="/v1")\napp.include_router(api, prefix="/v2")\n`,
    ['GET /v1/orders', 'GET /v2/orders'],
  ],
  [
    'a mount on itself',
    `${FASTAPI}api = APIRouter(prefix="/v1")\n${GET('api', '/orders')}api.include_router(api)\n`,
    ['GET /**/v1/orders'],
  ],
  [
    'a router that nothing mounts',
    `${FASTAPI}api = APIRouter(prefix="/v1")\n${GET('api', '/orders')}`,
    ['GET /**/v1/orders'],
  ],
  [
    'a prefix that is not written out',
    `${FASTAPI}import os\napi = APIRouter()\n${GET('api', '/orders')}app.include_router(api, prefix=os.environ["BASE"])\n`,
    ['GET /**/orders'],
  ],
  [
    'a mounted application, by keyword',
    `${FASTAPI}api = FastAPI()\n${GET('api', '/orders')}app.mount(path="/api", app=api)\n`,
    ['GET /orders', 'GET /api/orders'],
  ],
  [
    'an application of another name',
    `from fastapi import FastAPI as Web\nclass Shop(Web):\n    pass\napp = Shop()\n${GET('app', '/health')}`,
    ['GET /health'],
  ],
  [
    'a blueprint with its prefix',
    `${FLASK}api = Blueprint("api", __name__, url_prefix="/v1")\n${GET('api', '/orders')}app.register_blueprint(api)\n`,
    ['GET /v1/orders'],
  ],
  [
    'a blueprint with another prefix',
    `${FLASK}api = Blueprint("api", __name__, url_prefix="/v1")\n${GET('api', '/orders')}app.register_blueprint(api, url_prefix="/api")\n`,
    ['GET /api/orders'],
  ],
  [
    'nested blueprints',
    `${FLASK}api = Blueprint("api", __name__, url_prefix="/api")\norders = Blueprint("orders", __name__, url_prefix="/v1")\n${GET('orders', '/all')}api.register_blueprint(orders, url_prefix="/orders")\napp.register_blueprint(blueprint=api)\n`,
    ['GET /api/orders/all'],
  ],
  [
    'a router of another module',
    `${FASTAPI}import b\napp.include_router(b.router, prefix="/api")\n# b.py\nfrom fastapi import APIRouter\nrouter = APIRouter()\n${GET('router', '/orders')}`,
    ['GET /api/orders'],
  ],
  [
    'a router whose routes are elsewhere',
    `${FASTAPI}from strawberry.fastapi import GraphQLRouter\ngraphs = GraphQLRouter(schema)\napp.include_router(graphs, prefix="/graphql")\n`,
    ['/graphql/**'],
  ],
  [
    'a router that a call gives',
    `${FASTAPI}from users import accounts\napp.include_router(accounts.get_router(), prefix="/auth")\n`,
    ['/auth/**'],
  ],
  [
    'a router of a library',
    `${FASTAPI}from accounts import router\napp.include_router(router, prefix="/auth")\n`,
    ['/auth/**'],
  ],
  [
    'files',
    `${FASTAPI}from fastapi.staticfiles import StaticFiles\napp.mount("/static", StaticFiles(directory="static"))\n`,
    ['/static/**'],
  ],
  [
    'a router of a bot',
    `${FASTAPI}from bot import dispatcher, router\n${GET('app', '/health')}dispatcher.include_router(router)\n`,
    ['GET /health'],
  ],
  ['a path that a call adds', `${FASTAPI}app.add_api_route(path="/health", endpoint=health())\n`, ['/**/health/**']],
  ['an extension', `${FLASK}from healthcheck import HealthCheck\nHealthCheck(app, "/healthz")\n`, ['/**/healthz/**']],
  [
    'a dispatcher',
    `${FLASK}from werkzeug.middleware.dispatcher import DispatcherMiddleware\napp.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/metrics": metrics})\n`,
    ['/**/metrics/**'],
  ],
  [
    'a middleware',
    `${FASTAPI}@app.middleware("http")\nasync def answer(request, call_next):\n    if request.url.path == "/healthz":\n        return serve()\n    return await call_next(request)\n`,
    ['/**/healthz/**'],
  ],
  ['a table of Django', `${FASTAPI}# b.py\nfrom django.urls import path\n`, undefined],
  ['a client', 'import httpx\nhttpx.get("/orders")\n', []],
])('what is served: %s', (_, code, expected) => {
  expect(shown(code)).toEqual(expected);
});

test.each([
  [
    'FastAPI',
    `${FASTAPI}@app.get("/h")\ndef h():\n    return {"status": "ok", "code": "a"}\n`,
    '{"status":"ok","code":"a"}',
  ],
  [
    'Flask',
    `${FLASK}@app.get("/h")\ndef h():\n    return {"status": "ok", "code": "a"}\n`,
    '{"code":"a","status":"ok"}',
  ],
])('a constant answer of %s', (_, code, expected) => {
  expect(servedBy(code)?.map(({ answer }) => answer)).toEqual([expected]);
});

test.each([
  ['fastapi', 'from fastapi import UploadFile', 'photo: UploadFile', true],
  ['a list', 'from fastapi import UploadFile', 'photos: list[UploadFile]', true],
  ['bytes', 'from fastapi import File', 'photo: bytes = File()', true],
  [
    'bytes by annotation',
    'from fastapi import File\nfrom typing import Annotated',
    'photo: Annotated[bytes, File()]',
    true,
  ],
  ['starlette', 'from starlette.datastructures import UploadFile', 'photo: UploadFile', true],
  ['a form', 'from fastapi import Form', 'name: str = Form()', undefined],
])('a route takes a file: %s', (_, imports, parameter, expected) => {
  const code = `${imports}\n${FASTAPI}@app.post("/photos")\ndef add(${parameter}):\n    return serve()\n`;
  expect(servedBy(code)?.map(({ takesFile }) => takesFile)).toEqual([expected]);
});

test('the routes that may answer a path', () => {
  const routes = servedBy(
    `${FASTAPI}api = APIRouter()\n${GET('app', '/orders/{number}')}${GET('app', '/files/{name:path}')}${GET('api', '/health')}`,
  );
  const answering = (path: string) => routesAt(path, routes ?? []).map(({ segments }) => segments.join('/'));
  expect(answering('/orders/7?all=1')).toEqual(['orders/{number}']);
  expect(answering('/orders/*/')).toEqual(['orders/{number}', '**/health']);
  expect(answering('/files/a/b')).toEqual(['files/{name:path}']);
  expect(answering('/api/v1/health')).toEqual(['**/health']);
  expect(answering('/orders')).toEqual([]);
});
