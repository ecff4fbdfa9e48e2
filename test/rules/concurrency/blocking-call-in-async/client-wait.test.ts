import { describe, expect, test } from 'vitest';
import { waitsThroughClient } from '../../../../rules/concurrency/blocking-call-in-async/client-wait.ts';
import { modelOf } from '../../../project/read-project.ts';

const projectOf = (files: Readonly<Record<string, string>>) => modelOf(new Map(Object.entries(files)));

describe('what applications keep', () => {
  const routes =
    'from fastapi import Request\n\nasync def read(request: Request):\n    return request.app.state.http.get("x")\n';
  const waits = { path: '@state.http.get', from: 'routes.py' };
  const start = (code: string) => `import requests\nfrom fastapi import FastAPI\n\napp = FastAPI()\n${code}\n`;

  test.each([
    ['app.state.http = requests.Session()', 'yes'],
    ['app.state.http = None\napp.state.http = requests.Session()', 'yes'],
    ['app.state.http = requests.Session()\napp.state.http = object()', 'unknown'],
    ['app.state.http = app.state.http', 'unknown'],
    ['app.state.other = requests.Session()', 'unknown'],
  ])('%s: %s', (code, verdict) => {
    expect(waitsThroughClient.answer(waits, projectOf({ 'main.py': start(code), 'routes.py': routes })).verdict).toBe(
      verdict,
    );
  });

  test('is unknown where two modules put something there', () => {
    const code = start('app.state.http = requests.Session()');
    expect(
      waitsThroughClient.answer(waits, projectOf({ 'main.py': code, 'other.py': code, 'routes.py': routes })).verdict,
    ).toBe('unknown');
  });
});

describe('results of tasks', () => {
  const app = 'from celery import Celery\n\napp = Celery("shop")\n\n@app.task\ndef own(x):\n    return x\n';
  const tasks =
    'from celery import shared_task\nfrom shop.worker import app\n\n@app.task(bind=True)\ndef total(self, x):\n    return x\n\n' +
    '@shared_task\ndef send(x):\n    return x\n\n@app.on_after_configure.connect\ndef start(sender):\n    return {}\n\ndef plain(x):\n    return {}\n';
  const project = projectOf({
    'shop/__init__.py': '',
    'shop/worker.py': app,
    'shop/tasks.py': tasks,
    'shop/api.py': '',
  });
  const waits = (path: string) =>
    waitsThroughClient.answer({ path, from: 'shop/api.py', by: 'other-than-database' }, project).verdict;

  test.each([
    ['shop.tasks.total.delay().get', 'yes'],
    ['shop.tasks.send.apply_async().get', 'yes'],
    ['shop.tasks.send.s().apply_async().get', 'yes'],
    ['shop.worker.own.delay().get', 'yes'],
    ['shop.worker.app.send_task().get', 'yes'],
    ['shop.tasks.send.delay', 'unknown'],
    ['shop.tasks.start.delay().get', 'unknown'],
    ['shop.tasks.plain.delay().get', 'unknown'],
    ['shop.tasks.plain().get', 'unknown'],
  ])('%s waits: %s', (path, verdict) => {
    expect(waits(path)).toBe(verdict);
  });
});
