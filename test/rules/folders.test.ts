import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findRuleFiles } from '../../tools/generate/rule-files.ts';
import { projectRoot } from '../../tools/project-root.ts';

const ruleFiles = findRuleFiles(projectRoot);

it('every category is tested', () => {
  const tested = readdirSync(import.meta.dirname).filter(
    (name) => name.endsWith('.test.ts') && name !== 'folders.test.ts',
  );
  const categories = new Set(ruleFiles.map(({ category }) => category));
  expect(tested.sort()).toEqual([...categories].map((category) => `${category}.test.ts`).sort());
});

it('every folder of fixtures is that of a rule', () => {
  const known = new Set(ruleFiles.map(({ category, name }) => `${category}/${name}`));
  expect(listRuleFolders().filter((folder) => !known.has(folder))).toEqual([]);
});

function listRuleFolders(): string[] {
  const root = join(projectRoot, 'fixtures/rules');
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name }) => readdirSync(join(root, name)).map((rule) => `${name}/${rule}`));
}
