import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { documentSections } from '../../src/register/document-sections.ts';
import { parseRegister, writeRegister } from '../../src/register/index.ts';
import { parsePlace, placeText } from '../../src/register/place-text.ts';
import { codeOfName, fencedCode, nameOfCode, plainMarkdown } from '../../src/register/plain-markdown.ts';
import { propertyRuns } from '../property-runs.ts';
import { hostileText, place, register } from './arbitrary-register.ts';

const RUNS = propertyRuns(25);

describe('the document of a register', () => {
  it('reads as it was written, and is written as it was read', () => {
    fc.assert(
      fc.property(register, (meant) => {
        const text = writeRegister(meant);
        const read = parseRegister(text);
        expect(read).toEqual(meant);
        expect('problem' in read ? '' : writeRegister(read)).toBe(text);
      }),
      { numRuns: RUNS, seed: 18, endOnFailure: true },
    );
  });

  it('whatever of it can be read keeps its meaning when it is written', () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(20), hostileText), { maxLength: 4 });
    fc.assert(
      fc.property(register, edits, (meant, changes) => {
        let text = writeRegister(meant);
        for (const [at, length, inserted] of changes) {
          const start = at % (text.length + 1);
          text = text.slice(0, start) + inserted + text.slice(start + length);
        }
        const read = parseRegister(text);
        if ('problem' in read) {
          expect(read.line).toBeGreaterThan(0);
          expect(read.line).toBeLessThanOrEqual(text.split(/\r\n|\r|\n/).length);
          return;
        }
        const again = parseRegister(writeRegister(read));
        expect(again).toEqual(read);
      }),
      { numRuns: RUNS, seed: 19, endOnFailure: true },
    );
  });
});

describe('sections', () => {
  const lines = [
    ...[
      '# A',
      '## B',
      '### C-01: x',
      '#### D',
      '#no',
      '  ## indented',
      '####### seven',
      '```',
      '````',
      '~~~',
      '```js',
      '  ```',
      '    ```',
    ],
    ...[
      '- item',
      '  - sub',
      '  ```',
      '> quote',
      '> ```',
      '1. x',
      '<div>',
      '<!--',
      '-->',
      '<script>',
      '</script>',
      '<?x',
      '?>',
      '<![CDATA[',
      ']]>',
    ],
    ...[
      '',
      '',
      '',
      'text',
      '    code',
      '| a | b |',
      '|---|---|',
      '[a]: b',
      '"title',
      '[^1]: note',
      'setext',
      '===',
      '---',
      '\ttab',
      '<b>',
      '<details>',
    ],
  ];
  it('begin where CommonMark has a heading', () => {
    const text = fc.array(fc.constantFrom(...lines), { maxLength: 14 }).map((all) => all.join('\n'));
    fc.assert(
      fc.property(text, (markdown) => {
        const sections = documentSections(markdown);
        if ('problem' in sections) return;
        const found = sections.filter(({ depth }) => depth > 0).map(({ line, depth }) => `${line}:${depth}`);
        expect(found).toEqual(headingsOf(markdown));
      }),
      { numRuns: 20 * RUNS, seed: 20, endOnFailure: true },
    );
  });

  it('are refused only where something is open to the end', () => {
    expect(documentSections('a\n\n```\n# x\n')).toEqual({ problem: 'has a code fence that is never closed', line: 3 });
    expect(documentSections('a\n\n<!-- x\n# x\n')).toEqual({
      problem: 'has a block of HTML that is never closed',
      line: 3,
    });
    expect(documentSections('<div>\n# x')).toHaveLength(1);
    expect(documentSections(`<b>\n\n${'word '.repeat(30_000)}\n# x`)).toMatchObject({ line: 1 });
  });
});

/** By the whole document at once, which is too slow for a long one. */
function headingsOf(markdown: string): string[] {
  const { children } = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const lines = markdown.split('\n');
  return children.flatMap((node) => {
    const { line = 0, column } = node.position?.start ?? {};
    const isOne =
      node.type === 'heading' && node.depth <= 4 && column === 1 && /^#{1,4}(?:\s|$)/.test(lines[line - 1] ?? '');
    return isOne ? `${line}:${node.depth}` : [];
  });
}

describe('texts of others', () => {
  const textsOf = (node: Nodes): string =>
    'children' in node ? node.children.map(textsOf).join('') : 'value' in node ? node.value : '';
  const typesOf = (node: Nodes): string[] => [node.type, ...('children' in node ? node.children.flatMap(typesOf) : [])];
  // Its transforms make links of addresses that are escaped; GitHub does not.
  const extensions = gfmFromMarkdown().map(({ transforms: _, ...extension }) => extension);
  const read = (markdown: string) => fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: extensions });

  it('are one paragraph of text and code, whatever stands in them', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const markdown = plainMarkdown(text);
        expect(markdown).not.toMatch(/[\n\r]/);
        expect(markdown === '').toBe(text.trim() === '');
        expect(markdown).not.toMatch(/^[-–—]$/);
        const types = new Set(typesOf(read(markdown)));
        for (const type of ['root', 'paragraph', 'text', 'inlineCode'] as const) types.delete(type);
        expect([...types]).toEqual([]);
      }),
      { numRuns: 4 * RUNS, seed: 21, endOnFailure: true },
    );
  });

  it('that are code stay in their fence', () => {
    fc.assert(
      fc.property(hostileText, (code) => {
        const { children } = read(fencedCode(code, 'python'));
        expect(children.map(({ type }) => type)).toEqual(['code']);
      }),
      { numRuns: 2 * RUNS, seed: 22, endOnFailure: true },
    );
  });

  it('that are names and places are read back', () => {
    fc.assert(
      fc.property(hostileText, place, (name, where) => {
        const code = codeOfName(name);
        expect(nameOfCode(code)).toBe(name);
        const [paragraph] = read(`x ${code}`).children;
        expect(paragraph === undefined ? [] : typesOf(paragraph)).toEqual(['paragraph', 'text', 'inlineCode']);
        expect(textsOf(read(`x ${code}`))).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
        expect(parsePlace(placeText(where))).toEqual(where);
      }),
      { numRuns: 2 * RUNS, seed: 23, endOnFailure: true },
    );
  });

  it('have their secrets covered', () => {
    const secret = 'qK7pZr4TqW7xLm2VbN8s';
    for (const text of [plainMarkdown(`password="${secret}"`), fencedCode(`password = "${secret}"`, 'python')]) {
      expect(text).not.toContain(secret);
      expect(text).toContain('password');
    }
  });
});
