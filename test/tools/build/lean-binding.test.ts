import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Language, Parser } from 'web-tree-sitter';
import { readWithCursor } from '../../../src/syntax/cursor-reader.ts';
import { type BindingModule, MemoryReader } from '../../../src/syntax/memory-reader.ts';
import { leanBinding } from '../../../tools/build/lean-binding.ts';
import { projectRoot } from '../../../tools/project-root.ts';

const installed = createRequire(import.meta.url).resolve;
const whole = readFileSync(installed('web-tree-sitter/web-tree-sitter.wasm'));
const fixtures = join(projectRoot, 'fixtures');
const sources = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.py'))
  .map((name) => readFileSync(join(fixtures, name), 'utf8'));

/** The binding is one per process, so this file has it for itself: `readers.test.ts` is about the whole one. */
describe('the binding without what nobody calls', () => {
  const lean = leanBinding(whole);
  const module = { wasmBinary: lean } as BindingModule & { readonly wasmBinary: Uint8Array };
  let parser: Parser;
  beforeAll(async () => {
    await Parser.init(module);
    parser = new Parser();
    parser.setLanguage(await Language.load(readFileSync(installed('tree-sitter-python/tree-sitter-python.wasm'))));
  });

  it('is a quarter smaller', () => {
    expect(lean.length).toBeLessThan(whole.length * 0.75);
  });

  it('makes trees that both readers read alike, of whole texts and of texts that are cut off', () => {
    const memory = new MemoryReader(module);
    for (const source of sources.flatMap((each) => [each, each.slice(0, each.length / 2)])) {
      const tree = parser.parse(source);
      if (tree === null) throw new Error('no tree');
      const cursor = tree.walk();
      const walked = readWithCursor(cursor, tree.rootNode.descendantCount);
      expect(memory.read((tree as typeof tree & { readonly 0: number })[0]).equals(walked)).toBe(true);
      cursor.delete();
      tree.delete();
    }
  });

  it('is stopped from outside', () => {
    const text = 'x = 1\n'.repeat(50_000);
    expect(parser.parse(text, null, { progressCallback: () => true })).toBeNull();
    parser.reset();
  });
});
