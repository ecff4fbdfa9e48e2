import { describe, expect, it } from 'vitest';
import { deployedModules } from '../../../src/kit/artifacts/deployed-modules.ts';
import { servedApplications } from '../../../src/kit/artifacts/served-applications.ts';
import { serverFacts } from '../../../src/kit/artifacts/server-facts.ts';
import { deliveryOf, factsOf } from '../../project/read-project.ts';

const CODE: Readonly<Record<string, string>> = {
  'shop/__init__.py': '',
  'shop/api.py': 'from fastapi import FastAPI\n\nfrom shop import store\n\napp = FastAPI()\n',
  'shop/store.py': 'ROWS = []\n',
  'shop/tool.py': 'print("once")\n',
};

const filesOf = (added: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries({ ...CODE, ...added }));

/** `module: counts` of each application that something starts. */
function servedBy(added: Readonly<Record<string, string>>): string[] {
  const files = filesOf(added);
  return servedApplications(deliveryOf(files), factsOf(files, serverFacts)).map(
    ({ module, counts, hasUnknownCount }) => {
      const reported = counts.map(({ what, count, isLimit }) => `${count} ${what}${isLimit ? ' at most' : ''}`);
      return `${module.path}: ${[...reported, ...(hasUnknownCount ? ['?'] : [])].join(', ')}`;
    },
  );
}

const dockerfile = (command: string, ...lines: readonly string[]): string =>
  ['FROM python:3.12', ...lines, 'COPY . .', `CMD ${command}`, ''].join('\n');

describe('servedApplications counts workers', () => {
  it.each([
    ['uvicorn shop.api:app', '1 workers'],
    ['uvicorn shop.api:app --workers 4', '4 workers'],
    ['uvicorn shop.api:app --workers=4', '4 workers'],
    ['python -m uvicorn shop.api:app --workers 2', '2 workers'],
    ['gunicorn -w3 shop.api:app', '3 workers'],
    ['uvicorn shop.api:app --workers $WORKERS', '?'],
    ['uvicorn shop.api:app --workers ${WORKERS:-3}', '3 workers'],
  ])('%s: %s', (command, reported) => {
    expect(servedBy({ Dockerfile: dockerfile(command) })).toEqual([`shop/api.py: ${reported}`]);
  });

  it('by variables ththe file of the command sets', () => {
    const own = dockerfile('uvicorn shop.api:app --workers $WORKERS', 'ENV WORKERS=5');
    expect(servedBy({ Dockerfile: own })).toEqual(['shop/api.py: 5 workers']);
    const usual = dockerfile('uvicorn shop.api:app', 'ENV WEB_CONCURRENCY=6');
    expect(servedBy({ Dockerfile: usual })).toEqual(['shop/api.py: 6 workers']);
  });

  it("by gunicorn's configuration, unless an option says otherwise", () => {
    const configuration = { 'gunicorn.conf.py': 'import os\n\nworkers = int(os.getenv("WORKERS", "8"))\n' };
    const started = (command: string) => servedBy({ ...configuration, Dockerfile: dockerfile(command) });
    expect(started('gunicorn shop.api:app')).toEqual(['shop/api.py: 8 workers']);
    expect(started('gunicorn -c gunicorn.conf.py shop.api:app')).toEqual(['shop/api.py: 8 workers']);
    expect(started('gunicorn -w 2 shop.api:app')).toEqual(['shop/api.py: 2 workers']);
  });

  it('by the code that starts the server, unless it reloads', () => {
    const main = (options: string) =>
      servedBy({ 'shop/main.py': `import uvicorn\n\nuvicorn.run("shop.api:app"${options})\n` });
    expect(main('')).toEqual(['shop/api.py: 1 workers']);
    expect(main(', workers=4')).toEqual(['shop/api.py: 4 workers']);
    expect(main(', reload=True')).toEqual([]);
  });

  it('not by what starts for developers, or is no server', () => {
    expect(servedBy({ 'Dockerfile.dev': dockerfile('uvicorn shop.api:app') })).toEqual([]);
    expect(servedBy({ Dockerfile: dockerfile('uvicorn shop.api:app --reload') })).toEqual([]);
    expect(servedBy({ Dockerfile: dockerfile('python -m shop.tool') })).toEqual([]);
    expect(servedBy({ Makefile: 'run:\n\tuvicorn shop.api:app\n' })).toEqual([]);
  });
});

describe('servedApplications counts replicas', () => {
  const image = dockerfile('uvicorn shop.api:app');
  const deployment = (name: string, replicas: number, of: string): string =>
    `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  template:
    spec:
      containers:
        - name: main
          image: ${of}
`;

  it('of a service that builds the image', () => {
    const compose = 'services:\n  api:\n    build: .\n    deploy:\n      replicas: 3\n';
    expect(servedBy({ Dockerfile: image, 'compose.yml': compose })).toEqual(['shop/api.py: 1 workers, 3 replicas']);
  });

  it('of the one deployment of an image of its own', () => {
    const own = { Dockerfile: image, 'k8s/api.yaml': deployment('api', 2, 'registry.example/shop:1') };
    expect(servedBy(own)).toEqual(['shop/api.py: 1 workers, 2 replicas']);
    expect(servedBy({ ...own, 'k8s/cache.yaml': deployment('cache', 3, 'redis:7') })).toEqual([
      'shop/api.py: 1 workers, 2 replicas',
    ]);
    expect(servedBy({ ...own, 'k8s/jobs.yaml': deployment('jobs', 3, 'registry.example/jobs:1') })).toEqual([
      'shop/api.py: 1 workers',
    ]);
  });

  it('as many as an autoscaler may start', () => {
    const scaler =
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: api\nspec:\n  scaleTargetRef:\n    kind: Deployment\n    name: api\n  maxReplicas: 9\n';
    const files = { Dockerfile: image, 'k8s/api.yaml': deployment('api', 1, 'shop:1'), 'k8s/scale.yaml': scaler };
    expect(servedBy(files)).toEqual(['shop/api.py: 1 workers, 9 replicas at most']);
  });
});

describe('deployedModules', () => {
  const deployed = (added: Readonly<Record<string, string>>): string[] =>
    [...deployedModules(deliveryOf(filesOf(added)))].map(({ path }) => path).sort();
  const SERVICE = ['shop/__init__.py', 'shop/api.py', 'shop/store.py'];

  it.each([
    ['Dockerfile', dockerfile('uvicorn shop.api:app')],
    ['Procfile', 'web: gunicorn shop.api:app\n'],
    ['compose.yml', 'services:\n  api:\n    build: .\n    command: python -m shop.api\n'],
    ['start.sh', '#!/bin/sh\nexec python shop/api.py\n'],
  ])('%s starts a module with what it imports', (path, content) => {
    expect(deployed({ [path]: content })).toEqual(SERVICE);
  });

  it.each([
    ['Dockerfile.test', dockerfile('uvicorn shop.api:app')],
    ['.github/workflows/serve.yml', 'on: push\njobs:\n  a:\n    steps:\n      - run: uvicorn shop.api:app\n'],
    ['Makefile', 'serve:\n\tuvicorn shop.api:app\n'],
  ])('%s is for those who work on it', (path, content) => expect(deployed({ [path]: content })).toEqual([]));
});
