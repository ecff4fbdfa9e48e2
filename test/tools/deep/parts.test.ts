import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { DEEP_PARTS } from '../../../tools/deep/parts.ts';
import { deepTestFiles, partOf, testFilesOf } from '../../../tools/deep/run-part.ts';
import { projectRoot } from '../../../tools/project-root.ts';

const parts = DEEP_PARTS.map((part) => ({ ...part, files: new Set(testFilesOf(part)) }));

describe('the parts of the deep suite', () => {
  it('have every file of the suite', () => {
    expect(deepTestFiles().filter((file) => partOf(file) === undefined)).toEqual([]);
  });

  it.each(parts)('$name has tests or a command, and globs that match', ({ tests, command, files }) => {
    expect(tests.length > 0).toBe(command === undefined);
    expect(files.size > 0).toBe(command === undefined);
    const script = command?.[0] === 'npm' ? command[3] : undefined;
    if (script !== undefined) expect(Object.keys(packageJson.scripts)).toContain(script);
  });

  it('have one name each', () => {
    const names = DEEP_PARTS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('are described in docs/internals/testing.md', () => {
    const page = readFileSync(join(projectRoot, 'docs/internals/testing.md'), 'utf8');
    expect(DEEP_PARTS.filter(({ name }) => !page.includes(`| \`${name}\` |`)).map(({ name }) => name)).toEqual([]);
  });
});
