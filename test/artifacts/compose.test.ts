import { expect, test } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { SourceText } from '../../src/text/index.ts';
import { readFixture, wordsOf } from './fixture.ts';

const { model, problems, comments, text, lineOf } = readFixture('compose', 'compose/compose.yml');
const [api, worker, queue] = model.services;

test('services with what they are made of', () => {
  expect(problems).toEqual([]);
  expect(model.services.map(({ name, span }) => [name.value, lineOf(span)])).toEqual([
    ['api', 11],
    ['worker', 64],
    ['queue', 85],
  ]);
  expect(api?.image?.value).toBe('registry.example.org/platform/api:${TAG:-1.4}');
  expect(api?.build).toMatchObject({
    context: { value: './api' },
    dockerfile: { value: 'docker/Dockerfile.api' },
    target: { value: 'runtime' },
    isInline: false,
  });
  expect(api?.build?.args.map(({ name, value }) => [name.value, value?.value])).toEqual([
    ['PYTHON', '3.12'],
    ['TOKEN', undefined],
  ]);
  expect(worker?.build?.context?.value).toBe('.');
  expect(worker?.extends).toMatchObject({ file: { value: 'common.yml' }, service: { value: 'base' } });
});

test('commands as words with their places', () => {
  expect(wordsOf(api?.command?.script)).toEqual(['uvicorn platform.main:app --host 0.0.0.0 --port ${PORT}~']);
  const port = api?.command?.script.commands[0]?.words.at(-1);
  expect(port && [text.slice(port.span), lineOf(port.span)]).toEqual(['${PORT}', 23]);
  expect(wordsOf(worker?.command?.script)).toEqual(['python -m platform.worker --name ${NAME}~ $literal']);
  expect(worker?.command?.form).toBe('list');
  expect(wordsOf(worker?.entrypoint?.script)).toEqual(['cd /srv', 'exec python -m platform.boot --fast ${HOME}~']);
  const home = worker?.entrypoint?.script.commands[1]?.words.at(-1);
  expect(home && [text.slice(home.span), lineOf(home.span)]).toEqual(['$${HOME}', 74]);
});

test('environment in both forms, with anchors and merge keys', () => {
  const shown = (service: typeof api) => service?.environment.map(({ name, value }) => `${name.value}=${value?.value}`);
  expect(shown(api)).toEqual(['RETRIES=5', 'DATABASE_URL=undefined', 'LOG_LEVEL=info']);
  expect(shown(worker)).toEqual(['MODE=batch=1', 'HOME=undefined']);
  expect(api?.restart?.value).toBe('unless-stopped');
  const mode = worker?.environment[0]?.value;
  expect(mode && text.slice(mode.span)).toBe('batch=1');
  expect(api?.envFiles.map(({ path, isRequired }) => [path.value, isRequired])).toEqual([
    ['.env', true],
    ['api.env', false],
  ]);
});

test('ports and mounts in both forms', () => {
  expect(
    api?.ports.map(({ hostAddress, published, target, protocol }) => [hostAddress, published, target, protocol]),
  ).toEqual([
    [undefined, '8000', '8000', undefined],
    ['127.0.0.1', '${METRICS_PORT:-9090}', '9090', 'tcp'],
    ['::1', '6001', '6001', undefined],
    ['10.0.0.1', '8080', '80', 'udp'],
    [undefined, undefined, '3000', undefined],
  ]);
  expect(
    api?.mounts.map(({ kind, source, target, isReadOnly }) => [kind, source?.value, target?.value, isReadOnly]),
  ).toEqual([
    ['bind', './config/api.yaml', '/etc/api.yaml', true],
    ['volume', 'models', '/models', false],
    ['volume', undefined, '/cache', false],
    ['bind', '${DATA_DIR:-./data}', '/data', false],
    ['bind', '../shared', '/shared', true],
  ]);
  const source = api?.mounts[0]?.source;
  expect(source && text.slice(source.span)).toBe('./config/api.yaml');
  expect(worker?.mounts.map(({ kind }) => kind)).toEqual(['tmpfs']);
});

test('health, order, size and the rest of a service', () => {
  expect(wordsOf(api?.healthcheck?.test?.script)).toEqual(['curl -f http://localhost:${PORT}/health~']);
  expect(worker?.healthcheck).toMatchObject({ isDisabled: true, test: undefined });
  expect(wordsOf(queue?.healthcheck?.test?.script)).toEqual([
    'redis-cli -a ${PASSWORD}~ ping',
    '[ $(redis-cli -a "${PASSWORD}" ping)~ = PONG ]',
    'exit 1',
  ]);
  expect(queue?.healthcheck?.test?.form).toBe('shell');
  expect(api?.dependsOn.map(({ service, condition }) => [service.value, condition?.value])).toEqual([
    ['queue', 'service_healthy'],
  ]);
  expect(worker?.dependsOn.map(({ service }) => service.value)).toEqual(['queue']);
  expect([api?.replicas?.value, queue?.replicas?.value, api?.memoryLimit?.value, queue?.memoryLimit?.value]).toEqual([
    3,
    1,
    '512M',
    '1g',
  ]);
  expect([worker?.user?.value, worker?.profiles[0]?.value, worker?.expose[0]?.value]).toEqual([
    '1000:1000',
    'jobs',
    '9100',
  ]);
  expect(api?.configs.map(({ source, target }) => [source.value, target?.value])).toEqual([
    ['limits', undefined],
    ['routes', '/etc/routes.json'],
  ]);
  expect(api?.secrets.map(({ source }) => source.value)).toEqual(['database-password']);
});

test('whthe file declares beside services', () => {
  const shown = (resources: typeof model.configs) =>
    resources.map(({ name, isExternal, file, environment }) => [
      name.value,
      isExternal,
      file?.value ?? environment?.value,
    ]);
  expect(shown(model.configs)).toEqual([
    ['limits', false, './config/limits.json'],
    ['routes', true, undefined],
  ]);
  expect(shown(model.secrets)).toEqual([['database-password', false, 'DATABASE_PASSWORD']]);
  expect(shown(model.volumes)).toEqual([['models', false, undefined]]);
  expect(shown(model.networks)).toEqual([['back', true, undefined]]);
  expect(model.includes.map(({ value }) => value)).toEqual(['monitoring/compose.yml', 'a.yml', 'b.yml']);
  expect(comments.map(({ value }) => value)).toEqual(['# The platform: one API, one worker, what they keep.']);
});

test('a file without a telling name is known by its services, an override by its name', () => {
  const read = (content: string, path: string, kind = 'yaml') =>
    readArtifact(kind, new SourceText(content), path).artifact;
  expect(read('services:\n  web:\n    image: nginx:1\n', 'deploy/stack.yml')?.kind).toBe('compose');
  expect(read('image: python:3\nservices:\n  - docker:dind\n', '.gitlab-ci.yml')?.kind).toBe('settings');
  expect(read('services:\n  app.mailer:\n    class: Mailer\n', 'services.yaml')?.kind).toBe('settings');
  expect(read('services: {}\n', 'docker-compose.override.yml', 'compose')?.model).toMatchObject({ isOverride: true });
  expect(read('title: none of it\n', 'compose.notes.yml', 'compose')).toBeUndefined();
});

test('a shell takes what is behind the text of its check for parameters of its own', () => {
  const text = new SourceText(
    'services:\n  db:\n    healthcheck:\n      test: ["CMD-SHELL", "pg_isready", "-d", "shop"]\n',
  );
  const { artifact } = readArtifact('compose', text, 'compose.yml');
  if (artifact?.kind !== 'compose') throw new Error('not read');
  expect(artifact.model.services[0]?.healthcheck?.ignoredArguments.map(({ value }) => value)).toEqual(['-d', 'shop']);
});
