import { expect, test } from 'vitest';
import type { ProjectModel } from '../../src/project/index.ts';
import { codeOfService } from '../../src/project/service-code.ts';
import { deliveryOf, readRepository } from './read-project.ts';

const services = deliveryOf(readRepository('services'));

function codeOf(name: string, project: ProjectModel = services) {
  const [file] = project.artifacts.of('compose').filter(({ path }) => path === 'compose.yml');
  const service = file?.model.services.find((each) => each.name.value === name);
  if (file === undefined || service === undefined) throw new Error(`no service ${name}`);
  const code = codeOfService(project, { file, service });
  return (
    code && {
      stage: code.image.stage.name?.value,
      started: code.started.map(({ module }) => module.path),
      modules: [...code.modules].map(({ path }) => path).sort(),
      mayRunMore: code.mayRunMore,
    }
  );
}

test('a service runs whthe files laid over it say, and all that this imports at run time', () => {
  expect(codeOf('api')).toEqual({
    stage: 'serve',
    started: ['orders/api.py'],
    modules: ['orders/__init__.py', 'orders/api.py', 'orders/store.py'],
    mayRunMore: false,
  });
});

test('what a service extends brings its image; modules named in texts belong to the code', () => {
  expect(codeOf('worker')).toMatchObject({ stage: 'serve', started: ['orders/worker.py'] });
  expect(codeOf('worker')?.modules).toContain('orders/tasks.py');
});

test('an entrypoint is opened, and the command that it is given counts in place of that of the image', () => {
  expect(codeOf('mailer')?.started).toEqual(['jobs/mail.py', 'jobs/prepare.py']);
});

test('of scripts with one name the image holds one; what lies beside it and what a variable names belong to it', () => {
  expect(codeOf('board')).toMatchObject({
    started: ['web/board/main.py'],
    modules: ['web/board/board/settings/night.py', 'web/board/figures.py', 'web/board/main.py'],
    mayRunMore: false,
  });
});

test('an image from elsewhere holds no code of the repository', () => {
  expect(codeOf('store')).toBeUndefined();
});

test('a pattern copies folders with all in them', () => {
  const files = new Map([
    ['compose.yml', 'services:\n  shop:\n    build: .\n'],
    ['Dockerfile', 'FROM python:3.12\nCOPY packages/* /app/\nCMD ["python", "/app/shop/main.py"]\n'],
    ['packages/README.md', ''],
    ['packages/server/shop/main.py', 'print(1)\n'],
    ['tools/shop/main.py', 'print(2)\n'],
  ]);
  expect(codeOf('shop', deliveryOf(files))?.started).toEqual(['packages/server/shop/main.py']);
});

test('what starts another program as a user is read through, also in a script that lies in a copied folder', () => {
  const files = new Map([
    ['compose.yml', 'services:\n  shop:\n    build: .\n'],
    [
      'Dockerfile',
      'FROM python:3.12\nWORKDIR /srv\nCOPY shop.py ./\nCOPY docker bin\nENTRYPOINT ["bin/start.sh"]\nCMD ["uvicorn", "shop:app"]\n',
    ],
    ['docker/start.sh', '#!/bin/sh\ngosu app python shop.py\n'],
    ['tools/start.sh', '#!/bin/sh\npython tools.py\n'],
    ['shop.py', 'print(1)\n'],
    ['tools.py', 'print(2)\n'],
  ]);
  expect(codeOf('shop', deliveryOf(files))?.started).toEqual(['shop.py', 'shop.py']);
});
