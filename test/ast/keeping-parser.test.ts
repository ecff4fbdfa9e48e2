/** Texts that come again are parsed once, and come to the same tree. */
import { expect, it } from 'vitest';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { KeepingParser } from '../../src/ast/lower/keeping-parser.ts';
import { loadSyntaxParser, type SyntaxParser } from '../../src/syntax/index.ts';

const TEXTS = ['def load(path):\n    # why\n    return open(path)\n', 'class Broken(:\n    x = = 1\n', ''];

/** Counts what reaches the binding. */
async function counting(): Promise<SyntaxParser & { readonly parsed: string[] }> {
  const syntax = await loadSyntaxParser();
  const parsed: string[] = [];
  const parse: SyntaxParser['parse'] = (content) => {
    parsed.push(content);
    return syntax.parse(content);
  };
  return { name: syntax.name, parsed, parse };
}

it.each([
  ['are not parsed again where they may', true, [...TEXTS]],
  ['are parsed again where they may not', false, [...TEXTS, ...TEXTS]],
] as const)('texts that come again %s', async (_, mayComeAgain, expected) => {
  const syntax = await counting();
  const keeping = new KeepingParser(syntax, () => mayComeAgain);
  const first = TEXTS.map((text) => keeping.parse(text));
  const second = TEXTS.map((text) => keeping.parse(text));
  expect(syntax.parsed).toEqual(expected);
  expect(second.map((tree, i) => first[i]?.equals(tree))).toEqual([true, true, true]);
});

it('a tree that was kept is lowered to the same module', async () => {
  const parser = await loadPythonParser();
  const keeping = parser.keepingTrees(() => true);
  for (const text of TEXTS) {
    const fresh = parser.parse(text);
    expect(keeping.parse(text)).toEqual(fresh);
    expect(keeping.parse(text)).toEqual(fresh);
  }
});
