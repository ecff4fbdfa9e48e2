import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FleetError } from '../../src/fleet/fleet-error.ts';
import { readAddress } from '../../src/fleet/repository-address.ts';
import { readRepositoryList } from '../../src/fleet/repository-list.ts';
import { makeProject } from '../cli/run-cli.ts';

const read = (files: Readonly<Record<string, string>>, name = 'list.txt') => {
  const folder = makeProject(files);
  return { folder, ...readRepositoryList(join(folder, name), name) };
};

describe('a list of repositories', () => {
  it('has one a line, each once, with blank lines and comments between', () => {
    const lines = [
      '\uFEFF# the shop',
      'https://git.example/shop.git',
      '',
      '  https://git.example/shop/  ',
      'git@git.example:pay.git',
      'ssh://git@git.example:2222/pay/core',
      './clones/mail',
    ];
    const { repositories, folder, linesWithCredentials } = read({ 'list.txt': lines.join('\r\n') });
    expect(repositories.map(({ name }) => name)).toEqual([
      'https://git.example/shop',
      'git@git.example:pay',
      'ssh://git@git.example:2222/pay/core',
      join(folder, 'clones/mail'),
    ]);
    expect(repositories[1]?.url).toBe('git@git.example:pay.git');
    expect(repositories[3]?.url).toBe(`file://${folder}/clones/mail`);
    expect(linesWithCredentials).toEqual([]);
  });

  it('may be a folder of clones, with work tree or without', () => {
    const { repositories, folder } = read(
      {
        'all/b/.git/HEAD': '',
        'all/a.git/HEAD': '',
        'all/a.git/objects/x': '',
        'all/notes/readme': '',
        'all/list.txt': '',
      },
      'all',
    );
    expect(repositories.map(({ name }) => name)).toEqual([join(folder, 'all/a.git'), join(folder, 'all/b')]);
  });

  it.each([
    ['nothing', {}, 'no such list or folder of repositories: `list.txt`'],
    ['an empty file', { 'list.txt': '# none\n' }, '`list.txt` lists no repository; write one URL or path per line'],
    ['a binary', { 'list.txt': 'a\0b' }, '`list.txt` is not a list of repositories: it is not a text file'],
    [
      'another transport',
      { 'list.txt': 'https://a.example/b\next::sh -c id' },
      'list.txt:2: no repository: it is neither a URL nor a path',
    ],
    [
      'FTP',
      { 'list.txt': 'ftp://u:secret@a.example/b' },
      'list.txt:1: no repository: `ftp://` is not allowed; use https, ssh or a path',
    ],
    ['a host', { 'list.txt': 'https://a.example/' }, 'list.txt:1: no repository: it names a host but no repository'],
    [
      'a query',
      { 'list.txt': 'https://a.example/b?token=secret' },
      'list.txt:1: no repository: a repository URL has no `?` or `#`',
    ],
    [
      'half a character',
      { 'list.txt': 'file:///tmp/a%20b\nfile:///tmp/%zz' },
      'list.txt:2: no repository: its path has an invalid `%` escape',
    ],
    [
      'a hidden slash',
      { 'list.txt': 'file:///tmp/a%2Fb' },
      'list.txt:1: no repository: its path has an invalid `%` escape',
    ],
    ['a dash', { 'list.txt': '-oProxyCommand=id:b' }, 'list.txt:1: no repository: it is neither a URL nor a path'],
  ])('that is %s is told in one sentence', (_, files, message) => {
    expect(() => read(files as Record<string, string>)).toThrow(new FleetError(message));
  });

  it('that is a folder without clones is told in one sentence', () => {
    const folder = makeProject();
    mkdirSync(join(folder, 'empty'));
    expect(() => readRepositoryList(join(folder, 'empty'), 'empty')).toThrow(
      /^no folder in `empty` is a git repository/,
    );
  });
});

describe('an address', () => {
  const secret = fc.string({ minLength: 8, maxLength: 30, unit: fc.constantFrom(...'abcXYZ0189_-.%2F%40:@/\\ é') });

  it('gives away no password, whatever it is made of', () => {
    const shapes = [
      (hidden: string) => `https://ada:${hidden}@git.example/shop`,
      (hidden: string) => `https://${hidden}@git.example/shop`,
      (hidden: string) => `ssh://git:${hidden}@git.example/shop`,
    ];
    fc.assert(
      fc.property(secret, fc.constantFrom(...shapes), (random, shape) => {
        const hidden = `hidden${random}`;
        const address = readAddress(shape(hidden), '/');
        // A slash ends the host, so that git takes what follows for a path as well.
        if (/[/\\]/.test(hidden)) return;
        expect(JSON.stringify(address)).not.toContain('hidden');
      }),
    );
  });
});
