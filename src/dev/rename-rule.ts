/** `npm run rename-rule -- <old> <new>` (or `<new-category>/<new>`): moves rule, fixtures and page, and renames it in marks, texts and sources. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findRuleFiles, isSlug } from './generate/rule-files.ts';
import { projectRoot } from './project-root.ts';

// Where a rule's name may stand. CHANGELOG keeps the old names: it tells what was.
const SEARCHED = ['rules', 'src', 'test', 'fixtures', 'docs', 'README.md', 'CONTRIBUTING.md'];

const [oldName = '', target = ''] = process.argv.slice(2);
const [newName = '', newCategory] = target.split('/').reverse();
const rules = findRuleFiles(projectRoot);
const rule = rules.find((file) => file.name === oldName);
if (rule === undefined || !isSlug(newName)) {
  console.error(
    rule === undefined ? `no rule is named "${oldName}"` : 'usage: npm run rename-rule -- <old> [<category>/]<new>',
  );
  process.exitCode = 2;
} else if (newName !== oldName && rules.some((file) => file.name === newName)) {
  console.error(`rule "${newName}" exists already`);
  process.exitCode = 2;
} else {
  const category = newCategory ?? rule.category;
  move(`rules/${rule.category}/${oldName}.ts`, `rules/${category}/${newName}.ts`);
  move(`fixtures/rules/${rule.category}/${oldName}`, `fixtures/rules/${category}/${newName}`);
  for (const file of SEARCHED.flatMap(listFiles)) replaceName(file);
  console.log('Run `npm run generate`, read `git diff`, and tell it in CHANGELOG.md: a name is an interface.');
}

function move(from: string, to: string): void {
  if (from === to || !existsSync(join(projectRoot, from))) return;
  mkdirSync(dirname(join(projectRoot, to)), { recursive: true });
  renameSync(join(projectRoot, from), join(projectRoot, to));
  console.log(`moved: ${from} → ${to}`);
}

function replaceName(file: string): void {
  const bytes = readFileSync(file);
  if (bytes.includes(0)) return;
  // Latin-1 keeps every byte of files that are not UTF-8; rule names are ASCII.
  const text = bytes.toString('latin1');
  const replaced = text.replace(new RegExp(`(?<![\\w-])${oldName}(?![\\w-])`, 'g'), newName);
  if (replaced === text) return;
  writeFileSync(file, replaced, 'latin1');
  console.log(`renamed in: ${file.slice(projectRoot.length)}`);
}

function listFiles(path: string): string[] {
  const place = join(projectRoot, path);
  if (!existsSync(place)) return [];
  if (path.includes('.')) return [place];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
