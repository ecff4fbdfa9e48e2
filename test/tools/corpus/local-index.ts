import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';

/** A member of an archive made for a test; a file unless `type` says otherwise. */
export interface Member {
  readonly path: string;
  readonly content?: string;
  readonly type?: 'SymbolicLink' | 'Link' | 'FIFO';
  readonly linkpath?: string;
}

/** A .tar.gz with members that a well-meaning tool would not write. */
export function tarball(members: readonly Member[]): Buffer {
  const blocks = members.flatMap(({ path, content = '', type, linkpath = '' }) => {
    const header = Buffer.alloc(512);
    new Header({ path, type: type ?? 'File', linkpath, size: content.length, mode: 0o644 }).encode(header);
    return [header, Buffer.from(content.padEnd(Math.ceil(content.length / 512) * 512, '\0'))];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What an index answers, by path: JSON, bytes, or the address of a redirection. */
export type Answers = Readonly<Record<string, object | Uint8Array | string>>;

/** A package index on this machine. */
export interface LocalIndex {
  readonly url: string;
  answers: Answers;
  close(): void;
}

export async function startIndex(): Promise<LocalIndex> {
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '';
    const answer = index.answers[path];
    if (answer === undefined) response.writeHead(404).end();
    else if (typeof answer === 'string') response.writeHead(302, { location: answer }).end();
    else response.end(answer instanceof Uint8Array ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  const index: LocalIndex = { url: `http://127.0.0.1:${port}/pypi/`, answers: {}, close: () => server.close() };
  return index;
}
