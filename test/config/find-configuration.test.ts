import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findConfigurationFile } from '../../src/config/index.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'auditlint-find-')));
afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, text = ''): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe('the search from the root upwards', () => {
  it('takes the nearest, and auditlint.toml before pyproject.toml', () => {
    const outer = write('a/auditlint.toml');
    const inner = write('a/b/pyproject.toml', '[tool.auditlint]\n');
    expect(findConfigurationFile(join(folder, 'a/b'))).toBe(inner);
    expect(findConfigurationFile(join(folder, 'a'))).toBe(outer);
    const own = write('a/b/auditlint.toml');
    expect(findConfigurationFile(join(folder, 'a/b'))).toBe(own);
  });

  it('passes by a pyproject.toml that does not name us', () => {
    const outer = write('c/auditlint.toml');
    write('c/d/pyproject.toml', '[tool.ruff]\nexclude = ["auditlint"]\n');
    expect(findConfigurationFile(join(folder, 'c/d'))).toBe(outer);
  });

  it('ends at the root of the checkout', () => {
    write('e/auditlint.toml');
    write('e/repo/.git/HEAD');
    mkdirSync(join(folder, 'e/repo/src'));
    expect(findConfigurationFile(join(folder, 'e/repo/src'))).toBeUndefined();
    const own = write('e/repo/auditlint.toml');
    expect(findConfigurationFile(join(folder, 'e/repo/src'))).toBe(own);
  });
});
