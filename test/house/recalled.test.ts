import { expect, it } from 'vitest';
import { importsOf, sourceFiles } from './layers/imports.ts';

/** What scans. A report that is only read back needs none of it, and would take twice as long if it loaded them. */
const SCANNERS = ['src/engine/scan.ts', 'src/ast/index.ts', 'src/artifacts/index.ts', 'src/project/index.ts'];

it('an answer that is read back loads nothing that scans', () => {
  const imports = new Map<string, string[]>();
  for (const { from, to, isTypeOnly, isLazy } of sourceFiles.flatMap(importsOf)) {
    if (!isTypeOnly && !isLazy) imports.set(from, [...(imports.get(from) ?? []), to]);
  }
  const importPaths = new Map([['src/cli/commands/check.ts', 'src/cli/commands/check.ts']]);
  for (const [file, importPath] of importPaths) {
    for (const to of imports.get(file) ?? []) if (!importPaths.has(to)) importPaths.set(to, `${importPath} → ${to}`);
  }
  expect(importPaths.has('src/cli/recall-check.ts')).toBe(true);
  expect(SCANNERS.flatMap((file) => importPaths.get(file) ?? [])).toEqual([]);
});
