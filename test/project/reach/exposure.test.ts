import { describe, expect, it } from 'vitest';
import { isPublished } from '../../../src/project/reach/exposure.ts';
import { deliveryOf } from '../read-project.ts';

const APP = `import os

import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def root():
    return "here"


`;

const published = (files: Readonly<Record<string, string>>): boolean => {
  const project = deliveryOf(new Map(Object.entries({ 'api.py': `${APP}uvicorn.run(app)\n`, ...files })));
  return isPublished(project);
};

describe('a service is published', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['a server that listens anywhere', { 'api.py': `${APP}uvicorn.run(app, host="0.0.0.0")\n` }],
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
  ])('by %s', (_, files) => {
    expect(published(files)).toBe(true);
  });
});

describe('a service is not published', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['a server that listens on this machine', { 'api.py': `${APP}uvicorn.run(app, host="127.0.0.1", port=8000)\n` }],
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
  ])('by %s', (_, files) => {
    expect(published(files)).toBe(false);
  });
});
