import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { endGroup } from '../../src/cli/fleet/end-group.ts';
import { cloneRepository, findRemoteHead, type RemoteAccess, withoutCredentials } from '../../src/git/index.ts';
import { ENVIRONMENT, makeFolder, TestRepository } from './git-fixture.ts';

const access: RemoteAccess = { environment: ENVIRONMENT, timeLimitSeconds: 60, endGroup };
const urlOf = ({ folder }: TestRepository) => pathToFileURL(folder).href;

/** The user's own configuration, as a file that git is given. */
function accessWith(settings: string): RemoteAccess {
  const file = join(makeFolder(), 'gitconfig');
  writeFileSync(file, settings);
  return { ...access, environment: { ...ENVIRONMENT, GIT_CONFIG_GLOBAL: file } };
}

describe('a clone', () => {
  it('is the newest commit and nothing else', async () => {
    const repository = TestRepository.with({ 'app.py': 'old\n' }).commit({ 'app.py': 'new\n' });
    repository.git('tag', 'v1');
    repository.git('branch', 'other');
    const clone = join(makeFolder(), 'clone');
    const commit = await cloneRepository(urlOf(repository), clone, access);
    expect(commit).toBe(repository.git('rev-parse', 'HEAD').trim());
    expect(await findRemoteHead(urlOf(repository), access)).toBe(commit);
    expect(readFileSync(join(clone, 'app.py'), 'utf8')).toBe('new\n');
    const inClone = new TestRepository(clone);
    expect(inClone.git('rev-list', '--all', '--count').trim()).toBe('1');
    expect(inClone.git('tag')).toBe('');
    expect(inClone.git('status', '--porcelain')).toBe('');
  });

  it('runs no hook and no filter, whoever set them up', async () => {
    const touched = makeFolder();
    const touch = (name: string) => `touch ${join(touched, name)}`;
    const repository = TestRepository.with({
      '.gitattributes': '*.py filter=evil ident text eol=crlf working-tree-encoding=UTF-16\n*.bin filter=lfs\n',
      '.lfsconfig': '[lfs]\n\turl = https://127.0.0.1:1/\n',
      'weights.bin': 'version https://git-lfs.github.com/spec/v1\n',
    });
    // Past the filters of this repository.
    const id = repository.git('hash-object', '-w', '--no-filters', '.lfsconfig').trim();
    repository.git('update-index', '--add', '--cacheinfo', `100644,${id},app.py`);
    repository.git('commit', '--quiet', '--message=app');
    const template = makeFolder();
    mkdirSync(join(template, 'hooks'));
    for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change']) {
      writeFileSync(join(template, 'hooks', hook), `#!/bin/sh\n${touch(hook)}\n`, { mode: 0o755 });
    }
    const clone = join(makeFolder(), 'clone');
    const filters = ['evil', 'lfs'].map(
      (name) =>
        `[filter "${name}"]\n\tsmudge = "${touch(`smudge-${name}`)}; cat"\n\tprocess = "${touch(`process-${name}`)}"\n\trequired\n`,
    );
    const theirs = accessWith(
      `[init]\n\ttemplateDir = ${template}\n[core]\n\thooksPath = ${template}/hooks\n\tautocrlf = true\n${filters.join('')}`,
    );
    await cloneRepository(urlOf(repository), clone, theirs);
    expect(readdirSync(touched)).toEqual([]);
    expect(readFileSync(join(clone, 'app.py'), 'utf8')).toBe('[lfs]\n\turl = https://127.0.0.1:1/\n');
    expect(existsSync(join(clone, '.git/hooks'))).toBe(false);
  });

  it('comes by three transports only', async () => {
    const evil = makeFolder();
    const url = `ext::sh -c touch% ${join(evil, 'ran')}`;
    await expect(cloneRepository(url, join(makeFolder(), 'clone'), access)).rejects.toMatchObject({
      message: "transport 'ext' not allowed",
      isFinal: true,
    });
    // Nor where the user's own configuration leads there.
    const theirs = accessWith(`[url "${url} "]\n\tinsteadOf = https://git.example/\n[protocol]\n\tallow = always\n`);
    await expect(findRemoteHead('https://git.example/shop', theirs)).rejects.toThrow('not allowed');
    expect(readdirSync(evil)).toEqual([]);
  });

  it('of what is no repository, or has no commit, is told in one clause', async () => {
    const folder = makeFolder();
    const missing = pathToFileURL(join(folder, 'gone')).href;
    await expect(findRemoteHead(missing, access)).rejects.toMatchObject({
      message: `'${join(folder, 'gone')}' does not appear to be a git repository`,
      isFinal: true,
    });
    const empty = new TestRepository();
    empty.git('init', '--quiet');
    await expect(findRemoteHead(urlOf(empty), access)).rejects.toThrow('the repository has no commit');
    // That is checked first. Where a repository is emptied in between, git reports it.
    await expect(cloneRepository(urlOf(empty), join(folder, 'clone'), access)).rejects.toThrow(
      'Needed a single revision',
    );
  });

  it('ends after its time, and when it is told to', async () => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const url = `https://127.0.0.1:${address.port}/shop`;
    await expect(findRemoteHead(url, { ...access, timeLimitSeconds: 1 })).rejects.toMatchObject({
      message: 'git took more than 1 s',
      isFinal: false,
    });
    const controller = new AbortController();
    const stopped = findRemoteHead(url, { ...access, signal: controller.signal });
    controller.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
    server.close();
  });

  it('that takes too long at its end is not one without a commit', async () => {
    const bin = makeFolder();
    const path = ENVIRONMENT.PATH ?? '';
    const slow = `#!/bin/sh\ncase " $* " in *" rev-parse "*) sleep 60;; esac\nPATH='${path}' exec git "$@"\n`;
    writeFileSync(join(bin, 'git'), slow, { mode: 0o755 });
    const theirs = {
      ...access,
      timeLimitSeconds: 2,
      environment: { ...ENVIRONMENT, PATH: `${bin}${delimiter}${path}` },
    };
    const repository = TestRepository.with({ 'app.py': '' });
    await expect(cloneRepository(urlOf(repository), join(makeFolder(), 'clone'), theirs)).rejects.toMatchObject({
      message: 'git took more than 2 s',
      isFinal: false,
    });
  });

  it('never asks for a password, and never tells one', async () => {
    const theirs = accessWith('[url "https://ada:hunter22@127.0.0.1:1/"]\n\tinsteadOf = https://git.example/\n');
    const failed = await findRemoteHead('https://git.example/shop', theirs).catch((error: Error) => error.message);
    expect(failed).toContain('127.0.0.1');
    expect(failed).not.toContain('hunter22');
    expect(withoutCredentials("cannot read 'https://a:b@c@host/x' or ssh://git@host")).toBe(
      "cannot read 'https://host/x' or ssh://host",
    );
  });
});
