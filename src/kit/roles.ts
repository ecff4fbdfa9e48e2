import type { FileRole } from '../semantics/index.ts';

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
