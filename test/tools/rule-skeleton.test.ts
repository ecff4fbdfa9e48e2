import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ruleSkeleton } from '../../tools/generate/rule-skeleton.ts';
import { projectRoot } from '../../tools/project-root.ts';

const folder = mkdtempSync(join(tmpdir(), 'auditlint-skeleton-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('what `npm run new-rule` writes compiles as a rule of ours does', () => {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'rule.ts'), ruleSkeleton());
  const compilerOptions = {
    paths: { '#kit': [join(projectRoot, 'src/kit/index.ts')] },
    typeRoots: [join(projectRoot, 'node_modules/@types')],
  };
  const configuration = {
    extends: join(projectRoot, 'tsconfig.json'),
    compilerOptions,
    files: ['rule.ts'],
    include: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configuration));
  const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
  expect(reported(() => execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' }))).toBe('');
});

/** What a compiler says, also where it ends with an error. */
function reported(compile: () => string): string {
  try {
    return compile();
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
