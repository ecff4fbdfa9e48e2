import type { TextKind } from './spans.ts';

/** How a file is read, by its path; the cells of a notebook are Python, and what they are in is not. */
export function textKindOf(path: string, isCell = false): TextKind {
  if (isCell) return 'python';
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (/\.pyi?w?$/.test(name) || !name.includes('.')) return SETTINGS_WITHOUT_ENDING.test(name) ? 'settings' : 'python';
  return /\.(?:md|markdown|rst|adoc|ipynb)$/.test(name) ? 'prose' : 'settings';
}

const SETTINGS_WITHOUT_ENDING = /file|^(?:env|pipfile|procfile|config|credentials)$/;
