import { describe, expect, test } from 'vitest';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { buildProjectModel } from '../../src/project/index.ts';
import { buildSemanticModel, summarizeModule } from '../../src/semantics/index.ts';

const parser = await loadPythonParser();

function projectOf(files: Readonly<Record<string, string>>) {
  const summaries = Object.entries(files).map(([path, text]) =>
    summarizeModule(buildSemanticModel(path, parser.parse(text))),
  );
  return buildProjectModel({ summaries, files: new Set(Object.keys(files)) });
}

describe('a program that waits for its end', () => {
  test.each([
    ['await asyncio.Future()', 'yes'],
    ['stop = asyncio.Event()\n    await stop.wait()', 'yes'],
    ['stop = asyncio.Event()\n    loop.add_signal_handler(15, stop.set)\n    await stop.wait()', 'yes'],
    ['stop = asyncio.Event()\n    signal.signal(15, lambda *_: stop.set())\n    await stop.wait()', 'yes'],
    ['done = asyncio.Event()\n    fetch(done.set)\n    await done.wait()', 'no'],
    ['done = asyncio.Event()\n    fetch(done)\n    await done.wait()', 'no'],
    ['await asyncio.wait_for(asyncio.Future(), 3)', 'no'],
  ])('%s: %s', (code, verdict) => {
    const text = `import asyncio\nimport signal\n\nasync def main():\n    ${code}\n\nasyncio.run(main())\n`;
    expect(projectOf({ 'main.py': text }).answer({ kind: 'is-service' }).verdict).toBe(verdict);
  });
});

describe('what applications keep', () => {
  const routes =
    'from fastapi import Request\n\nasync def read(request: Request):\n    return request.app.state.http.get("x")\n';
  const waits = { kind: 'waits-through-client', path: '@state.http.get', from: 'routes.py' } as const;
  const start = (code: string) => `import requests\nfrom fastapi import FastAPI\n\napp = FastAPI()\n${code}\n`;

  test.each([
    ['app.state.http = requests.Session()', 'yes'],
    ['app.state.http = None\napp.state.http = requests.Session()', 'yes'],
    ['app.state.http = requests.Session()\napp.state.http = object()', 'unknown'],
    ['app.state.http = app.state.http', 'unknown'],
    ['app.state.other = requests.Session()', 'unknown'],
  ])('%s: %s', (code, verdict) => {
    expect(projectOf({ 'main.py': start(code), 'routes.py': routes }).answer(waits).verdict).toBe(verdict);
  });

  test('is unknown where two modules put something there', () => {
    const code = start('app.state.http = requests.Session()');
    expect(projectOf({ 'main.py': code, 'other.py': code, 'routes.py': routes }).answer(waits).verdict).toBe('unknown');
  });
});

describe('a second thread', () => {
  test.each([
    ['import threading\n\nthreading.Thread(target=work).start()', 'yes'],
    ['from concurrent.futures import ThreadPoolExecutor\n\nThreadPoolExecutor().submit(work)', 'yes'],
    ['work()', 'no'],
  ])('%s: %s', (code, verdict) => {
    const project = projectOf({ 'main.py': `def work():\n    pass\n\n${code}\n` });
    expect(project.answer({ kind: 'starts-threads' }).verdict).toBe(verdict);
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
    project.answer({ kind: 'waits-through-client', path, from: 'shop/api.py', by: 'other-than-database' }).verdict;

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
