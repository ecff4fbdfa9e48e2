import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../../src/text/index.ts';

/** One rule. Its place is its identity: `rules/<category>/<name>.ts`, or `rules/<category>/<name>/index.ts` beside its private parts. */
export interface RuleFile {
  readonly category: string;
  readonly name: string;
  /** Of the file that defines it. */
  readonly path: string;
}

/** What several rules of a category ask. */
const SHARED = '_shared';
const SLUG = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Every rule below `rules/`, by category and name. Throws when a name is taken twice or is not kebab-case. */
export function findRuleFiles(root: string): RuleFile[] {
  const folder = join(root, 'rules');
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((category) =>
      readdirSync(join(folder, category.name), { withFileTypes: true })
        .filter((entry) => entry.name !== SHARED)
        .map((entry) => toRuleFile(join(folder, category.name), category.name, entry)),
    );
  rejectDuplicates(files);
  return files.sort((a, b) => compareText(a.category, b.category) || compareText(a.name, b.name));
}

/** True when a word may be the name of a rule or a category. */
export function isSlug(word: string): boolean {
  return SLUG.test(word);
}

function toRuleFile(folder: string, category: string, entry: Dirent): RuleFile {
  const name = entry.name.replace(/\.ts$/, '');
  const path = join(folder, entry.name, entry.isDirectory() ? 'index.ts' : '');
  if (!isSlug(category) || !isSlug(name)) throw new Error(`${path}: category and name must be kebab-case`);
  return { category, name, path };
}

function rejectDuplicates(files: readonly RuleFile[]): void {
  const seen = new Map<string, string>();
  for (const file of files) {
    const earlier = seen.get(file.name);
    if (earlier !== undefined) throw new Error(`rule "${file.name}" exists twice: ${earlier} and ${file.path}`);
    seen.set(file.name, file.path);
  }
}

// Locale-free, so that every machine writes the same bytes.
