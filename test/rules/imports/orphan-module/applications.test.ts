import { expect, it } from 'vitest';
import { makesApplication } from '../../../../rules/imports/orphan-module/applications.ts';
import { isApplicationClass } from '../../../../src/knowledge/web-applications.ts';
import { modelOf } from '../../../project/read-project.ts';

it.each([
  ['fastapi.FastAPI', true],
  ['falcon.asgi.App', false],
  ['falcon.App', true],
  ['mcp.server.fastmcp.FastMCP', true],
  ['shop.FastAPI', false],
])('isApplicationClass of %s: %s', (name, expected) => {
  expect(isApplicationClass(name)).toBe(expected);
});

it.each([
  ['shop/main.py', 'from fastapi import FastAPI\n\napp = FastAPI()\n', true],
  ['shop/asgi.py', 'from shop.factory import create_app\n\napp = create_app()\n', true],
  ['shop/settings.py', 'INSTALLED_APPS = ["orders"]\n', true],
  ['shop/factory.py', 'from fastapi import FastAPI\n\ndef create_app():\n    return FastAPI()\n', false],
  ['tests/test_main.py', 'from fastapi import FastAPI\n\napp = FastAPI()\n', false],
])('makesApplication of %s %j: %s', (path, content, expected) => {
  const module = modelOf(new Map([[path, content]])).moduleByPath(path);
  expect(module === undefined ? undefined : makesApplication(module)).toBe(expected);
});
