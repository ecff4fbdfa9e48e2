import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { findRuleFiles, isSlug } from '../generate/rule-files.ts';

// Where a rule's name may stand. CHANGELOG keeps the old names: it shows what was.
const SEARCHED = ['rules', 'src', 'tools', 'test', 'fixtures', 'measurements', 'docs', 'README.md', 'CONTRIBUTING.md'];

/**
 * Moves a rule of a project, its fixtures and its labels to `[<category>/]<new>`, and renames it in marks, texts and
 * sources. Throws an Error with one sentence, before anything is moved, when it cannot be.
 */
export function renameRule(root: string, oldName: string, target: string, log: (done: string) => void): void {
  const [newName = '', newCategory, ...rest] = target.split('/').reverse();
  const rules = findRuleFiles(root);
  const rule = rules.find((file) => file.name === oldName);
  if (rule === undefined) throw new Error(`no rule is named "${oldName}"`);
  const category = newCategory ?? rule.category;
  if (!isSlug(newName) || !isSlug(category) || rest.length > 0)
    throw new Error('usage: npm run rename-rule -- <old> [<category>/]<new>');
  if (newName !== oldName && rules.some((file) => file.name === newName))
    throw new Error(`rule "${newName}" exists already`);
  const moves = [
    [`rules/${rule.category}/${oldName}.ts`, `rules/${category}/${newName}.ts`],
    [`rules/${rule.category}/${oldName}`, `rules/${category}/${newName}`],
    [`fixtures/rules/${rule.category}/${oldName}`, `fixtures/rules/${category}/${newName}`],
    [`measurements/corpus/labels/${oldName}.tsv`, `measurements/corpus/labels/${newName}.tsv`],
  ] as const;
  for (const [from, to] of moves) {
    if (from === to || !existsSync(join(root, from))) continue;
    mkdirSync(dirname(join(root, to)), { recursive: true });
    renameSync(join(root, from), join(root, to));
    log(`moved: ${from} → ${to}`);
  }
  for (const file of SEARCHED.flatMap((path) => listFiles(join(root, path)))) {
    if (replaceName(file, oldName, newName)) log(`renamed in: ${relative(root, file)}`);
  }
}

function replaceName(file: string, oldName: string, newName: string): boolean {
  const bytes = readFileSync(file);
  if (bytes.includes(0)) return false;
  // Latin-1 keeps every byte of files that are not UTF-8; rule names are ASCII.
  const text = bytes.toString('latin1');
  const replaced = text.replace(new RegExp(`(?<![\\w-])${oldName}(?![\\w-])`, 'g'), newName);
  if (replaced === text) return false;
  writeFileSync(file, replaced, 'latin1');
  return true;
}

function listFiles(place: string): string[] {
  if (!existsSync(place)) return [];
  if (place.endsWith('.md')) return [place];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
