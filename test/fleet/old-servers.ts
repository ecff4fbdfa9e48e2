/** Servers that say they are too old, in as much of their protocols as it takes to be asked. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

const closers: (() => void)[] = [];

/** For `afterAll` of the file that starts one. */
export function stopOldServers(): void {
  for (const close of closers.splice(0)) close();
}

/** https://redis.io/docs/latest/develop/reference/protocol-spec/ */
export function startOldRedis(version: string): Promise<number> {
  const info = `redis_version:${version}\r\nloading:0\r\n`;
  return listen((socket) => {
    socket.setEncoding('latin1').on('data', (text) => {
      const commands = String(text)
        .split(/^\*\d+\r\n/m)
        .slice(1);
      for (const command of commands) {
        socket.write(/\r\ninfo\r\n/i.test(command) ? `$${info.length}\r\n${info}\r\n` : '+OK\r\n');
      }
    });
  });
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html */
export function startOldPostgres(versionNumber: string): Promise<number> {
  return listen((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', int32(0)), READY]));
      socket.on('data', (bytes) => {
        if (bytes.toString('latin1', 0, 1) === 'Q') socket.write(Buffer.concat([...oneText(versionNumber), READY]));
      });
    });
  });
}

async function listen(serve: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    serve(socket);
  }).listen(0, '127.0.0.1');
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const READY = message('Z', Buffer.from('I'));

function oneText(value: string): readonly Buffer[] {
  const column = [text('server_version_num'), int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)];
  return [
    message('T', int16(1), ...column),
    message('D', int16(1), int32(value.length), Buffer.from(value)),
    message('C', text('SHOW')),
  ];
}

function message(kind: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(kind), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}
