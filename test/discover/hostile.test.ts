import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discover, readRegularFile } from '../../src/discover/index.ts';
import { makeRepository } from './repository.ts';

const find = (root: string, paths: readonly string[] = []) =>
  discover({ root, paths, exclude: [], respectsGitIgnore: true });

async function skippedIn(root: string, paths: readonly string[] = []): Promise<string[]> {
  const { skipped } = await find(root, paths);
  return skipped.map(({ kind, path }) => `${kind} ${path}`);
}

async function foundIn(root: string, paths: readonly string[] = []): Promise<string[]> {
  const { files } = await find(root, paths);
  return files.map(({ path }) => path);
}

describe('symbolic links', () => {
  it('that leave the root are told and not followed', async () => {
    const outside = makeRepository({ 'secret/stolen.py': 'x = 1\n', LICENSE: '' });
    const root = makeRepository({ 'app.py': '' });
    symlinkSync(join(outside, 'secret'), join(root, 'vendored'));
    symlinkSync(join(outside, 'secret/stolen.py'), join(root, 'stolen.py'));
    symlinkSync(join(outside, 'LICENSE'), join(root, 'LICENSE'));
    symlinkSync('../../../../../../../../../etc', join(root, 'up'));
    expect(await foundIn(root)).toEqual(['app.py']);
    const reported = ['link-left-root stolen.py', 'link-left-root up', 'link-left-root vendored'];
    expect(await skippedIn(root)).toEqual(reported);
    expect(await skippedIn(root, ['stolen.py', 'vendored/stolen.py'])).toEqual([
      'link-left-root stolen.py',
      'link-left-root vendored/stolen.py',
    ]);
  });

  it('to files that no name of their own makes Python are told', async () => {
    const root = makeRepository({
      'real/hid.txt': 'import os\n',
      'real/shown.py': 'x = 1\n',
      'main.py': 'import hid\n',
    });
    symlinkSync('real/hid.txt', join(root, 'hid.py'));
    symlinkSync('real/shown.py', join(root, 'shown.py'));
    expect(await skippedIn(root)).toEqual(['unreadable hid.py']);
  });

  it('to a file or folder inside the root stand for it, once', async () => {
    const root = makeRepository({ 'pkg/a.py': '' });
    symlinkSync('pkg/a.py', join(root, 'alias.py'));
    symlinkSync('pkg', join(root, 'other'));
    expect(await foundIn(root)).toEqual(['pkg/a.py']);
    expect(await skippedIn(root)).toEqual([]);
    expect(await foundIn(root, ['alias.py', 'other', 'other/a.py'])).toEqual(['pkg/a.py']);
  });

  it('that go in circles end', async () => {
    const root = makeRepository({ 'pkg/deep/a.py': '' });
    symlinkSync('..', join(root, 'pkg/deep/up'));
    symlinkSync(root, join(root, 'pkg/root'));
    symlinkSync('b.py', join(root, 'a.py'));
    symlinkSync('a.py', join(root, 'b.py'));
    expect(await foundIn(root)).toEqual(['pkg/deep/a.py']);
    const reported = ['link-loop a.py', 'link-loop b.py', 'link-loop pkg/deep/up', 'link-loop pkg/root'];
    expect(await skippedIn(root)).toEqual(reported);
    expect(await skippedIn(root, ['a.py'])).toEqual(['link-loop a.py']);
  });

  it('to nothing are told where a source file was meant', async () => {
    const root = makeRepository({ 'app.py': '' });
    symlinkSync('gone.py', join(root, 'lost.py'));
    symlinkSync('gone', join(root, 'lost'));
    expect(await skippedIn(root)).toEqual(['unreadable lost.py']);
    expect(await skippedIn(root, ['lost.py'])).toEqual(['unreadable lost.py']);
  });

  it('as the root itself are followed', async () => {
    const root = makeRepository({ 'app.py': '' });
    const holder = makeRepository({});
    symlinkSync(root, join(holder, 'checkout'));
    expect(await foundIn(join(holder, 'checkout'))).toEqual(['app.py']);
    expect(await foundIn(join(holder, 'checkout'), [join(holder, 'checkout/app.py'), join(root, 'app.py')])).toEqual([
      'app.py',
    ]);
  });
});

describe('what is no regular file', () => {
  it('neither hangs the walk nor the reading', async () => {
    const root = makeRepository({ 'app.py': '' });
    execFileSync('mkfifo', [join(root, 'pipe.py'), join(root, 'other')]);
    expect(await skippedIn(root)).toEqual(['not-regular pipe.py']);
    expect(await skippedIn(root, ['pipe.py'])).toEqual(['not-regular pipe.py']);
    expect(readRegularFile(root, 'pipe.py', 100)).toMatchObject({ skipped: { kind: 'not-regular' } });
    mkdirSync(join(root, 'folder.py'));
    expect(readRegularFile(root, 'folder.py', 100)).toMatchObject({ skipped: { kind: 'not-regular' } });
  });

  it('is not followed when it took a file’s place', () => {
    const root = makeRepository({ 'app.py': 'x = 1\n' });
    renameSync(join(root, 'app.py'), join(root, 'moved.py'));
    symlinkSync('/etc/hostname', join(root, 'app.py'));
    expect(readRegularFile(root, 'app.py', 100)).toMatchObject({ skipped: { kind: 'link-left-root', path: 'app.py' } });
  });
});

describe('what cannot be read', () => {
  it('is told: a folder whose path is too long for the system', async () => {
    const root = makeRepository({ 'app.py': '' });
    const name = 'd'.repeat(250);
    const script = `for i in $(seq 20); do mkdir ${name} && cd -P ${name} && : > m.py || exit 1; done`;
    execFileSync('sh', ['-c', script], { cwd: root });
    const { files, skipped } = await find(root);
    expect(files.length).toBeGreaterThan(10);
    expect(skipped.map(({ kind }) => kind)).toContain('unreadable');
    expect(skipped.at(-1)?.message).toMatch(/too long/);
  });

  it('is told: a file that is gone', () => {
    expect(readRegularFile(makeRepository({}), 'gone.py', 100)).toMatchObject({
      skipped: { kind: 'unreadable', message: expect.stringMatching(/was deleted/) },
    });
  });

  it('is told: a name that is not UTF-8', async () => {
    const root = makeRepository({});
    writeFileSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9]), Buffer.from('.py')]), 'x = 1\n');
    const [path = ''] = await foundIn(root);
    expect(readRegularFile(root, path, 100)).toMatchObject({
      skipped: { kind: 'unreadable', message: expect.stringMatching(/not UTF-8/) },
    });
  });

  it('is told: a file of 50 MB', () => {
    const root = makeRepository({ 'huge.py': '' });
    truncateSync(join(root, 'huge.py'), 50 * 1024 * 1024);
    expect(readRegularFile(root, 'huge.py', 5 * 1024 * 1024)).toMatchObject({ skipped: { kind: 'too-large' } });
  });

  it('reads a file that just fits', () => {
    const root = makeRepository({});
    writeFileSync(join(root, 'fits.py'), 'x'.repeat(100));
    expect(readRegularFile(root, 'fits.py', 100)).toMatchObject({ kind: 'content', bytes: { length: 100 } });
    expect(readRegularFile(root, 'fits.py', 99)).toMatchObject({ kind: 'skipped' });
  });
});
