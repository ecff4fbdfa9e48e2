import { describe, expect, it } from 'vitest';
import { reported, standingsIn } from './standings-in.ts';

const STAGES = `FROM python:3.12 AS base
RUN echo base
FROM base AS build
RUN echo build
FROM base AS lint
RUN echo lint
FROM base AS runtime
COPY --from=build /app /app
RUN echo runtime
`;

const dockerfileAt = (path: string, text: string, more: Readonly<Record<string, string>> = {}, content = STAGES) =>
  reported(standingsIn({ [path]: content, ...more })(path, text));

describe('a Dockerfile', () => {
  const IN_IMAGE = 'run: it is in the image that `Dockerfile` builds';

  it('runs in its last stage, and in those that it is made on', () => {
    expect(dockerfileAt('Dockerfile', 'echo runtime')).toBe(IN_IMAGE);
    expect(dockerfileAt('Dockerfile', 'echo base')).toBe(IN_IMAGE);
  });

  it('only gives files from the other stages', () => {
    expect(dockerfileAt('Dockerfile', 'echo build')).toBe(
      'imported: the image of `Dockerfile` only copies files from this stage',
    );
  });

  it.each([
    ['builds in it', 'RUN make dist', '/srv/dist'],
    ['copies from its system folders', 'RUN echo conda', '/opt/conda'],
  ])('gives what depends on its base where somebody %s', (_, run, source) => {
    const content = `FROM condaforge/miniforge3 AS parts\n${run}\nFROM python:3.12\nCOPY --from=parts ${source} /srv\n`;
    expect(dockerfileAt('Dockerfile', run, {}, content)).toBe(
      'run by hand: the image of `Dockerfile` contains what this stage builds',
    );
  });

  it('only gives files from a stage that fetches and unpacks them', () => {
    const content =
      'FROM alpine AS parts\nADD https://example.org/v1.tar.gz /parts/\nRUN tar -C /parts -xf /parts/v1.tar.gz\nFROM python:3.12\nCOPY --from=parts /parts /srv\n';
    expect(dockerfileAt('Dockerfile', 'tar -C', {}, content)).toMatch(/^imported: /);
  });

  it('runs in a stage that somebody builds by its name', () => {
    const compose = 'services:\n  worker:\n    build:\n      context: .\n      target: build\n';
    expect(dockerfileAt('Dockerfile', 'echo build', { 'compose.yml': compose })).toBe(IN_IMAGE);
  });

  it.each([
    ['a stage', 'Dockerfile', 'echo lint', STAGES],
    ['its name', 'Dockerfile.dev', 'echo', 'FROM python:3.12\nRUN echo\n'],
    ['its folder', '.devcontainer/Dockerfile', 'echo', 'FROM python:3.12\nRUN echo\n'],
    ['the workspace it is for', '.gitpod/Dockerfile', 'echo', 'FROM python:3.12\nRUN echo\n'],
    ['the name of the workspace', '.gitpod.Dockerfile', 'echo', 'FROM python:3.12\nRUN echo\n'],
    ['what it installs', 'Dockerfile', 'echo', 'FROM python:3.12\nRUN pip install -r requirements-dev.txt\nRUN echo\n'],
  ])('is for development by %s', (_, path, text, content) => {
    expect(dockerfileAt(path, text, { 'requirements-dev.txt': 'pytest\n' }, content)).toBe(
      `aside: \`${path}\` builds an image for development, tests or examples`,
    );
  });

  it('is for development where nothing else builds it', () => {
    const build = 'services:\n  api:\n    build:\n      context: .\n      dockerfile: tools.dockerfile\n';
    const content = 'FROM python:3.12\nRUN echo\n';
    const aside = 'aside: `tools.dockerfile` builds an image for development, tests or examples';
    expect(dockerfileAt('tools.dockerfile', 'echo', { 'compose.dev.yml': build }, content)).toBe(aside);
    expect(
      dockerfileAt('tools.dockerfile', 'echo', { 'compose.dev.yml': build, 'compose.yml': build }, content),
    ).toMatch(/^run: /);
  });

  it('is loose where a compose file starts the system and leaves it out', () => {
    const content = 'FROM python:3.12\nRUN echo\n';
    const at = (compose: string, others: Readonly<Record<string, string>> = {}, path = 'web/Dockerfile') =>
      dockerfileAt(
        path,
        'echo',
        { 'compose.yml': `services:\n  db:\n    image: postgres:17\n${compose}`, ...others },
        content,
      );
    expect(at('')).toBe('loose: nothing here builds `web/Dockerfile`, and `compose.yml` defines what is started');
    expect(at('#  web:\n#    build: ./web\n')).toMatch(/^loose: /);
    expect(at('  web:\n    build: ./web\n')).toMatch(/^run: /);
    expect(
      at('  web:\n    build: { context: ./web, dockerfile: Dockerfile.dev }\n', { 'web/Dockerfile.dev': content }),
    ).toMatch(/^run: /);
    expect(at('', { 'web/fly.toml': 'app = "web"\n' })).toMatch(/^run: /);
    expect(at('', { Jenkinsfile: 'node {}\n' })).toMatch(/^run: /);
    expect(at('  app:\n    image: registry.test/shop/web:1\n')).toMatch(/^run: /);
    expect(at('', {}, 'Dockerfile')).toMatch(/^run: /);
  });

  it('is loose where nothing builds it, and compose starts its base image directly', () => {
    const content = 'FROM library/postgres\nCOPY create.sql /docker-entrypoint-initdb.d/\n';
    const at = (service: string, image = content) =>
      dockerfileAt('db/Dockerfile', 'FROM', { 'compose.yml': `services:\n  db:\n    ${service}\n` }, image);
    const loose = 'loose: nothing builds `db/Dockerfile`, and `compose.yml` starts its base image directly';
    expect(at('image: postgres')).toBe(loose);
    expect(at('image: postgres:16@sha256:abc')).toBe(loose);
    expect(at('image: redis')).toMatch(/^run: /);
    expect(at('build: db')).toMatch(/^run: /);
    expect(at('image: postgres', 'FROM postgres AS files\nFROM busybox\n')).not.toMatch(/^loose: nothing builds/);
  });
});

describe('a compose file', () => {
  const compose = 'services:\n  api:\n    image: api:1\n';

  it.each(['compose.yml', 'docker-compose.prod.yml', 'deploy/docker-compose.yaml'])(
    'says what is started: %s',
    (path) => {
      expect(reported(standingsIn({ [path]: compose })(path, 'image'))).toBe(
        `run: \`${path}\` defines what is started`,
      );
    },
  );

  it.each([
    'compose.override.yml',
    'docker-compose.dev.yml',
    'docker-compose.test.yml',
    'tests/compose.yml',
    'week_2/docker-compose.yml',
    'examples/queue/compose.yml',
  ])('is for development, tests or training: %s', (path) => {
    expect(reported(standingsIn({ [path]: compose })(path, 'image'))).toBe(
      `aside: \`${path}\` is for development, tests or training`,
    );
  });
});

describe('a file of a skill', () => {
  const compose = 'services:\n  api:\n    image: api:1\n';
  const path = '.claude/skills/web/assets/docker-compose.yml';

  it('is a pattern for other projects', () => {
    const standing = standingsIn({ [path]: compose, '.claude/skills/web/SKILL.md': '# Web\n' })(path, 'image');
    expect(reported(standing)).toBe(`aside: \`${path}\` belongs to a skill, which agents copy into other projects`);
  });

  it('says what is started where no skill is told above it', () => {
    const standing = standingsIn({ [path]: compose, 'docs/SKILL.md': '# Web\n' })(path, 'image');
    expect(reported(standing)).toBe(`run: \`${path}\` defines what is started`);
  });
});

describe('a document', () => {
  const standingOf = (path: string) => reported(standingsIn({ [path]: '# Shop\n\nIt sells.\n' })(path, 'It sells'));

  it.each([
    'README.md',
    'services/api/README.md',
    'CONTRIBUTING.md',
    'docs/deployment.md',
    'docs/runbooks/orders.md',
    'INSTALL.rst',
  ])('is followed by people: %s', (path) => {
    expect(standingOf(path)).toBe(`run by hand: people follow \`${path}\``);
  });

  it.each(['docs/orders.md', 'notes.md'])('is prose: %s', (path) => {
    expect(standingOf(path)).toBe(`loose: \`${path}\` is prose`);
  });

  it.each(['CHANGELOG.md', 'docs/adr/0001-queue.md', 'docs/roadmap.md', 'docs/upgrading.md', 'AUDIT.md'])(
    'describes another point in time: %s',
    (path) => {
      expect(standingOf(path)).toBe(`aside: \`${path}\` describes another point in time`);
    },
  );
});

describe('another file', () => {
  const standingOf = (path: string, content: string, text: string) =>
    reported(standingsIn({ [path]: content })(path, text));
  const WORKFLOW = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: pytest\n';

  it.each([
    ['.github/workflows/ci.yml', WORKFLOW, 'pytest'],
    ['Makefile', 'test:\n\tpytest\n', 'pytest'],
    ['scripts/deploy.sh', '#!/bin/sh\nkubectl apply -f x\n', 'kubectl'],
    ['tox.ini', '[testenv]\ncommands = pytest\n', 'pytest'],
    ['.pre-commit-config.yaml', 'repos: []\n', 'repos'],
    ['action.yml', 'name: a\nruns:\n  using: composite\n  steps: []\n', 'name'],
  ])('is run by people and CI: %s', (path, content, text) => {
    expect(standingOf(path, content, text)).toBe(`run by hand: \`${path}\` is run manually and by CI`);
  });

  const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  template:
    spec:
      containers:
        - name: api
          image: api:1
`;

  it('says what is deployed: a manifest', () => {
    expect(standingOf('deploy/api.yaml', DEPLOYMENT, 'image')).toBe('run: `deploy/api.yaml` defines what is deployed');
  });

  it.each(['examples/api.yaml', 'quickstart/api.yaml', 'e2e/api.yaml'])('is for tests or examples: %s', (path) => {
    expect(standingOf(path, DEPLOYMENT, 'image')).toBe(`aside: \`${path}\` is for development, tests or examples`);
  });

  it.each(['requirements-dev.txt', 'requirements/test.txt', 'dev-requirements.in'])(
    'is for those who work on the code: %s',
    (path) => {
      expect(standingOf(path, 'pytest\n', 'pytest')).toBe(`aside: \`${path}\` is for developers of the project`);
    },
  );

  it.each([
    ['requirements.txt', 'flask\n', 'flask'],
    ['pyproject.toml', '[project]\nname = "a"\n', 'name'],
    ['.env', 'KEY=1\n', 'KEY'],
  ])('decides what is installed or started: %s', (path, content, text) => {
    expect(standingOf(path, content, text)).toBe(`run: \`${path}\` decides what is installed or started`);
  });
});

describe('a compose file', () => {
  const at = (path: string, content: string): string => reported(standingsIn({ [path]: content })(path, 'image:'));
  const STORE = 'services:\n  store:\n    image: mongo:8\n';

  it('says what is started', () => {
    expect(at('compose.yml', `${STORE}    volumes: ["records:/data/db"]\n`)).toBe(
      'run: `compose.yml` defines what is started',
    );
  });

  it('is for tests where its datastores keep no data', () => {
    expect(at('compose.yml', `${STORE}    tmpfs: [/data/db]\n`)).toBe(
      'aside: the datastores of `compose.yml` keep no data, as in tests',
    );
  });

  it('is for tests by its folder', () => {
    expect(at('e2e/compose.yml', STORE)).toBe('aside: `e2e/compose.yml` is for development, tests or training');
  });
});
