/** Untrusted input that reaches a function of another module through a thread, an executor or a task. */
import { describe, expect, it } from 'vitest';
import { modelOf } from './read-project.ts';

const TASKS = ['run', 'other', 'sent', 'packed', 'named', 'plain'].map(
  (name) => `def ${name}(command, shell=None):\n    return command\n`,
);
const project = modelOf(
  new Map(
    Object.entries({
      'shop/__init__.py': '',
      'shop/tasks.py': TASKS.join('\n'),
      'shop/api.py': [
        'import threading',
        'from fastapi import FastAPI',
        'from shop import tasks',
        'app = FastAPI()',
        '@app.get("/run")',
        'def run(command: str, pool):',
        '    threading.Thread(target=tasks.run, args=("ls", command)).start()',
        '    pool.submit(tasks.other, command)',
        '    tasks.sent.delay(command)',
        '    tasks.packed.apply_async([command])',
        '    threading.Thread(target=tasks.named, kwargs={"shell": command}).start()',
        '    threading.Thread(target=tasks.plain, args=("ls",)).start()',
      ].join('\n'),
    }),
  ),
);

describe('untrusted input', () => {
  it.each([
    ['run', 'command', 0, 'no'],
    ['run', 'shell', 1, 'yes'],
    ['other', 'command', 0, 'yes'],
    ['sent', 'command', 0, 'yes'],
    ['packed', 'command', 0, 'yes'],
    ['named', 'shell', 1, 'yes'],
    ['named', 'command', 0, 'no'],
    ['plain', 'command', 0, 'no'],
  ])('fills `%s(%s)`: %s %s', (name, parameter, position, verdict) => {
    const question = { kind: 'given-untrusted-input', function: `shop.tasks.${name}`, parameter, position } as const;
    expect(project.answer(question).verdict).toBe(verdict);
  });
});

describe('what only code that nothing runs hands over', () => {
  const route = (name: string): string =>
    [
      'from fastapi import APIRouter',
      'from shop import tasks',
      'router = APIRouter()',
      '@router.get("/run")',
      `def run(command: str):`,
      `    tasks.${name}(command)`,
    ].join('\n');
  const idle = modelOf(
    new Map(
      Object.entries({
        'shop/__init__.py': '',
        'shop/tasks.py': TASKS.join('\n'),
        'shop/mounted.py': route('run'),
        'shop/left.py': route('other'),
        'backup_2025-11-18/web.py': `${route('sent')}\napp = FastAPI()\napp.include_router(router)\n`,
        'shop/api.py':
          'from fastapi import FastAPI\nfrom shop import mounted\napp = FastAPI()\napp.include_router(mounted.router)\n',
      }),
    ),
  );

  it.each([
    ['run', 'yes'],
    ['other', 'unknown'],
    ['sent', 'unknown'],
  ])('fills `%s` without doubt: %s', (name, verdict) => {
    const question = {
      kind: 'given-untrusted-input',
      function: `shop.tasks.${name}`,
      parameter: 'command',
      position: 0,
    } as const;
    expect(idle.answer(question).verdict).toBe(verdict);
  });
});
