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

/** What people run or import in production; notebooks are run by whoever reads them. */
export const PRODUCTION: ReadonlySet<FileRole> = new Set<FileRole>(['library', 'entry-point', 'script']);
