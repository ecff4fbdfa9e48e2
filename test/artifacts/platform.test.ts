import { describe, expect, it } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { fileKindOf } from '../../src/discover/index.ts';
import { SourceText } from '../../src/text/index.ts';

/** What a file runs (`*` marks services), with its ports, variables and volumes; undefined where it is no such file. */
function read(path: string, content: string) {
  expect(fileKindOf(path)).toBe('platform');
  const { artifact } = readArtifact('platform', new SourceText(content), path);
  if (artifact?.kind !== 'platform') return undefined;
  const { processes, ports, variables, volumes, isPublic } = artifact.model;
  const at = ({ start, end }: { start: number; end: number }): string => content.slice(start, end);
  return {
    runs: processes.map(({ name, script, isService, folder }) => {
      const commands = script.commands.map(({ words }) => words.map(({ text }) => text).join(' ')).join('; ');
      return `${at(name.span)}${isService ? '*' : ''}${folder === undefined ? '' : ` in ${folder}`}: ${commands}`;
    }),
    ports: ports.map(({ value, span }) => `${value} ${at(span)}`),
    variables: variables.map(({ name, value }) => `${at(name.span)}${value === undefined ? '' : `=${at(value.span)}`}`),
    volumes: volumes.map(({ value }) => value),
    isPublic,
  };
}

describe('what a platform runs', () => {
  it('is in a Procfile', () => {
    expect(read('Procfile', 'web: gunicorn shop:app --bind :$PORT\nworker: celery -A shop worker\n# end\n')).toEqual({
      runs: ['web*: gunicorn shop:app --bind :$PORT', 'worker*: celery -A shop worker'],
      ports: [],
      variables: [],
      volumes: [],
      isPublic: true,
    });
    expect(read('Procfile', 'worker: python bot.py\n')?.isPublic).toBe(false);
  });

  it('is in a unit of systemd, with its continued lines and quoted variables', () => {
    const unit = `[Unit]
Description=Orders bot
# started after the network
[Service]
WorkingDirectory=/opt/orders
Environment="GREETING=good day" TOKEN=abc
Environment='LEVEL=info'
ExecStartPre=-/usr/bin/mkdir -p /var/lib/orders
ExecStart=/opt/orders/venv/bin/python \\
    /opt/orders/bot.py --verbose
Restart=always
`;
    expect(read('deploy/orders.service', unit)).toEqual({
      runs: [
        'ExecStartPre: /usr/bin/mkdir -p /var/lib/orders',
        'ExecStart*: /opt/orders/venv/bin/python /opt/orders/bot.py --verbose',
      ],
      ports: [],
      variables: ['GREETING=good day', 'TOKEN=abc', 'LEVEL=info'],
      volumes: [],
      isPublic: false,
    });
    expect(
      read('org.example.Bus.service', '[D-BUS Service]\nName=org.example.Bus\nExec=/usr/bin/bus\n'),
    ).toBeUndefined();
  });

  it('is in fly.toml', () => {
    const file = `app = "orders"
[env]
  LEVEL = "info"
  WORKERS = 2
[deploy]
  release_command = "alembic upgrade head"
[processes]
  app = "uvicorn orders.api:app --port 8080"
  worker = "celery -A orders worker"
[http_service]
  internal_port = 8080
[[mounts]]
  source = "data"
  destination = "/data"
`;
    expect(read('fly.toml', file)).toEqual({
      runs: [
        'app*: uvicorn orders.api:app --port 8080',
        'worker*: celery -A orders worker',
        'release_command: alembic upgrade head',
      ],
      ports: ['8080 8080'],
      variables: ['LEVEL=info', 'WORKERS'],
      volumes: ['/data'],
      isPublic: true,
    });
    expect(read('fly.production.toml', '[mounts]\ndestination = "/data"\n')?.volumes).toEqual(['/data']);
  });

  it('is in render.yaml', () => {
    const file = `services:
  - type: web
    name: api
    rootDir: backend
    buildCommand: pip install -r requirements.txt
    startCommand: uvicorn api:app
    disk:
      name: data
      mountPath: /var/data
    envVars:
      - key: LEVEL
        value: info
      - key: SECRET_KEY
        sync: false
envVarGroups:
  - name: shared
    envVars:
      - key: REGION
        value: eu
`;
    expect(read('render.yaml', file)).toEqual({
      runs: ['api* in backend: uvicorn api:app', 'api in backend: pip install -r requirements.txt'],
      ports: [],
      variables: ['LEVEL=info', 'SECRET_KEY', 'REGION=eu'],
      volumes: ['/var/data'],
      isPublic: true,
    });
    expect(read('render.yaml', 'theme: dark\n')).toBeUndefined();
  });

  it.each([
    [
      'railway.json',
      '{"build": {"buildCommand": "make"}, "deploy": {"startCommand": "python bot.py", "preDeployCommand": ["alembic upgrade head"]}}',
    ],
    [
      'railway.toml',
      '[build]\nbuildCommand = "make"\n[deploy]\nstartCommand = "python bot.py"\npreDeployCommand = ["alembic upgrade head"]\n',
    ],
  ])('is in %s', (path, content) => {
    expect(read(path, content)?.runs.map((run) => run.replaceAll('"', ''))).toEqual([
      'python bot.py*: python bot.py',
      'make: make',
      'alembic upgrade head: alembic upgrade head',
    ]);
  });
});
