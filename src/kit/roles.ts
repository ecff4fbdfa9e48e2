import type { FileRole } from '../semantics/context.ts';

/** Files that nobody runs in production, or that nobody here writes: what most rules skip. */
export const NOT_PRODUCTION: readonly FileRole[] = [
  'test',
  'example',
  'benchmark',
  'documentation',
  'generated',
  'vendored',
  'stub',
];

/** What runs or is imported in production; notebooks are run by their readers. */
export const PRODUCTION: ReadonlySet<FileRole> = new Set<FileRole>(['library', 'entry-point', 'script']);
