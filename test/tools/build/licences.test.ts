import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectLicences } from '../../../tools/build/licences.ts';
import { projectRoot } from '../../../tools/project-root.ts';

const PACKAGES = ['@renovatebot/pep440', 'mdast-util-from-markdown', 'micromark', 'zod', 'yaml'];
const input = { bytes: 1, imports: [] };
const text = collectLicences({
  inputs: Object.fromEntries(PACKAGES.map((name) => [`node_modules/${name}/index.js`, input])),
  outputs: {},
});

describe('licences of what is bundled', () => {
  it.each([...PACKAGES, 'web-tree-sitter'])('have every line of that of %s', (name) => {
    const place = join(projectRoot, 'node_modules', name);
    const files = readdirSync(place).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file));
    const words = (content: string) => content.replace(/\s+/g, ' ');
    const reported = words(text);
    for (const file of files)
      for (const line of readFileSync(join(place, file), 'utf8').split('\n'))
        expect(reported).toContain(words(line).trim());
    expect(text).toContain(`\n${name} `);
  });
});
