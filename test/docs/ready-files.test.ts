/** What people copy from docs/ci runs the version that it was tried with. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

it.each(readdirSync('docs/ci'))('%s names the version of the package', (name) => {
  const named = [...readFileSync(join('docs/ci', name), 'utf8').matchAll(/auditlint@(\S+)/g)].map(([, each]) => each);
  expect(new Set(named)).toEqual(new Set([version]));
});
