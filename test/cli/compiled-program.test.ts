import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compiledProgram, keepCompiled } from '../../src/cli/compiled-program.ts';
import { makeProject } from './run-cli.ts';

const LINUX = { uid: process.getuid?.(), platform: 'linux' };

/** Where a start of the program has it kept; undefined where it does not. */
function keptBy({
  home,
  words = [],
  cwd = makeProject(),
  env = {},
  user = LINUX,
  version = 'one',
}: {
  readonly home: string;
  readonly words?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: typeof LINUX;
  readonly version?: string;
}): string | undefined {
  let kept: string | undefined;
  const enable = (directory: string) => {
    kept = directory;
    return { directory };
  };
  const seen: Record<string, string | undefined> = { XDG_CACHE_HOME: home, ...env };
  keepCompiled({ words, cwd, env: seen, user }, enable, () => version);
  if (env.NODE_COMPILE_CACHE === undefined) expect(seen.NODE_COMPILE_CACHE).toBe(kept);
  return kept;
}

/** As a user's own is. */
function makeHome(): string {
  const home = makeProject();
  chmodSync(home, 0o700);
  return home;
}

const mode = (path: string): number => statSync(path).mode & 0o777;

describe('what V8 made of the program', () => {
  it("is kept below the user's own cache home, for nobody else to read", () => {
    const home = makeHome();
    expect(keptBy({ home })).toBe(join(home, 'auditlint/compiled/one'));
    for (const folder of ['auditlint/compiled', 'auditlint/compiled/one']) expect(mode(join(home, folder))).toBe(0o700);
    expect(keptBy({ home, words: ['.', '--staged'] })).toBe(join(home, 'auditlint/compiled/one'));
  });

  it('lies where each system keeps such things', () => {
    const folderOf = (env: Record<string, string>, platform: string) =>
      compiledProgram(env, { uid: undefined, platform }).folder;
    expect(folderOf({ HOME: '/home/ada' }, 'linux')).toBe('/home/ada/.cache/auditlint/compiled');
    expect(folderOf({ HOME: '/home/ada', XDG_CACHE_HOME: '.cache' }, 'linux')).toBe(
      '/home/ada/.cache/auditlint/compiled',
    );
    expect(folderOf({ HOME: '/Users/ada' }, 'darwin')).toBe('/Users/ada/Library/Caches/auditlint/compiled');
    expect(folderOf({ LOCALAPPDATA: '/local' }, 'win32')).toBe('/local/auditlint/compiled');
    expect(folderOf({}, 'linux')).toBe(join(homedir(), '.cache/auditlint/compiled'));
  });

  it('is not kept by who wants nothing kept, and by who takes it away', () => {
    const home = makeHome();
    for (const words of [['--no-cache'], ['src', '--no-cache'], ['cache', 'clean']])
      expect(keptBy({ home, words })).toBe(undefined);
    const refusals = ['NODE_DISABLE_COMPILE_CACHE', 'AUDITLINT_NO_CACHE', 'NODE_COMPILE_CACHE'];
    for (const name of refusals) expect(keptBy({ home, env: { [name]: '1' } })).toBe(undefined);
    expect(readdirSync(home)).toEqual([]);
  });

  it('is not kept where somebody else could have put it', () => {
    const refused: readonly ((home: string) => void)[] = [
      (home) => chmodSync(home, 0o777),
      (home) => chmodSync(home, 0o770),
      (home) => chmodSync(join(home, 'auditlint'), 0o722),
      (home) => chmodSync(join(home, 'auditlint/compiled'), 0o755),
    ];
    for (const weaken of refused) {
      const home = makeHome();
      expect(keptBy({ home })).not.toBe(undefined);
      weaken(home);
      expect(keptBy({ home })).toBe(undefined);
    }
    const home = makeHome();
    mkdirSync(join(home, 'auditlint'), { mode: 0o700 });
    symlinkSync(makeHome(), join(home, 'auditlint/compiled'));
    expect(keptBy({ home })).toBe(undefined);
    expect(keptBy({ home: makeHome(), user: { ...LINUX, uid: 4242 } })).toBe(undefined);
  });

  it('is not kept in what is scanned, nor in any project', () => {
    const project = makeProject({ 'pkg/app.py': '', 'other/app.py': '' });
    const home = join(project, '.cache');
    mkdirSync(home, { mode: 0o700 });
    const elsewhere = makeProject();
    expect(keptBy({ home, cwd: project })).toBe(undefined);
    expect(keptBy({ home, cwd: elsewhere, words: [project] })).toBe(undefined);
    expect(keptBy({ home, cwd: elsewhere, words: [join(project, 'pkg'), join(project, 'other')] })).toBe(undefined);
    expect(existsSync(join(home, 'auditlint'))).toBe(false);
    expect(keptBy({ home, cwd: elsewhere, words: [join(project, 'pkg')] })).not.toBe(undefined);
    mkdirSync(join(project, '.git'));
    expect(keptBy({ home, cwd: elsewhere })).toBe(undefined);
  });

  it('is kept of a few versions', () => {
    const home = makeHome();
    const folder = join(home, 'auditlint/compiled');
    for (const [index, version] of ['a', 'b', 'c', 'd', 'e'].entries()) {
      keptBy({ home, version });
      utimesSync(join(folder, version), 1000 + index, 1000 + index);
    }
    keptBy({ home, version: 'f' });
    expect(readdirSync(folder).sort()).toEqual(['c', 'd', 'e', 'f']);
  });

  it('fails nothing where there is no home', () => {
    for (const home of ['/dev/null/nowhere', '/proc/nowhere', join(makeHome(), 'no/such')])
      expect(keptBy({ home })).toBe(undefined);
    expect(keptBy({ home: join(makeHome(), '.cache') })).not.toBe(undefined);
  });
});
