import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { findRuleFiles } from '../generate/rule-files.ts';

/** A rule with its private parts, or what the rules of a category share. */
export interface RuleSize {
  /** Of its file or folder, from the root: `rules/errors/bare-except.ts`, `rules/errors/_shared`. */
  readonly path: string;
  readonly lines: number;
}

/** What is below `rules/`, the heaviest first. */
export function ruleSizes(root: string): RuleSize[] {
  const rules = findRuleFiles(root).map(({ path }) => (path.endsWith('/index.ts') ? dirname(path) : path));
  const shared = readdirSync(join(root, 'rules'), { withFileTypes: true })
    .filter((category) => category.isDirectory())
    .map(({ name }) => join(root, 'rules', name, '_shared'));
  return [...rules, ...shared]
    .map((path) => ({ path: relative(root, path).replaceAll('\\', '/'), lines: linesBelow(path) }))
    .sort((a, b) => b.lines - a.lines);
}

function linesBelow(path: string): number {
  const files = path.endsWith('.ts') ? [path] : filesOf(path);
  return files.reduce((sum, file) => sum + readFileSync(file, 'utf8').split('\n').length - 1, 0);
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    // Rules of a category need not share anything.
    return [];
  }
}
