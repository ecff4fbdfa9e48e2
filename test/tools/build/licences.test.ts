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

/** The package leaves the choice between it and a shorter one. */
const LONGER = 'LICENSE.APACHE';

describe('licences of what is bundled', () => {
  it.each([...PACKAGES, 'web-tree-sitter'])('have every line of that of %s', (name) => {
    const place = join(projectRoot, 'node_modules', name);
    const files = readdirSync(place).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file) && file !== LONGER);
    const words = (content: string) => content.replace(/\s+/g, ' ');
    const told = words(text);
    for (const file of files)
      for (const line of readFileSync(join(place, file), 'utf8').split('\n'))
        expect(told).toContain(words(line).trim());
    expect(text).toContain(`\n${name} `);
  });

  it('are the shorter one where a package leaves the choice', () => {
    expect(text).toContain('found in LICENSE.APACHE or LICENSE.BSD');
    expect(text).not.toContain('Version 2.0, January 2004');
  });

  it('say once what several say alike', () => {
    expect(text.match(/Permission is hereby granted, free of charge/g)?.length).toBeLessThan(4);
  });
});
