import { describe, expect, it } from 'vitest';
import { standingsIn } from './standings-in.ts';

const APP = `import os

import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def root():
    return "here"


`;

const exposureOf = (files: Readonly<Record<string, string>>) =>
  standingsIn({ 'api.py': `${APP}uvicorn.run(app)\n`, ...files })('api.py', 'return "here"').isExposed;

const startedBy = (call: string) => exposureOf({ 'api.py': `${APP}${call}\n` });

describe('strangers come', () => {
  it.each([
    'uvicorn.run(app, host="0.0.0.0")',
    'uvicorn.run(app, host="10.0.0.7")',
    'uvicorn.run(app, host=os.environ.get("HOST", "0.0.0.0"))',
    // Doubt is taken for a yes.
    'uvicorn.run(app, host=os.environ["HOST"])',
    'uvicorn.run(app, **os.environ)',
    'uvicorn.run(app)\nuvicorn.run(app, host="0.0.0.0")',
    // Whoever serves the application says where.
    'LIMIT = 1',
  ])('by %j', (call) => {
    expect(startedBy(call)).toBe(true);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['a port of compose', { 'compose.yml': 'services:\n  api:\n    build: .\n    ports:\n      - "80:80"\n' }],
    ['a port of an image', { Dockerfile: 'FROM python:3.12\nEXPOSE 80\nCMD ["python", "api.py"]\n' }],
    ['a command', { Dockerfile: 'FROM python:3.12\nCMD ["uvicorn", "api:app", "--host=0.0.0.0"]\n' }],
    [
      'a manifest',
      {
        'deploy/api.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          image: api:1\n',
      },
    ],
    ['a platform', { Procfile: 'web: python api.py\n' }],
  ])('through %s, wherever the program listens', (_, files) => {
    expect(exposureOf(files)).toBe(true);
  });
});

describe('no stranger comes', () => {
  it.each([
    'uvicorn.run(app)',
    'uvicorn.run(app, host="127.0.0.1", port=8000)',
    'uvicorn.run(app, host="localhost")',
    'uvicorn.run(app, host=os.environ.get("HOST", "127.0.0.1"))',
  ])('by %j', (call) => {
    expect(startedBy(call)).toBe(false);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    [
      'ports of this machine alone',
      {
        'compose.yml':
          'services:\n  api:\n    build: .\n    ports:\n      - "127.0.0.1:80:80"\n      - "[::1]:81:81"\n',
      },
    ],
    [
      'a port of another program',
      { 'compose.yml': 'services:\n  db:\n    image: postgres:16\n    ports:\n      - "5432:5432"\n' },
    ],
    [
      'a port that is open at development',
      { 'compose.dev.yml': 'services:\n  api:\n    build: .\n    ports:\n      - "80:80"\n' },
    ],
    ['a server of the tests', { 'tests/serve.py': 'import uvicorn\n\nuvicorn.run(app, host="0.0.0.0")\n' }],
  ])('through %s', (_, files) => {
    expect(exposureOf(files)).toBe(false);
  });

  it('where nothing is served', () => {
    expect(standingsIn({ 'load.py': 'LIMIT = 1\n' })('load.py', 'LIMIT').isExposed).toBe(false);
  });
});

it('is no question of files that are not Python', () => {
  const at = standingsIn({ 'api.py': APP, Makefile: 'serve:\n\tpython api.py\n' });
  expect(at('Makefile', 'python').isExposed).toBeUndefined();
});
