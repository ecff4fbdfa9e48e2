import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../../src/text/index.ts';

/** One rule file. Its place is its identity: `rules/<category>/<name>.ts`. */
export interface RuleFile {
  readonly category: string;
  readonly name: string;
  readonly path: string;
}

const SLUG = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Every rule file below `rules/`, by category and name. Throws when a name is taken twice or is not kebab-case. */
export function findRuleFiles(root: string): RuleFile[] {
  const folder = join(root, 'rules');
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((category) =>
      readdirSync(join(folder, category.name))
        .filter((file) => file.endsWith('.ts'))
        .map((file) => toRuleFile(folder, category.name, file.slice(0, -'.ts'.length))),
    );
  rejectDuplicates(files);
  return files.sort((a, b) => compareText(a.category, b.category) || compareText(a.name, b.name));
}

/** True when a word may be the name of a rule or a category. */
export function isSlug(word: string): boolean {
  return SLUG.test(word);
}

function toRuleFile(folder: string, category: string, name: string): RuleFile {
  const path = join(folder, category, `${name}.ts`);
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
