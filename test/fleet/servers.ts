/** Real servers for tests, on loopback, with their data in a folder that goes with them. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const { Client } = pg;

/** A server that can be stopped and started again, with what it kept. */
export interface TestServer {
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const running = new Set<{ stop(): Promise<void>; folder: string }>();

/** For `afterAll` of each file that starts one: files share this module. */
export async function stopServers(): Promise<void> {
  for (const { stop, folder } of running) {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  }
  running.clear();
}

/** `options` are those of its command line. */
export async function startRedis(...options: readonly string[]): Promise<TestServer> {
  const program = findProgram(['redis-server', 'valkey-server'], []);
  if (program === undefined) throw new Error('neither redis-server nor valkey-server is installed');
  const folder = makeFolder();
  const port = await freePort();
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...options];
  return keep(
    folder,
    `redis://127.0.0.1:${port}`,
    () => connectTo(port),
    () => spawn(program, args, { stdio: 'ignore' }),
  );
}

/** A server, and what makes a place in it that is nobody else's and gives its URL. */
export async function startPostgres(): Promise<TestServer & { makePlace(name: string): Promise<string> }> {
  const program = findProgram(['postgres'], postgresFolders());
  if (program === undefined) throw new Error('PostgreSQL is not installed');
  const bin = dirname(program);
  const folder = makeFolder();
  const owner = postgresOwner(folder);
  const data = join(folder, 'data');
  const initdb = ['-D', data, '--no-sync', '-A', 'trust', '-U', 'auditlint', '-E', 'UTF8', '--no-locale'];
  execFileSync(join(bin, 'initdb'), initdb, { ...owner, cwd: folder, stdio: 'ignore' });
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    'shared_buffers=16MB',
  ];
  const args = ['-D', data, '-p', `${port}`, ...settings.flatMap((setting) => ['-c', setting])];
  // SIGINT is the fast shutdown: it ends connections.
  const server = await keep(
    folder,
    `postgres://auditlint@127.0.0.1:${port}/postgres`,
    async (url) => {
      const client = new Client({ connectionString: url });
      await client.connect().finally(() => client.end());
    },
    () => spawn(program, args, { ...owner, cwd: folder, stdio: 'ignore' }),
    'SIGINT',
  );
  return {
    ...server,
    async makePlace(name) {
      const client = new Client({ connectionString: server.url });
      await client.connect();
      await client.query(`CREATE SCHEMA ${name}`);
      await client.end();
      return `${server.url}?options=-c%20search_path%3D${name}`;
    },
  };
}

async function keep(
  folder: string,
  url: string,
  /** Throws while the server does not answer. */
  probe: (url: string) => Promise<void>,
  run: () => ChildProcess,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<TestServer> {
  let child: ChildProcess | undefined;
  const server = {
    folder,
    url,
    async start() {
      child = run();
      await untilAnswering(() => probe(url));
    },
    async stop() {
      if (child === undefined || child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
      child = undefined;
    },
  };
  running.add(server);
  await server.start();
  return server;
}

/** It refuses to run as root, so that the package's own user runs it. */
function postgresOwner(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  const [uid, gid] = [id('-u'), id('-g')];
  chownSync(folder, uid, gid);
  return { uid, gid };
}

function findProgram(names: readonly string[], folders: readonly string[]): string | undefined {
  const places = [...folders, ...(process.env.PATH ?? '').split(delimiter)];
  return places.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}

/** Debian keeps the server beside the path, by version. */
function postgresFolders(): string[] {
  const place = '/usr/lib/postgresql';
  return existsSync(place) ? readdirSync(place).map((version) => join(place, version, 'bin')) : [];
}

function makeFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'auditlint-server-')));
  chmodSync(folder, 0o755);
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function connectTo(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}

async function untilAnswering(probe: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await probe();
      return;
    } catch (error) {
      if (tries > 300) throw error;
      await sleep(50);
    }
  }
}
