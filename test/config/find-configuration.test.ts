import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigurationChains, configurationFileIn } from '../../src/config/index.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'auditlint-find-')));
afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, text = ''): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** The file that is the strongest in a folder that is scanned. */
function find(root: string): string | undefined {
  const chains = new ConfigurationChains((place) => {
    const found = configurationFileIn(place, root, (path) => relative(folder, path));
    return found && { folder: place, isRoot: false, excluded: [], ...found };
  });
  return chains.at(root).at(-1)?.file;
}

describe('the search from the root upwards', () => {
  it('takes the nearest, and auditlint.toml before pyproject.toml', () => {
    const outer = write('a/auditlint.toml');
    const inner = write('a/b/pyproject.toml', '[tool.auditlint]\n');
    expect(find(join(folder, 'a/b'))).toBe(inner);
    expect(find(join(folder, 'a'))).toBe(outer);
    const own = write('a/b/auditlint.toml');
    expect(find(join(folder, 'a/b'))).toBe(own);
  });

  it('passes by a pyproject.toml that does not name us', () => {
    const outer = write('c/auditlint.toml');
    write('c/d/pyproject.toml', '[tool.ruff]\nexclude = ["auditlint"]\n');
    expect(find(join(folder, 'c/d'))).toBe(outer);
  });

  it('ends at the root of the checkout', () => {
    write('e/auditlint.toml');
    write('e/repo/.git/HEAD');
    mkdirSync(join(folder, 'e/repo/src'));
    expect(find(join(folder, 'e/repo/src'))).toBeUndefined();
    const own = write('e/repo/auditlint.toml');
    expect(find(join(folder, 'e/repo/src'))).toBe(own);
  });

  it('refuses a link that leaves the repository, and follows others', () => {
    const shared = write('f/shared.toml');
    const link = (path: string, target: string): string => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      symlinkSync(target, join(folder, path));
      return join(folder, path);
    };
    const refusal = (path: string) =>
      `${path}:1:1: the file is a symbolic link that leads outside the repository; \`--config\` accepts any file`;
    link('f/unpacked/auditlint.toml', shared);
    expect(() => find(join(folder, 'f/unpacked'))).toThrow(refusal('f/unpacked/auditlint.toml'));
    write('f/checkout/.git/HEAD');
    link('f/checkout/src/auditlint.toml', shared);
    expect(() => find(join(folder, 'f/checkout/src'))).toThrow(refusal('f/checkout/src/auditlint.toml'));
    const within = link('f/checkout/auditlint.toml', write('f/checkout/tools/auditlint.toml'));
    expect(find(join(folder, 'f/checkout'))).toBe(within);
    // Above what is scanned, where there is no checkout, the user's own folders begin.
    const own = link('f/home/auditlint.toml', shared);
    mkdirSync(join(folder, 'f/home/project'));
    expect(find(join(folder, 'f/home/project'))).toBe(own);
  });
});
