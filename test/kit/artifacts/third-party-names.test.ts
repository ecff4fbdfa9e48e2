import { expect, test } from 'vitest';
import { hasAdapter } from '../../../src/kit/artifacts/third-party-names.ts';

test.each([
  ['pymupdf', 'pymupdfloader', true],
  ['pdfminer-six', 'pdfminerparser', true],
  ['duckduckgo-search', 'duckduckgosearchrun', true],
  ['docx2txt', 'pymupdfloader', false],
  // Too short to tell from the beginning of another word.
  ['gql', 'gqltransport', false],
])('%s and something called %s: %s', (distribution, adapter, expected) => {
  expect(hasAdapter(distribution, new Set([adapter]))).toBe(expected);
});
