import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { fetchSdist } from '../../../tools/corpus/fetch-sdist.ts';
import { type Answers, hashOf, type Member, startIndex, tarball } from './local-index.ts';

const index = await startIndex();
const root = mkdtempSync(join(tmpdir(), 'auditlint-fetch-'));
let cache = root;
beforeEach(() => {
  cache = mkdtempSync(join(root, 'cache-'));
});
afterAll(() => {
  index.close();
  rmSync(root, { recursive: true });
});

const ordinary: readonly Member[] = [
  { path: 'orders-1.0/src/orders.py', content: 'total = 1\n' },
  { path: 'orders-1.0/latest', type: 'SymbolicLink', linkpath: 'src/orders.py' },
];

/** An index that has one archive of `orders 1.0`, at an address relative to the answer. */
function serve(bytes: Uint8Array, { filename = 'orders-1.0.tar.gz', url = '../files/orders.tar.gz' } = {}): Answers {
  const releases = { '1.0': [{ filename, url: `../${url}`, digests: { sha256: hashOf(bytes) } }] };
  return { '/pypi/orders/json': { releases }, '/files/orders.tar.gz': bytes };
}

const pinOf = (bytes: Uint8Array) => ({ name: 'orders', version: '1.0', sha256: hashOf(bytes) });

describe('an sdist', () => {
  it('is unpacked once, without the folder that it brings', async () => {
    const bytes = tarball(ordinary);
    index.answers = serve(bytes);
    const folder = await fetchSdist(pinOf(bytes), cache, index.url);
    expect(folder).toBe(join(cache, 'orders-1.0'));
    expect(readFileSync(join(folder, 'src/orders.py'), 'utf8')).toBe('total = 1\n');
    expect(readdirSync(cache).sort()).toEqual(['orders-1.0', 'orders-1.0.sha256']);
    index.answers = {};
    expect(await fetchSdist(pinOf(bytes), cache, index.url)).toBe(folder);
  });

  it('is fetched again when its pin changes', async () => {
    const bytes = tarball(ordinary);
    index.answers = serve(bytes);
    await fetchSdist(pinOf(bytes), cache, index.url);
    const other = tarball([{ path: 'orders-1.0/orders.py', content: 'total = 2\n' }]);
    index.answers = serve(other);
    const folder = await fetchSdist(pinOf(other), cache, index.url);
    expect(existsSync(join(folder, 'src'))).toBe(false);
    expect(readFileSync(join(folder, 'orders.py'), 'utf8')).toBe('total = 2\n');
  });

  it('that is not what the pin names is refused', async () => {
    const bytes = tarball(ordinary);
    const [pin, other] = [pinOf(bytes), tarball([{ path: 'orders-1.0/evil.py', content: 'x' }])];
    index.answers = { ...serve(bytes), '/files/orders.tar.gz': other };
    await expect(fetchSdist(pin, cache, index.url)).rejects.toThrow(/orders 1\.0: .* not that of its pin/);
    index.answers = serve(other);
    await expect(fetchSdist(pin, cache, index.url)).rejects.toThrow('no file of orders 1.0 with the hash of its pin');
    expect(readdirSync(cache)).toEqual([]);
  });

  it('that is a .zip is refused with a sentence', async () => {
    const bytes = tarball(ordinary);
    index.answers = serve(bytes, { filename: 'orders-1.0.zip' });
    await expect(fetchSdist(pinOf(bytes), cache, index.url)).rejects.toThrow('`orders-1.0.zip` is no .tar.gz');
  });
});

describe('addresses', () => {
  const bytes = tarball(ordinary);

  it.each([
    ['another server without https', 'http://127.0.0.2:9/orders.tar.gz'],
    ['a file', 'file:///etc/passwd'],
  ])('of %s are not asked, nor followed to', async (_, address) => {
    const releases = { '1.0': [{ filename: 'orders.tar.gz', url: address, digests: { sha256: hashOf(bytes) } }] };
    index.answers = { '/pypi/orders/json': { releases } };
    await expect(fetchSdist(pinOf(bytes), cache, index.url)).rejects.toThrow('is not https, and is not asked');
    index.answers = { ...serve(bytes), '/files/orders.tar.gz': address };
    await expect(fetchSdist(pinOf(bytes), cache, index.url)).rejects.toThrow('is not https, and is not asked');
  });

  it('are followed a few times', async () => {
    index.answers = { ...serve(bytes), '/files/orders.tar.gz': '/mirror', '/mirror': bytes };
    expect(await fetchSdist(pinOf(bytes), cache, index.url)).toBe(join(cache, 'orders-1.0'));
    index.answers = { '/pypi/orders/json': '/pypi/orders/json' };
    await expect(fetchSdist({ ...pinOf(bytes), version: '2' }, cache, index.url)).rejects.toThrow(
      'redirects more than',
    );
  });

  it('that do not answer are named', async () => {
    index.answers = {};
    await expect(fetchSdist(pinOf(bytes), cache, index.url)).rejects.toThrow(
      /orders\/json answers with the status 404/,
    );
    const nowhere = 'http://127.0.0.1:1/pypi/';
    await expect(fetchSdist(pinOf(bytes), cache, nowhere)).rejects.toThrow(/orders\/json cannot be reached/);
  });
});

describe('an archive is refused whole', () => {
  it.each<[string, Member]>([
    ['an absolute path', { path: '/tmp/evil.py', content: 'x' }],
    ['a path that climbs', { path: 'orders-1.0/../../evil.py', content: 'x' }],
    ['a symbolic link out', { path: 'orders-1.0/link', type: 'SymbolicLink', linkpath: '../../etc' }],
    ['an absolute link', { path: 'orders-1.0/link', type: 'SymbolicLink', linkpath: '/etc/passwd' }],
    ['a hard link out', { path: 'orders-1.0/link', type: 'Link', linkpath: '../secret' }],
    ['what is no file', { path: 'orders-1.0/pipe', type: 'FIFO' }],
  ])('for %s', async (_, member) => {
    const bytes = tarball([...ordinary, member]);
    index.answers = serve(bytes);
    await expect(fetchSdist(pinOf(bytes), cache, index.url)).rejects.toThrow(/ is refused: its (member|link) `/);
    expect(readdirSync(cache)).toEqual([]);
  });

  it('for more than one folder', async () => {
    const bytes = tarball([...ordinary, { path: 'other/a.py', content: 'x' }]);
    index.answers = serve(bytes);
    await expect(fetchSdist(pinOf(bytes), cache, index.url)).rejects.toThrow('does not hold one folder');
  });

  it('for what is no archive', async () => {
    const bytes = Buffer.from('<html>Welcome to the hotel network</html>');
    index.answers = serve(bytes);
    await expect(fetchSdist(pinOf(bytes), cache, index.url)).rejects.toThrow();
    expect(readdirSync(cache)).toEqual([]);
  });
});
