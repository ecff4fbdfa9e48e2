import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPythonParser, type PythonParser } from '../../src/ast/lower/index.ts';
import { compareFile } from '../../tools/parity/compare.ts';
import { type CPython, loadCPython } from '../../tools/parity/cpython.ts';
import { Tally } from '../../tools/parity/tally.ts';

/** CPython starts in two seconds, on a busy machine in many more. */
const LOAD_TIMEOUT = 120_000;

/** CPython's own reading is the authority; `npm run parity` compares whole libraries, this a part that fits in a test. */
describe('the typed tree is that of CPython 3.14', () => {
  let cpython: CPython;
  let parser: PythonParser;
  beforeAll(async () => {
    [cpython, parser] = await Promise.all([loadCPython(), loadPythonParser()]);
  }, LOAD_TIMEOUT);

  const folder = new URL('../../fixtures/ast/', import.meta.url);
  const fixtures = readdirSync(folder).filter((name) => name.endsWith('.py'));

  it.each(fixtures)('%s, with every kind of line end', (name) => {
    const content = readFileSync(new URL(name, folder), 'utf8');
    for (const lineEnd of ['\n', '\r\n', '\r']) {
      const bytes = new TextEncoder().encode(content.replaceAll('\n', lineEnd));
      expect(compareFile(bytes, parser, cpython)).toEqual({ kind: 'equal' });
    }
  });

  it('in a sample of its standard library', () => {
    const tally = new Tally();
    const files = [...cpython.standardLibrary()].filter(([, bytes]) => bytes.length < 60_000);
    const sample = files.filter((_, i) => i % 8 === 0);
    for (const [path, bytes] of sample) tally.add(path, compareFile(bytes, parser, cpython));
    console.log(`CPython ${cpython.version}: ${tally.summary()}`);
    expect(sample.length).toBeGreaterThan(50);
    expect(tally.differences).toBe(0);
  });
});
