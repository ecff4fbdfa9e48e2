import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { Kind, loadNativeParser, loadSyntaxParser, loadWasmParser, type SyntaxParser } from '../../src/syntax/index.ts';

const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url));
const sources = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.py'))
  .map((name) => readFileSync(join(fixtures, name), 'utf8'));
/** Errors, missing tokens, characters outside the first plane, large leaves. */
const damaged = [
  'x = (1 +\n',
  'def f(:\n  pass\n',
  'class A[T = int]: pass\n',
  '$ ? !\n',
  'if a b:\n  c\n',
  '"""open',
  'f"{a"',
  'é = "😀"; y = f"日{é!r:>{ñ}}"  # ü\n',
  `${'long_name'.repeat(500)} = "${'text'.repeat(5000)}"\n`,
  `${' '.repeat(3000)}x\n`,
  `x = [${'1,\n\n\n'.repeat(5000)}]\n`,
  '',
  '\n',
];

describe('readers of trees', () => {
  let memory: SyntaxParser;
  let cursor: SyntaxParser;
  beforeAll(async () => {
    memory = await loadSyntaxParser();
    cursor = await loadWasmParser('cursor');
  });

  it('are chosen at start: memory where its layout is as expected', () => {
    expect([memory.name, cursor.name]).toEqual(['wasm memory', 'wasm cursor']);
  });

  it.each(damaged)('agree on %j', (source) => {
    expect(memory.parse(source).equals(cursor.parse(source))).toBe(true);
  });

  it('agree on all fixtures, whole and cut off in the middle', () => {
    expect(sources.length).toBeGreaterThan(20);
    for (const source of sources) {
      const half = source.slice(0, source.length / 2);
      expect(memory.parse(source).equals(cursor.parse(source))).toBe(true);
      expect(memory.parse(half).equals(cursor.parse(half))).toBe(true);
    }
  });

  it('agree on a text longer than what the binding asks for at once', () => {
    const source = 'value = "😀é" + f(x)  # comment\n'.repeat(20_000);
    const tree = memory.parse(source);
    expect(tree.equals(cursor.parse(source))).toBe(true);
    expect(tree.errors).toEqual([]);
    expect(tree.comments).toHaveLength(40_000);
  });

  it.each([0, 1, 2, 3])('meet no broken character where pieces of the text join (shifted by %i)', (shift) => {
    const source = `#${'x'.repeat(shift)}\n${'𝐱𝐲 = "é"\n'.repeat(5000)}`;
    expect(memory.parse(source).errors).toEqual([]);
  });

  it('agree with the native binding where it is installed', (context) => {
    const native = loadNativeParser();
    if (native.kind === 'unavailable') {
      context.skip(`the native parser is not installed: ${native.reason}`);
      return;
    }
    for (const source of [...sources, ...damaged]) {
      expect(memory.parse(source).equals(native.parser.parse(source))).toBe(true);
    }
  });
});

describe('a concrete tree', () => {
  it('counts in UTF-16 code units and leaves comments out', async () => {
    const parser = await loadSyntaxParser();
    const source = 'x = "😀"  # é\ny\n';
    const tree = parser.parse(source);
    const first = tree.firstChild(tree.root);
    const second = tree.nextSibling(first);
    expect([tree.kind(first), tree.start(first), tree.end(first)]).toEqual([Kind.expression_statement, 0, 8]);
    expect(source.slice(tree.start(second), tree.end(second))).toBe('y');
    expect(tree.nextSibling(second)).toBe(0);
    expect(tree.comments).toEqual([10, 13]);
  });

  it('takes a lone carriage return for the end of a line', async () => {
    const parser = await loadSyntaxParser();
    const tree = parser.parse('a\rb\r\nc\n');
    const kinds: number[] = [];
    for (let node = tree.firstChild(tree.root); node !== 0; node = tree.nextSibling(node)) kinds.push(tree.start(node));
    expect(kinds).toEqual([0, 2, 5]);
  });
});

describe('the choice of a parser', () => {
  it('is WebAssembly unless something else is asked for', async () => {
    expect((await loadSyntaxParser()).name).toBe('wasm memory');
    expect((await loadSyntaxParser('wasm')).name).toBe('wasm memory');
  });

  it('takes the native one where it is installed, and says so where it is not', async () => {
    const isInstalled = loadNativeParser().kind === 'parser';
    expect((await loadSyntaxParser('auto')).name).toBe(isInstalled ? 'native' : 'wasm memory');
    if (isInstalled) expect((await loadSyntaxParser('native')).name).toBe('native');
    else
      await expect(loadSyntaxParser('native')).rejects.toThrow(
        /^the native parser cannot be used \(Cannot find module/,
      );
  });
});
